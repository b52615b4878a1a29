"""The README's two pictures of Airflow's grid: what they show is written into them, so that a test tells old ones."""

from collections.abc import Iterable
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from crawler.outlets import crawled_outlets

FOLDER = Path(__file__).parents[2] / "docs" / "images"
NAMES = ("grid-green", "grid-red")
LARGEST_BYTES = 200_000
AGAIN = "uv run pytest --heavy tests/e2e/test_grid.py --screenshots"
_KEY = "Shows"


def shows(tasks: Iterable[str]) -> str:
    """Name all that decides what the grid looks like: the versions, the DAG's tasks, the papers."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("apache-airflow", "baotinh"))
    return (
        f"{versions}; tasks {', '.join(sorted(tasks))}; papers {', '.join(o.name for o in crawled_outlets().values())}"
    )


def save(png: bytes, path: Path, tasks: Iterable[str]) -> None:
    """Write a screenshot in few colours, with what it shows as text within."""
    kept = PngInfo()
    kept.add_itxt(_KEY, shows(tasks))
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(png)).convert("RGB").quantize(128).save(path, optimize=True, pnginfo=kept)


def shown(path: Path) -> str:
    """Return what a saved screenshot says that it shows."""
    with Image.open(path) as image:
        image.load()
        return str(image.text[_KEY])  # type: ignore[attr-defined]

"""Where strangers' addresses hold the number of an article: forms of real content systems, with what looks like them."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AddressForm:
    """The template of an article's address and the kind of its id; `print` is the template of its print page, if any."""

    template: str
    kind: str = "number"
    print: str | None = None


ADDRESS_FORMS = (
    AddressForm("/{slug}-{id}.html", print="/print/{id}.html"),
    AddressForm("/{section}/{slug}-{id}.htm", print="/in-bai/{id}.htm"),
    AddressForm("/{slug}-post{id}.html", print="/print/post{id}.html"),
    AddressForm("/{slug}-ar{id}.html"),
    AddressForm("/{section}/{slug}-d{id}.html"),
    AddressForm("/{section}/{slug}-{id}.ldo", print="/print/{id}.ldo"),
    AddressForm("/{cat}/{id}/{slug}/"),
    AddressForm("/{section}/{id}/{slug}.html"),
    AddressForm("/news/{id}-{slug}"),
    AddressForm("/{yyyy}/{mm}/{dd}/{slug}-{id}/"),
    AddressForm("/tin-tuc/{yyyy}{mm}/{slug}-{id}/", "hex7"),
    AddressForm("/?id={id}"),
    AddressForm("/chi-tiet.aspx?id={id}", print="/in.aspx?id={id}"),
    AddressForm("/xem-tin.php?newsid={id}&catid={cat}", print="/in-tin.php?newsid={id}"),
    AddressForm("/index.php?option=com_content&view=article&id={id}:{slug}&catid={cat}&Itemid=101"),
    AddressForm("/tabid/{cat}/newsid/{id}/seo/{slug}/Default.aspx"),
    AddressForm("/xem-bai/{id}.html#!{slug}"),
    AddressForm("/bai-viet/{id}", "uuid"),
    AddressForm("/{section}/{slug}-{id}", "uuid"),
    AddressForm("/{slug}/{id}.html", "hex24"),
    AddressForm("/{section}/{slug}-{id}.html", "base36"),
    AddressForm("/{slug}-{id}.htm", "time"),
    AddressForm("/{slug}-c{cat}a{id}.html"),
    AddressForm("/{section}/{slug}-{id}-{cat}.html"),
    AddressForm("/{slug}_t{cat}n{id}"),
    AddressForm("/a{id}/{slug}.html", print="/a{id}/print.html"),
    AddressForm("/{section}/{slug}.{id}.aspx"),
    AddressForm("/node/{id}"),
    AddressForm("/{yyyy}/{mm}/{slug}/", "none"),
    AddressForm("/p/{section}/{slug}~{id}", "hex32"),
)


def native_id(kind: str, seed: int, number: int, published_at: datetime) -> str | None:
    """Return the id that a system of this kind gives to the article of a number; None where the slug is all."""
    digest = hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
    match kind:
        case "none":
            return None
        case "number":
            return str(number)
        case "uuid":
            return str(uuid.UUID(digest[:32], version=4))
        case "hex7" | "hex24" | "hex32":
            return digest[: int(kind[3:])]
        case "base36":
            return "".join(
                "0123456789abcdefghijklmnopqrstuvwxyz"[int(c, 16) * 2 + n % 4] for n, c in enumerate(digest[:9])
            )
        case "time":
            return f"{published_at:%Y%m%d%H%M%S}{number % 1000:03}"
        case _:
            raise ValueError(kind)

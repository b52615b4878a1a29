"""What the DAGs share: the form with which a run is triggered, and how a run by hand stands behind the night."""

from collections.abc import Mapping
from typing import Any

MONTH = r"^(19|20)\d\d-(0[1-9]|1[0-2])$"
# Less than the weight of any task of the night: those get the first free slot.
BEHIND_THE_NIGHT = {"weight_rule": "absolute", "priority_weight": 1}


def choice_of_papers(names: Mapping[str, str]) -> dict[str, Any]:
    """Return the options of Airflow's `Param` that let a person choose of these papers (keys to names) by name."""
    return {
        "items": {"type": "string", "enum": [*names]},
        "examples": [*names],
        "values_display": dict(names),
        "title": "Outlets",
    }

"""Who may decide what belongs together: officers of the agencies that handle the cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.coordination.matters.shelf import MatterShelf
from shared.http.identity import Identity
from shared.http.problems import Problem, forbidden, not_found
from shared.language import Text
from shared.storage.database import Document

NO_MATTER = Text("没有此争议，或与您的机关无关。", "No such matter, or not your agency's.")
_HANDLED_BEFORE = Text(
    "您的机关现不办理此争议的任何案件。", "Your agency handles no case of this matter now."
)
_OTHER_AGENCY = Text(
    "该案由其他机关办理：请由办理机关，或者其行政区域内的监督人员关联。",
    "Another agency handles that case: it, or a supervisor whose region takes it in, may link it.",
)


def visible_matter(shelf: MatterShelf, matter_id: str, caller: Identity) -> Document:
    """Return the matter that answers to an id; 404 if none, or none of the caller's agency."""
    matter = shelf.present(matter_id)
    if matter is None or caller.agency_code not in {each["code"] for each in matter["agencies"]}:
        raise not_found(NO_MATTER)
    return matter


def check_may_decide(matter: Mapping[str, Any], caller: Identity) -> None:
    """Refuse (403) an officer whose agency handled a case of the matter before, but none now."""
    handling = {entry["agency_code"] for entry in matter["cases"].values()}
    if caller.agency_code not in handling:
        raise forbidden(_HANDLED_BEFORE)


def check_may_link(entry: Mapping[str, Any], caller: Identity) -> None:
    """Refuse (403) to link a case of another agency, unless it lies in a supervisor's region."""
    own = entry["agency_code"] == caller.agency_code
    if not own and not (caller.role == "supervisor" and _takes_in(caller.region, entry["region"])):
        errors = {"case_id": [_OTHER_AGENCY]}
        raise Problem(403, "forbidden", _OTHER_AGENCY, errors=errors)


def _takes_in(region: str, place: str | None) -> bool:
    """Say whether a place (GB/T 2260) lies in a region: 120000 is all of 12, 120100 all of 1201."""
    significant = region
    while significant.endswith("00"):
        significant = significant[:-2]
    return bool(significant) and bool(place) and str(place).startswith(significant)

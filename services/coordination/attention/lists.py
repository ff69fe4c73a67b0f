"""The lists of what waits, one for each agency; a document stands in them while something does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.coordination.lists import Lists
from shared.events.database import Document
from shared.storage.keys import place, scope

FIELD = "attention"
# A matter is listed for so many agencies: who handled one of its cases, the latest first.
_MOST_AGENCIES = 6
LATEST = Lists("attention_place", scopes=_MOST_AGENCIES, descending=True, field=FIELD)
SOONEST = Lists("attention_place", scopes=_MOST_AGENCIES, field=FIELD)


def conflicts_listing(matter: Mapping[str, Any]) -> Document:
    """Return the keys of a matter: in the lists of its agencies while a conflict is open."""
    found_on = [each["found_on"] for each in matter["conflicts"] if each["status"] == "open"]
    codes = [agency["code"] for agency in matter["agencies"]] if found_on else []
    return _listed(LATEST, codes, max(found_on, default=""), matter["_id"])


def proposal_listing(pair: Mapping[str, Any], codes: Iterable[str]) -> Document:
    """Return the keys of a proposal that stands, for the agencies of both cases."""
    return _listed(LATEST, codes, pair["proposed_on"], pair["_id"])


def warnings_listing(
    matter_id: str, standing: Iterable[Mapping[str, Any]], cases: Mapping[str, Any]
) -> Document:
    """Return the keys of a matter of the watch while it warns; the soonest last day decides."""
    last_days = [each["last_on"] for each in standing]
    agencies = (case.get("agency") or {} for case in cases.values())
    codes = [each["code"] for each in agencies if each.get("code")] if last_days else []
    return _listed(SOONEST, codes, min(last_days, default=""), matter_id)


def _listed(lists: Lists, codes: Iterable[str], day: str, identity: str) -> Document:
    at = place(day, identity)
    scopes = [scope(code) for code in reversed(list(dict.fromkeys(codes)))]
    return {"attention_place": at, **lists.keys(scopes, {}, at)}

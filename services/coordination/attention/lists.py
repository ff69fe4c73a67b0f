"""The lists of what waits, one for each agency; a document stands in them while something does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shared.disputes.people import People
from shared.storage.database import Document
from shared.storage.keys import place, scope
from shared.storage.lists import Lists

FIELD = "attention"
# A matter is listed for so many agencies: who handled one of its cases, the latest first.
_MOST_AGENCIES = 6
LATEST = Lists("attention_place", scopes=_MOST_AGENCIES, descending=True, field=FIELD)
SOONEST = Lists("attention_place", scopes=_MOST_AGENCIES, field=FIELD)
PEOPLE = Lists("people_place", scopes=_MOST_AGENCIES, descending=True, field="people_attention")


def matter_listing(matter: Mapping[str, Any]) -> Document:
    """Return the keys of a matter: while a conflict is open, and while people may be one."""
    return conflicts_listing(matter) | people_listing(matter)


def conflicts_listing(matter: Mapping[str, Any]) -> Document:
    """Return the keys of a matter: in the lists of its agencies while a conflict is open."""
    found_on = [each["found_on"] for each in matter["conflicts"] if each["status"] == "open"]
    codes = [agency["code"] for agency in matter["agencies"]] if found_on else []
    return _listed(LATEST, codes, max(found_on, default=""), matter["_id"])


def people_listing(matter: Mapping[str, Any]) -> Document:
    """
    Return the keys of a matter: in the lists of those who handle a case while people may be one.

    Its place is the day on which the last of its cases was opened: that brings people together.
    """
    cases = list(matter["cases"].values())
    alike = next(People(cases, matter["people"]).alike(), None)
    codes = [case["agency_code"] for case in cases] if alike else []
    opened_on = max((case["opened_on"] for case in cases), default="") if alike else ""
    return _listed(PEOPLE, filter(None, codes), opened_on, matter["_id"])


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
    return {lists.place: at, **lists.keys(scopes, {}, at)}

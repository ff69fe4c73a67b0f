"""Which party of a suit a court means by a name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from services.liaison.court.registry import Case
from shared.casework.identity_numbers import read_number
from shared.casework.organisation_codes import read_organisation_code
from shared.casework.personal import masked
from shared.casework.personal_numbers import compact
from shared.casework.suit_parts import ROLES_OF_SIDES
from shared.http.problems import invalid
from shared.language import Text
from shared.legal_day import today

Said = Mapping[str, Any]
Party = Mapping[str, Any]
PLAINTIFFS = frozenset({"plaintiff"})
_EVERYBODY = frozenset(role for roles in ROLES_OF_SIDES.values() for role in roles)


def with_its_party(said: Said, case: Case) -> dict[str, Any]:
    """
    Return a notice with the id of the party in the place of its name, and with its side.

    Raises `Problem`: 422 at `party` unless it names one party of the side that it says.
    """
    if "party" not in said:
        return dict(said)
    party = party_meant(said["party"], case, ROLES_OF_SIDES.get(str(said.get("by")), _EVERYBODY))
    return {**said, "by": side_of(party), "party": party["id"]}


def party_meant(named: Said, case: Case, roles: Collection[str] = _EVERYBODY) -> Party:
    """Return the party of one of the roles that a court names; 422 at `party` unless it is one."""
    found = parties_named(named, [each for each in case["parties"] if each["role"] in roles])
    if len(found) != 1:
        text = Text(
            f"本案中符合的当事人有 {len(found)} 名，应当为一名：请核对姓名或名称；"
            "同名的，写明证件号码或者统一社会信用代码。",
            f"{len(found)} parties of the case fit, and it has to be one: check the name; where "
            "several have it, add the number of a document or the organisation code.",
        )
        raise invalid({"party": [text]})
    return found[0]


def parties_named(named: Said, parties: Iterable[Party]) -> list[Party]:
    """Return those of a name of whom no other number is known; if one has the number, it alone."""
    name, told = compact(named["name"]), _numbers_of(named)
    known = [(each, _numbers_of(each)) for each in parties if compact(each["name"]) == name]
    same = [
        (each, told.items() & numbers.items()) for each, numbers in known if _fit(told, numbers)
    ]
    return [each for each, shared in same if shared] or [each for each, _ in same]


def _fit(told: Mapping[str, str], numbers: Mapping[str, str]) -> bool:
    return all(numbers.get(name, number) == number for name, number in told.items())


def _numbers_of(party: Said) -> dict[str, str]:
    """Return the numbers by which one is told apart, those of persons by their last digits."""
    numbers = {}
    if number := party.get("id_number"):
        read = read_number(number, party.get("id_kind"), today())
        numbers["id_number"] = masked(read[0] if read else number, "id_number")
    if code := party.get("organisation_code") or party.get("code"):
        numbers["code"] = read_organisation_code(code) or code
    return numbers


def side_of(party: Party) -> str:
    """Return the side of a suit on which a party is."""
    return next(side for side, roles in ROLES_OF_SIDES.items() if party["role"] in roles)

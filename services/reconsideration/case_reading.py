"""What guards look up in a case: its act, its clocks, its parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.guarding import Attempt
from shared.casework.official_numbers import normalised, same_number

Clock = Mapping[str, Any]


def act_of(attempt: Attempt) -> Mapping[str, Any]:
    """Return the act in dispute: as sent now, else as it stands on the case."""
    act: Mapping[str, Any] = attempt.payload.get("act") or attempt.case.get("act") or {}
    return act


def fact(attempt: Attempt, name: str) -> Any:
    """Return a fact of the case, or None."""
    return attempt.case.get("facts", {}).get(name)


def happened(attempt: Attempt, milestone: str) -> bool:
    """Say whether a milestone is on record."""
    return attempt.case.get("milestones", {}).get(milestone) is not None


def in_effect_since(attempt: Attempt) -> str | None:
    """Return the day of the last service of the decision that stands (复议法75¶2), or None."""
    done = attempt.case.get("milestones", {})
    made, served = last_decision_on(attempt), done.get("decision_served", "")
    stands = made >= done.get("decision_set_aside", "")
    return str(served) if made and stands and served >= made else None


def last_decision_on(attempt: Attempt) -> str:
    """Return the day of the last decision or refusal, or nothing."""
    done = attempt.case.get("milestones", {})
    return max(str(done.get("decided", "")), str(done.get("rejected", "")))


def is_final(attempt: Attempt) -> bool:
    """Say whether the last decision is final; one that was set aside is so no longer."""
    final_on = attempt.case.get("milestones", {}).get("final", "")
    return bool(final_on and final_on >= last_decision_on(attempt))


def open_clocks(attempt: Attempt, *rules: str) -> Iterator[Clock]:
    """Yield the running and paused clocks of `rules`, or of all rules when none is named."""
    for clock in attempt.case.get("clocks", []):
        if clock["status"] in {"running", "paused"} and (not rules or clock["rule"] in rules):
            yield clock


def done_on(attempt: Attempt) -> date:
    """Return the day by which a period judges the attempt: of its posting, where it was posted."""
    posted_on: date | None = attempt.payload.get("posted_on")
    return posted_on or attempt.on


def overdue_since(attempt: Attempt, *rules: str, party: str | None = None) -> date | None:
    """Return the earliest due date of `rules` before the attempt was made, for one or all."""
    past = [
        date.fromisoformat(clock["due_on"])
        for clock in open_clocks(attempt, *rules)
        if clock["due_on"] is not None
        and clock["due_on"] < done_on(attempt).isoformat()
        and (party is None or clock["party"] in {None, party})
    ]
    return min(past, default=None)


def party(attempt: Attempt, identifier: str) -> Mapping[str, Any] | None:
    """Return the party of the case with this id, or None."""
    parties: list[Mapping[str, Any]] = attempt.case.get("parties", [])
    return next((each for each in parties if each.get("id") == identifier), None)


def same_act(attempt: Attempt, case: Mapping[str, Any]) -> bool:
    """Say whether another case of the matter is known to be on the same act."""
    return bool(same_number(act_of(attempt).get("number"), case.get("act_number")))


def court_number(suit: Mapping[str, Any]) -> str | None:
    """Return the number that a court gave a suit, in the form in which numbers are compared."""
    number = suit.get("court_case_no")
    return normalised(number) if number else None


def led_to_an_order(attempt: Attempt, suit: Mapping[str, Any]) -> bool:
    """
    Say whether a suit ended with an order to decide again, and so is on the decision before.

    The order may name the number of the second instance: a suit that was docketed before an order
    took effect is the one that led to it.
    """
    docketed_on = suit.get("docketed_on") or suit.get("milestones", {}).get("docketed")
    return any(
        court_number(order) == court_number(suit)
        or (docketed_on is not None and docketed_on < order["in_effect_on"])
        for order in fact(attempt, "orders_to_decide_again") or []
    )


def same_people(attempt: Attempt, case: Mapping[str, Any], role: str) -> bool | None:
    """Say whether an applicant has `role` in another case; None where somebody is not known."""
    ours = _all_numbers(attempt.case.get("parties", []), "applicant")
    theirs = _all_numbers(case.get("parties", []), role)
    return bool(ours & theirs) if ours and theirs else None


def numbers_of(parties: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return what tells those of the parties apart that are known by a number."""
    found = (
        each.get("id_number_index") or each.get("organisation_code") or each.get("code")
        for each in parties
    )
    return {str(number) for number in found if number}


def _all_numbers(parties: Iterable[Mapping[str, Any]], role: str) -> set[str]:
    """Return what tells the parties of a role apart; empty when one of them is not known so."""
    of_role = [each for each in parties if each["role"] == role]
    known = [numbers_of([each]) for each in of_role]
    return set().union(*known) if all(known) else set()

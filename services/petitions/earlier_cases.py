"""The other cases of a petition's matter, as far as this service was told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.casework.claims import Claim, key_of
from shared.casework.guarding import Attempt, barred_elsewhere, index_of
from shared.casework.official_numbers import normalised, plain_words
from shared.http.problems import Problem
from shared.language import Text

Entry = Mapping[str, Any]
BEING_HANDLED = frozenset({"accepted", "concluded", "in_review", "reviewed", "in_reexamination"})
STATUTORY_TRACKS = frozenset({"reconsideration", "litigation"})
# Cases that another service opened by itself: nobody has applied or sued yet.
_NOT_YET_BEGUN = frozenset({"invited", "suggested"})


def statutory_cases(attempt: Attempt) -> Iterator[Entry]:
    """Yield the reconsiderations and law suits of the matter, pending or ended."""
    for entry in _others(attempt):
        if entry["track"] in STATUTORY_TRACKS and entry.get("status") not in _NOT_YET_BEGUN:
            yield entry


def earlier_petitions(attempt: Attempt) -> Iterator[Entry]:
    """
    Yield the petitions of the matter that are handled or finalized, other than this one.

    Where a step that was taken is worked out anew, those of the same person that it was linked to:
    others may have come since, and these may be over by now.
    """
    for entry in other_petitions(attempt):
        if attempt.linked is not None and of_the_same_person(attempt, entry) is not None:
            if entry["case_id"] in attempt.linked:
                yield entry
        elif is_being_handled(entry) or is_finalized(entry):
            yield entry


def other_petitions(attempt: Attempt) -> Iterator[Entry]:
    """Yield the petitions of the matter other than this one, however they stand."""
    return (entry for entry in _others(attempt) if entry["track"] == "petition")


def is_being_handled(entry: Entry) -> bool:
    """Say whether a petition was accepted and its remedies inside the procedure are not spent."""
    return entry.get("status") in BEING_HANDLED


def is_finalized(entry: Entry) -> bool:
    """Say whether a petition went through re-examination (复核), closed since or not."""
    reached = "finalized" in (entry.get("milestones") or {})
    return entry.get("status") == "finalized" or reached


def of_the_same_person(attempt: Attempt, entry: Entry) -> bool | None:
    """Say whether `entry` is a petition of the same person; None when identity is not known."""
    theirs = _indexes(entry.get("parties") or ())
    ours = _own_indexes(attempt)
    return bool(ours & theirs) if ours and theirs else None


def one_petition_being_handled(case: Mapping[str, Any]) -> Iterator[Claim]:
    """
    Of one person on one subject a single petition is handled, or one that has news (19¶3, 36¶3).

    The subject is the act, by its number. Without one the same subject (同一信访事项) is certain
    where it is put in the same words: the same facts and reasons (36¶3). What is put otherwise may
    be another subject, and is shown as one that may be the same. This holds where two are accepted
    before anybody could tell this service of the other.
    """
    if is_being_handled(case) or is_finalized(case):
        subject = _subject_of(case)
        for person in sorted(_indexes(case["parties"])) if subject else ():
            key = key_of("petition", subject, person)
            yield Claim(key, frozenset({"accept"}), covered_already, lifted_by="new_facts")


def _subject_of(case: Mapping[str, Any]) -> str:
    number = normalised((case.get("act") or {}).get("number") or "")
    return number or plain_words(str(case["facts"].get("content") or ""))


def covered_already(entry: Entry) -> Problem:
    """Return the refusal of a repeat without news (信访工作条例19¶3, 36¶3)."""
    number = name_of(entry)
    return barred_elsewhere(
        Text(
            f"同一人的同一事项已有信访件 {number}；有新的事实和理由、原意见被撤销须重新办理，"
            "或者是另一事项的，请在 new_facts 中写明。",
            f"Petition {number} of the same person covers this; say in new_facts what is new (as "
            "that its opinion was revoked), or why it is another matter.",
        ),
        basis=basis_of_repeat(entry),
    )


def basis_of_repeat(entry: Entry) -> str:
    """Return the article by which a repeat of `entry` is not handled."""
    return "信访工作条例36¶3" if is_finalized(entry) else "信访工作条例19¶3"


def name_of(entry: Entry) -> str:
    """Return the number of a case, or its id where the number is not known."""
    return str(entry.get("number") or entry.get("case_id"))


def _others(attempt: Attempt) -> Iterator[Entry]:
    own = attempt.case.get("_id")
    for entry in attempt.matter.get("cases", ()):
        if entry["case_id"] != own:
            yield entry


def _own_indexes(attempt: Attempt) -> set[str]:
    if attempt.case.get("parties"):
        return _indexes(attempt.case["parties"])
    petitioners = attempt.payload.get("petitioners") or ()
    return {found for each in petitioners if (found := index_of(each, attempt.index))}


def _indexes(parties: Any) -> set[str]:
    return {
        party["id_number_index"]
        for party in parties
        if party.get("role") == "petitioner" and party.get("id_number_index")
    }

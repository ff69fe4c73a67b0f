"""The checks on a petition as it comes in: who petitions, what it is, who else has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.petitions.earlier_cases import (
    basis_of_repeat,
    covered_already,
    earlier_petitions,
    is_finalized,
    name_of,
    of_the_same_person,
    other_petitions,
    statutory_cases,
)
from shared.casework.guarding import (
    Attempt,
    Finding,
    Link,
    StandingGuard,
    barred_elsewhere,
    conflict,
    invalid,
    missing_fact,
    moot,
    reason_required,
    where,
)
from shared.language import Text

Found = Iterable[Finding]
_MOST_REPRESENTATIVES = 5
_IN_PERSON = "visit"
_REPEAT = "repeat-petition"
_UNCLASSIFIED = Text("应先甄别分类。", "Classify the petition first.")


def representatives_of_a_joint_petition(attempt: Attempt) -> Found:
    """Of those who come in person more than five choose representatives, five at most (20¶3)."""
    if attempt.payload["channel"] != _IN_PERSON:
        return []
    chosen = attempt.payload.get("representatives") or []
    _no_more_than_five(len(chosen), at="representatives")
    if len(attempt.payload["petitioners"]) > _MOST_REPRESENTATIVES and not chosen:
        raise invalid(
            "representatives",
            Text(
                "多人走访提出共同的信访事项，应当推选代表（不超过五人）。",
                "More than five who come in person choose representatives (at most five).",
            ),
            basis="信访工作条例20¶3",
        )
    return []


def representatives_stay_five_at_most(attempt: Attempt) -> Found:
    """Whoever joins or steps in later as a representative is one of five at most (20¶3)."""
    case, payload = attempt.case, attempt.payload
    if case["facts"]["channel"] != _IN_PERSON:
        return []
    chosen = [each["id"] for each in case["parties"] if each["role"] == "representative"]
    if payload.get("role") == "representative":
        _no_more_than_five(len(chosen) + 1, at="role")
    elif payload.get("party") in chosen:
        _no_more_than_five(len(chosen) - 1 + len(payload["successors"]), at="successors")
    return []


def _no_more_than_five(number: int, *, at: str) -> None:
    if number > _MOST_REPRESENTATIVES:
        raise invalid(
            at,
            Text("代表人数不得超过五人。", "At most five representatives."),
            basis="信访工作条例20¶3",
        )


def repeat_is_recognised(attempt: Attempt) -> Iterator[Finding | Link]:
    """Link a repeat of a petition that is handled or finalized (信访工作条例19¶3, 36¶3)."""
    for entry in earlier_petitions(attempt):
        same = of_the_same_person(attempt, entry)
        if same is False:
            continue
        yield _repeat(entry, certain=bool(same))
        if same:
            yield Link("petition", entry["case_id"], "repeat_of", entry.get("number"))


def it_repeats_an_earlier_petition(attempt: Attempt) -> Iterator[Finding | Link]:
    """Link a repeat that was registered before its service knew of the earlier petition."""
    linked = {(each["kind"], each["id"]) for each in attempt.case["relations"]}
    new = [
        entry
        for entry in earlier_petitions(attempt)
        if of_the_same_person(attempt, entry) and ("repeat_of", entry["case_id"]) not in linked
    ]
    if not new:
        text = Text("没有同一人的在先信访件。", "The same person has no earlier petition here.")
        raise moot(text, basis="信访工作条例19¶3")
    for entry in new:
        yield _repeat(entry, certain=True)
        yield Link("petition", entry["case_id"], "repeat_of", entry.get("number"))


def the_earlier_petition_is_none(attempt: Attempt) -> Found:
    """What was taken for a repeat is none where the earlier one is no petition of the person."""
    case = attempt.case
    earlier = {each["id"] for each in case["relations"] if each["kind"] == "repeat_of"}
    stands = any(
        entry["case_id"] in earlier and of_the_same_person(attempt, entry) is not False
        for entry in other_petitions(attempt)
    )
    is_marked = any(each["code"] == _REPEAT for each in case["warnings"])
    if stands or not is_marked:
        text = Text("没有可以解除的重复信访认定。", "There is no repeat to take back.")
        raise moot(text, basis="信访工作条例19¶3")
    return []


def _repeat(entry: Mapping[str, Any], *, certain: bool) -> Finding:
    number = name_of(entry)
    basis = basis_of_repeat(entry)
    if certain:
        text = Text(
            f"同一人就同一事项已有信访件 {number}，本件为重复信访，不另起算期限。",
            f"The same person has petition {number} on this matter: a repeat, with no new clock.",
        )
        return Finding(_REPEAT, basis, text)
    text = Text(
        f"本事项已有信访件 {number}，当事人身份不明，请核对是否重复信访。",
        f"Petition {number} is on this matter; identity unknown, check whether this is a repeat.",
    )
    return Finding("possible-repeat", basis, text)


def classification_is_complete(attempt: Attempt) -> Found:
    """An appeal names its item of article 31 and its path; nothing else does (信访工作条例31)."""
    payload = attempt.payload
    if payload["kind"] != "appeal":
        if payload.get("article31_item") is not None:
            raise invalid(
                "article31_item",
                Text(
                    "第三十一条各项只适用于申诉求决类事项。",
                    "The items of article 31 concern appeals only.",
                ),
                basis="信访工作条例31",
            )
        return []
    if payload.get("article31_item") is None:
        raise invalid(
            "article31_item",
            Text(
                "申诉求决类事项须写明属于第三十一条第几项。",
                "An appeal names its item of article 31 (1 to 6).",
            ),
            basis="信访工作条例31",
        )
    # Item 6 is the remainder: the petition procedure itself is its path.
    if payload.get("article31_item") != 6 and not payload.get("legal_path"):
        raise invalid(
            "legal_path",
            Text("申诉求决类事项须写明法定途径。", "An appeal names its legal path."),
            basis="信访工作条例31",
        )
    return []


def _was_refused(case: Mapping[str, Any], _today: date) -> None:
    milestones = case["milestones"]
    refused = "declined" in milestones and "accepted" not in milestones
    if case["status"] == "closed" and not refused:
        raise conflict(
            Text("本件并非不予受理后归档。", "This file was not closed after a refusal."),
            basis="信访工作条例44(2)",
        )


@where(_was_refused)
def a_refusal_is_put_right_for_a_reason(attempt: Attempt) -> Found:
    """What belonged to the agency and was refused is accepted by order of its superior (44(2))."""
    refused = attempt.case["status"] in {"declined", "closed"}
    if refused and not attempt.payload.get("reason"):
        raise reason_required(
            Text(
                "此前不予受理；改为受理须说明理由（如上级机关责令改正）。",
                "It was refused; say why it is accepted now, as by order of the superior.",
            ),
            basis="信访工作条例44(2)",
        )
    return []


@StandingGuard
def classified_as_an_appeal(case: Mapping[str, Any], _today: date) -> None:
    """Only an appeal (申诉求决) is accepted; the other kinds have ways of their own (29, 30)."""
    kind = case["facts"].get("kind")
    if kind is None:
        raise missing_fact(
            "kind",
            Text("受理前应先甄别分类。", "Classify the petition before accepting it."),
            basis="信访工作条例31",
        )
    if kind == "suggestion":
        raise conflict(
            Text(
                "建议意见类事项应研究论证并回复，不适用申诉求决的受理办理程序。",
                "A suggestion is studied and answered; it is not accepted as an appeal.",
            ),
            basis="信访工作条例29",
        )
    if kind == "report":
        raise conflict(
            Text(
                "检举控告类事项由纪检监察机关或者有权处理的机关依规依纪依法处理。",
                "A report goes to the discipline organ or the competent body, by its own rules.",
            ),
            basis="信访工作条例30¶1",
        )


@StandingGuard
def no_appeal_is_taken_up(case: Mapping[str, Any], _today: date) -> None:
    """A suggestion or a report is taken up; an appeal is accepted or refused (29, 30, 31)."""
    kind = case["facts"].get("kind")
    if kind is None:
        raise missing_fact("kind", _UNCLASSIFIED, basis="信访工作条例29")
    if kind == "appeal":
        raise conflict(
            Text(
                "申诉求决类事项应当决定是否受理。",
                "An appeal is accepted or refused; it is not taken up as a suggestion or report.",
            ),
            basis="信访工作条例31",
        )


@StandingGuard
def only_a_suggestion_is_answered(case: Mapping[str, Any], _today: date) -> None:
    """A suggestion ends with an answer; other kinds end in their own ways (信访工作条例29)."""
    kind = case["facts"].get("kind")
    if kind is None:
        raise missing_fact("kind", _UNCLASSIFIED, basis="信访工作条例29")
    if kind != "suggestion":
        raise conflict(
            Text("只有建议意见类事项以答复结束。", "Only a suggestion ends with an answer."),
            basis="信访工作条例29",
        )


def not_handled_elsewhere(attempt: Attempt) -> Iterator[Finding | Link]:
    """A petition being handled already is not accepted again (信访工作条例19¶3)."""
    for entry in earlier_petitions(attempt):
        if not is_finalized(entry):
            yield from _repeat_without_news_is_refused(attempt, entry)


def not_finalized_before(attempt: Attempt) -> Iterator[Finding | Link]:
    """After re-examination the same facts and reasons are not accepted again (36¶3)."""
    for entry in earlier_petitions(attempt):
        if is_finalized(entry):
            yield from _repeat_without_news_is_refused(attempt, entry)


def _repeat_without_news_is_refused(
    attempt: Attempt, entry: Mapping[str, Any]
) -> Iterator[Finding | Link]:
    # Other people may petition on the same matter; only the same person's repeat is barred.
    same = of_the_same_person(attempt, entry)
    if same is None:
        yield _repeat(entry, certain=False)
    if not same:
        return
    if not attempt.payload.get("new_facts"):
        raise covered_already(entry)
    yield Link("petition", entry["case_id"], "repeat_of", entry.get("number"))


def no_statutory_procedure_on_the_same_facts(attempt: Attempt) -> Iterator[Finding]:
    """Facts in, or through, a statutory procedure are accepted only for a stated reason (31)."""
    for entry in statutory_cases(attempt):
        number = name_of(entry)
        reconsideration = entry["track"] == "reconsideration"
        basis = "信访工作条例31(4)" if reconsideration else "信访工作条例31(1)"
        zh, en = ("行政复议", "reconsideration") if reconsideration else ("诉讼", "litigation")
        if not attempt.payload.get("reason"):
            raise barred_elsewhere(
                Text(
                    f"同一事实正在或者已经通过{zh}程序处理（{number}）；受理须说明理由。",
                    f"The same facts are or were in {en} ({number}); give a reason to accept.",
                ),
                basis=basis,
            )
        text = Text(
            f"同一事实另有{zh}案件（{number}），已说明理由后受理。",
            f"The same facts are also in {en} ({number}); accepted for a stated reason.",
        )
        yield Finding("statutory-procedure", basis, text)


def acceptance_of_a_routed_item_is_explained(attempt: Attempt) -> Iterator[Finding]:
    """Items 1 to 5 follow the time limits of their own procedures, not article 34."""
    item = attempt.case["facts"].get("article31_item")
    if item != 6:
        text = Text(
            f"属于第三十一条第{'一二三四五'[item - 1]}项，按相应程序的期限办理，不适用六十日期限。",
            f"Item {item} of article 31: its own procedure's time limits apply, not the 60 days.",
        )
        yield Finding("other-time-limits", f"信访工作条例31({item})", text)


def advice_goes_with_the_refusal(attempt: Attempt) -> Found:
    """Whoever is turned away is told where to turn (信访工作条例23¶1, 28¶2)."""
    bases = {
        "outside_jurisdiction": "信访工作条例23¶1",
        "in_statutory_procedure": "信访工作条例28¶2",
    }
    basis = bases.get(attempt.payload["ground"])
    if basis and not attempt.payload.get("advice"):
        raise invalid(
            "advice",
            Text(
                "应当告知信访人向有权处理的机关、单位提出。",
                "Tell the petitioner which body or procedure is competent.",
            ),
            basis=basis,
        )
    return []

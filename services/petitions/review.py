"""The checks on the service of opinions, and on requests for review and re-examination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from shared.casework.addressees import check_party
from shared.casework.guarding import (
    Attempt,
    Finding,
    StandingGuard,
    conflict,
    invalid,
    reason_owed,
    where,
)
from shared.http.problems import Problem
from shared.language import Text

Found = Iterable[Finding]
_SECOND_REVIEW = Text(
    "其他信访人在其本人的三十日内能否另行请求复查，条例没有规定。",
    " Whether another petitioner may have a review of their own within their 30 days, the law does "
    "not say.",
)

_OPINIONS = {
    "opinion": "concluded",
    "review_opinion": "reviewed",
    "reexamination_opinion": "finalized",
}


def an_opinion_is_served_after_it_was_given(attempt: Attempt) -> Found:
    """What was served is an opinion that there is, and not before its day (35, 36¶1)."""
    name, made_on = _served_opinion(attempt)
    basis = "信访工作条例35" if name == "opinion" else "信访工作条例36¶1"
    if made_on is None:
        raise invalid("document", Text("尚未作出该意见书。", "It was not given yet."), basis=basis)
    served_on = attempt.payload["served_on"].isoformat()
    if served_on < made_on:
        text = Text(
            f"意见书 {made_on} 才作出；送达的是此前的意见书的，请写明是哪一份。",
            f"The opinion was given on {made_on}; of one before it, say which was served.",
        )
        raise Problem(422, "date-out-of-order", text, errors={"served_on": [text]}, basis=basis)
    return []


def what_followed_on_an_opinion_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """No period begins with an opinion that another has followed, nor with the last (36)."""
    milestones, (name, _) = attempt.case["milestones"], _served_opinion(attempt)
    if milestones.get("finalized"):
        yield Finding(
            "no-further-review",
            "信访工作条例36¶3",
            Text(
                "复核意见已经作出，送达不再起算期限。",
                "The re-examination opinion is given; no period begins with the service.",
            ),
        )
    elif name == "opinion" and milestones.get("reviewed"):
        yield Finding(
            "review-opinion-stands",
            "信访工作条例36¶1",
            Text(
                "复查意见已经作出：不服的，自收到复查意见之日起三十日内请求复核。",
                "The review opinion is given; who contests it asks for re-examination within 30 "
                "days of receiving it.",
            ),
        )


def _served_opinion(attempt: Attempt) -> tuple[str, str | None]:
    """Return which opinion was served, the last if none is named, and the day it was given."""
    days = {name: attempt.case["milestones"].get(made) for name, made in _OPINIONS.items()}
    last = next(name for name in reversed(_OPINIONS) if days[name])
    name = attempt.payload.get("document") or last
    return name, days[name]


def a_petitioner_asks(attempt: Attempt) -> Found:
    """Who asks for review is a petitioner, and has received the opinion by then (35, 36¶1)."""
    basis = "信访工作条例35" if attempt.command == "request_review" else "信访工作条例36¶1"
    who = Text("请求人", "Who asks")
    check_party(attempt.case, attempt.payload.get("party"), {"petitioner"}, who=who, basis=basis)
    rule = "XF-06" if attempt.command == "request_review" else "XF-08"
    received = [clock["started_on"] for clock in _windows(attempt, rule)]
    field, asked_on = _day_of_asking(attempt)
    if received and asked_on.isoformat() < min(received):
        text = Text(
            f"意见书 {min(received)} 才送达，请求不能更早。",
            f"The opinion was received on {min(received)}; it is not contested before.",
        )
        raise Problem(422, "date-out-of-order", text, errors={field: [text]}, basis=basis)
    return []


def _day_of_asking(attempt: Attempt) -> tuple[str, date]:
    """Return the day by which a request is judged, that of its posting if it was, and its field."""
    posted_on = attempt.payload.get("posted_on")
    return ("posted_on", posted_on) if posted_on else ("on", attempt.on)


def _windows(attempt: Attempt, rule: str) -> list[Mapping[str, Any]]:
    """Return the windows of who asks: their own, or where nobody is named those of all."""
    party = attempt.payload.get("party")
    return [
        clock
        for clock in attempt.case["clocks"]
        if clock["rule"] == rule
        and clock["status"] != "cancelled"
        and (party is None or clock["party"] in {None, party})
    ]


def _no_review_opinion_yet(case: Mapping[str, Any], _today: date) -> None:
    if not case["milestones"].get("reviewed"):
        return
    petitioners = [each for each in case["parties"] if each["role"] == "petitioner"]
    several = len(petitioners) > 1
    raise conflict(
        Text(
            "复查意见已经作出：不服的，自收到之日起三十日内请求复核（第三十六条）。"
            + (_SECOND_REVIEW.zh if several else ""),
            "The review opinion is given: it is re-examination that is asked for, within 30 "
            "days of receiving it (art. 36)." + (_SECOND_REVIEW.en if several else ""),
        ),
        basis="信访工作条例35",
    )


@where(_no_review_opinion_yet)
def review_is_requested_once(attempt: Attempt) -> Iterator[Finding]:
    """An opinion is reviewed once; another petitioner may join while that review runs (35)."""
    if _asked_already(attempt, "review_requests"):
        raise conflict(
            Text("已经申请过复查。", "Review was requested already."), basis="信访工作条例35"
        )
    yield from _asked_again(attempt, "review_requests", basis="信访工作条例35")


def _no_last_opinion_yet(case: Mapping[str, Any], _today: date) -> None:
    if case["milestones"].get("finalized"):
        raise conflict(
            Text(
                "复核意见已经作出，信访程序终结。",
                "The re-examination opinion is given: the procedure is at its end.",
            ),
            basis="信访工作条例36¶3",
        )


@where(_no_last_opinion_yet)
def reexamination_is_requested_once(attempt: Attempt) -> Iterator[Finding]:
    """After re-examination the procedure is at its end; while it runs others may join (36¶3)."""
    if _asked_already(attempt, "reexamination_requests"):
        raise conflict(
            Text("已经申请过复核。", "Re-examination was requested already."),
            basis="信访工作条例36¶3",
        )
    yield from _asked_again(attempt, "reexamination_requests", basis="信访工作条例36¶1")


def _asked_again(attempt: Attempt, name: str, *, basis: str) -> Iterator[Finding]:
    """Say that the law is open where who asks had withdrawn a request before."""
    party = attempt.payload.get("party")
    asked = [each.get("party") for each in attempt.case["facts"].get(name) or []]
    if any(party is None or each in {None, party} for each in asked):
        yield Finding(
            "asked-again",
            basis,
            Text(
                "请求曾经撤回；撤回后能否再次请求，条例没有规定，期限内的予以登记。",
                "The request was withdrawn before. Whether it may be made again the law does not "
                "say; in time it is recorded.",
            ),
        )


def who_handles_it_anew_is_told(attempt: Attempt) -> Iterator[Finding]:
    """Say that the law is open on what follows when the opinion is revoked (35, 36¶1)."""
    if attempt.payload["outcome"] == "revoked":
        reviewed = attempt.command == "conclude_review"
        yield Finding(
            "handled-anew",
            "信访工作条例35" if reviewed else "信访工作条例36¶1",
            Text(
                "原意见被撤销：如何重新办理、期限几日，条例没有规定。重新办理的另行登记，"
                "受理时以本意见为新的事实和理由。",
                "The opinion is revoked. How, and in how many days, the matter is handled anew the "
                "law does not say: register it anew, and accept it with this opinion as what is "
                "new.",
            ),
        )


def _asked_already(attempt: Attempt, name: str) -> bool:
    """Say whether who asks did so before, alone or with all; all do not ask after one."""
    party = attempt.payload.get("party")
    asked = _who_asked(attempt, name)
    return any(party is None or each in {None, party} for each in asked)


def _who_asked(attempt: Attempt, name: str) -> list[str | None]:
    """Return of each request that was not withdrawn whose it is, None for one of all."""
    facts = attempt.case["facts"]
    withdrawn = facts.get("withdrawn_requests") or []
    return [
        each.get("party")
        for each in facts.get(name) or []
        if all(
            other["on"] < each["on"] or other.get("party") not in {None, each.get("party")}
            for other in withdrawn
        )
    ]


@StandingGuard
def after_an_opinion_its_review_is_withdrawn(case: Mapping[str, Any], _today: date) -> None:
    """An opinion that was given stands, and with it what the others may ask for (35, 36¶1)."""
    if case["status"] in {"in_review", "in_reexamination"}:
        raise conflict(
            Text(
                "处理意见已经作出：请撤回复查、复核请求。",
                "The opinion is given: withdraw the request for review or re-examination.",
            ),
            basis="信访工作条例35" if case["status"] == "in_review" else "信访工作条例36¶1",
        )


def one_of_several_requests_is_withdrawn(attempt: Attempt) -> Found:
    """Who withdraws a request has asked, and others go on with theirs (35, 36¶1)."""
    reviewing = attempt.case["status"] == "in_review"
    basis = "信访工作条例35" if reviewing else "信访工作条例36¶1"
    who = Text("撤回人", "Who withdraws")
    party = attempt.payload["party"]
    check_party(attempt.case, party, {"petitioner"}, who=who, basis=basis)
    asked = _who_asked(attempt, "review_requests" if reviewing else "reexamination_requests")
    petitioners = {each["id"] for each in attempt.case["parties"] if each["role"] == "petitioner"}
    asking = petitioners if None in asked else petitioners & {each for each in asked if each}
    if party not in asking:
        raise invalid("party", Text("该人没有提出请求。", "They did not ask."), basis=basis)
    if asking == {party}:
        raise conflict(
            Text(
                "没有其他人的请求：请用“全部撤回复查、复核请求”。",
                "Nobody else asks: withdraw the requests of all instead.",
            ),
            basis=basis,
        )
    return []


def review_is_requested_in_time(attempt: Attempt) -> Iterator[Finding]:
    """Review is requested within 30 days of receiving the opinion (信访工作条例35)."""
    yield from _late_request(attempt, "XF-06", basis="信访工作条例35")


def reexamination_is_requested_in_time(attempt: Attempt) -> Iterator[Finding]:
    """Re-examination is requested within 30 days of the review opinion (信访工作条例36¶1)."""
    yield from _late_request(attempt, "XF-08", basis="信访工作条例36¶1")


def _late_request(attempt: Attempt, rule: str, *, basis: str) -> Iterator[Finding]:
    # Of several petitioners who ask together one that is in time is enough.
    days = [clock["due_on"] for clock in _windows(attempt, rule) if clock["due_on"]]
    due = date.fromisoformat(max(days)) if days else None
    if due is None or _day_of_asking(attempt)[1] <= due:
        return
    if not attempt.payload.get("reason"):
        raise reason_owed(
            Text(
                f"三十日的申请期限已于 {due} 届满；仍予受理须说明理由。",
                f"The 30 days ended on {due}; give a reason to admit the late request.",
            ),
            basis=basis,
        )
    text = Text(
        f"申请期限已于 {due} 届满，经说明理由后仍予受理。",
        f"The 30 days ended on {due}; the late request was admitted for a stated reason.",
    )
    yield Finding("requested-late", basis, text)

"""The checks on an agreement: its form, its signatures, its effect, its performance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from services.mediation.case_reading import (
    COURT_KINDS,
    application_of,
    both_sides,
    ids,
    is_effective,
    kind_of,
    origin_track,
    refuse_unknown_parties,
)
from shared.casework.guarding import Attempt, Finding, conflict, invalid, reason_owed
from shared.casework.instalments import InstalmentPlan, refuse_disordered
from shared.language import Text

Found = Iterable[Finding]
_PERFORMANCE = "人民调解法31¶1"


def form_is_open_to_the_kind(attempt: Attempt) -> Found:
    """An oral agreement is possible where no law asks for a written one (28)."""
    if attempt.payload["form"] != "oral":
        return []
    basis = None
    if kind_of(attempt) == "labour":
        basis = "劳动争议调解仲裁法14¶1"
    elif kind_of(attempt) == "administrative" and origin_track(attempt) == "petition":
        basis = "信访工作条例33"
    if basis:
        raise invalid(
            "form",
            Text("应当制作调解协议书。", "A written agreement must be drawn up."),
            basis=basis,
        )
    return []


def signatures_name_parties(attempt: Attempt) -> Found:
    """Those who signed are parties of the case."""
    refuse_unknown_parties(attempt, "signed_by", attempt.payload.get("signed_by") or ())
    return []


def agreement_takes_effect_when_signed(attempt: Attempt) -> Found:
    """Written: all signatures, the mediator's and the seal (29¶2); oral: the day itself (30)."""
    payload = attempt.payload
    effective_on = payload.get("effective_on")
    form = payload.get("form") or attempt.case["facts"].get("form")
    if effective_on is None:
        return []
    if form == "oral":
        if effective_on != attempt.on:
            raise invalid(
                "effective_on",
                Text(
                    "口头调解协议自各方当事人达成协议之日起生效。",
                    "An oral agreement takes effect on the day it is reached.",
                ),
                basis="人民调解法30",
            )
        return []
    _refuse_missing_signatures(attempt)
    return []


def _refuse_missing_signatures(attempt: Attempt) -> None:
    kind, payload = kind_of(attempt), attempt.payload
    court = kind in COURT_KINDS
    basis = "特邀调解规定24¶3" if court else "人民调解法29¶2"
    basis = "劳动争议调解仲裁法14¶2" if kind == "labour" else basis
    unsigned = sorted(set(ids(both_sides(attempt))) - set(payload.get("signed_by") or ()))
    if unsigned:
        names = ", ".join(unsigned)
        raise invalid(
            "signed_by",
            Text(
                f"当事人 {names} 尚未签名、盖章或者按指印，协议未生效。",
                f"{names} did not sign yet; the agreement has no effect.",
            ),
            basis=basis,
        )
    # A mediation assigned by a court takes effect by the parties' signatures alone.
    wanted = {} if court else {"mediator_signed": "调解员签名", "seal_affixed": "调解组织印章"}
    for field, name in wanted.items():
        if not payload.get(field):
            raise invalid(
                field,
                Text(
                    f"尚缺{name}，调解协议书未生效。",
                    f"{field} is missing: the written agreement has no effect yet.",
                ),
                basis=basis,
            )


def agreement_is_not_effective_yet(attempt: Attempt) -> Found:
    """An agreement takes effect once (人民调解法29¶2, 30)."""
    case = attempt.case
    if is_effective(case):
        raise conflict(
            Text("协议已经生效。", "The agreement has taken effect already."),
            basis="人民调解法30" if case["facts"].get("form") == "oral" else "人民调解法29¶2",
        )
    return []


def what_binds_still_is_changed(attempt: Attempt) -> Found:
    """An agreement is changed by both sides, but not what the court has before it (33¶3)."""
    case = attempt.case
    confirmed = bool(case["milestones"].get("confirmed"))
    if confirmed or application_of(case) == "made":
        raise conflict(
            Text(
                "协议已经司法确认，依裁定履行。"
                if confirmed
                else "司法确认申请待裁定，先撤回申请或者等待裁定。",
                "The court has confirmed it: it is performed as ruled."
                if confirmed
                else "The court has it before it: withdraw the application, or wait for it.",
            ),
            basis="人民调解法33",
        )
    return it_was_not_performed_yet(attempt)


def what_gives_it_force_is_told(attempt: Attempt) -> Iterator[Finding]:
    """Say where confirmation is disputed (行政调解) or not the way (委托调解)."""
    if kind_of(attempt) == "administrative":
        text = Text(
            "行政调解协议能否申请司法确认取决于是否属于依法设立的调解组织，各地做法不一（未核实）。",
            "Whether a court confirms it depends on the body being set up by law (unverified).",
        )
        yield Finding("confirmation-disputed", "民事诉讼法205", text)
    if kind_of(attempt) == "court_entrusted":
        text = Text(
            "委托调解达成协议的，提交人民法院审查并制作调解书，或者由当事人申请撤诉。",
            "The agreement goes to the court for its own statement, or the suit is withdrawn.",
        )
        yield Finding("court-issues-statement", "特邀调解规定20", text)


def instalments_are_in_order(attempt: Attempt) -> Found:
    """Instalments fall due one after the other, none before the agreement (31¶1)."""
    refuse_disordered(attempt, basis=_PERFORMANCE)
    return []


def instalment_is_outstanding(attempt: Attempt) -> Found:
    """What is recorded was agreed on, and not recorded before (31¶1)."""
    _plan(attempt).refuse_unless_outstanding(attempt.payload["instalment"], basis=_PERFORMANCE)
    return []


def last_instalment_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Tell that nothing is owed any more: the agreement is performed (31)."""
    number = attempt.payload["instalment"]
    yield from _plan(attempt).last_is_pointed_out(number, basis="人民调解法31")


def _plan(attempt: Attempt) -> InstalmentPlan:
    case = attempt.case
    performed = case["facts"].get("instalments_performed") or ()
    # What was performed before the agreement was changed is none of the new instalments.
    since = case["milestones"].get("agreed") or ""
    return InstalmentPlan.of(attempt, [each for each in performed if each["on"] >= since])


def it_was_not_performed_yet(attempt: Attempt) -> Found:
    """An agreement is performed once, and not broken after it was (31¶1)."""
    if attempt.case["milestones"].get("performed"):
        raise conflict(Text("协议已经履行。", "It was performed already."), basis=_PERFORMANCE)
    return []


def performance_was_due(attempt: Attempt) -> Found:
    """There is no breach before the agreed day, unless the debtor declared it (31¶1)."""
    agreed_on = attempt.case["facts"].get("performance_due_on")
    due = date.fromisoformat(agreed_on) if agreed_on else _plan(attempt).next_due_on()
    if due and attempt.on <= due and not attempt.payload.get("declared"):
        raise conflict(
            Text(
                f"约定的履行期限至 {due}，尚未届满。",
                f"Performance is due until {due}; it is not overdue.",
            ),
            basis="人民调解法31¶1",
        )
    return []


def way_on_after_breach_is_told(attempt: Attempt) -> Iterator[Finding]:
    """A confirmed agreement is enforced, any other sued on or arbitrated (32, 33¶2)."""
    kind = kind_of(attempt)
    if attempt.case["milestones"].get("confirmed"):
        text = Text("可以向人民法院申请强制执行。", "The court may be asked to enforce it.")
        court = kind == "court_assigned"
        yield Finding("enforcement-open", "特邀调解规定25¶2" if court else "人民调解法33¶2", text)
    elif kind == "labour":
        text = Text("另一方当事人可以依法申请仲裁。", "The other side may go to arbitration.")
        yield Finding("arbitration-open", "劳动争议调解仲裁法15", text)
    else:
        text = Text("可以就协议的履行向人民法院起诉。", "The agreement can be sued on in court.")
        court = kind == "court_assigned"
        yield Finding("suit-open", "特邀调解规定25¶1" if court else "人民调解法32", text)


def performance_is_not_awaited(attempt: Attempt) -> Found:
    """The body watches over performance: a file is closed before only for a reason (31¶2)."""
    if attempt.case["status"] in {"agreed", "confirmed"} and not attempt.payload.get("reason"):
        raise reason_owed(
            Text(
                "协议尚未履行完毕，应当监督履行；归档须说明理由。",
                "The agreement is not performed and is to be watched; give a reason to close.",
            ),
            basis="人民调解法31¶2",
        )
    return []

"""The checks on a mediation statement: signatures, service, performance by instalments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.reconsideration.case_reading import fact, party
from services.reconsideration.law_versions import LAW_OF_2023
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.casework.instalments import InstalmentPlan, refuse_disordered
from shared.language import Text

_PERFORMANCE = "复议法77、78"


def a_mediation_statement_is_signed_by_all(attempt: Attempt) -> Iterable[Finding]:
    """A mediation statement takes effect once all parties signed and it is sealed (复议法73¶1)."""
    if not attempt.payload["signed_by_all"]:
        raise invalid(
            "signed_by_all",
            Text(
                "调解书经各方当事人签字或者签章并加盖复议机关印章才生效；一方反悔的，应当及时决定。",
                "The statement takes effect only when all parties have signed and it is sealed; "
                "where one goes back on it, decide.",
            ),
            basis="复议法73" if attempt.on >= LAW_OF_2023 else "2007条例50¶2",
        )
    return []


def a_statement_is_served_on_each_party_once(attempt: Attempt) -> Iterable[Finding]:
    """The statement is handed to the parties of the case; no period counts from it (复议法73)."""
    identifier = attempt.payload["party"]
    if party(attempt, identifier) is None:
        raise invalid(
            "party",
            Text("应当是本案当事人之一。", "It has to be a party of this case."),
            basis="复议法73",
        )
    for service in fact(attempt, "statement_services") or []:
        if service["party"] == identifier:
            raise conflict(
                Text(
                    f"已于 {service['served_on']} 向该当事人送达；日期有误的，请更正原记录。",
                    f"This party was served on {service['served_on']}; if that day is wrong, "
                    "correct the entry.",
                ),
                basis="复议法73",
            )
    return []


def instalments_are_in_order(attempt: Attempt) -> Iterable[Finding]:
    """Instalments fall due one after the other, none before the statement (复议法73)."""
    refuse_disordered(attempt, basis="复议法73")
    return []


def instalment_is_outstanding(attempt: Attempt) -> Iterable[Finding]:
    """What is recorded was agreed on, and not recorded before (复议法77, 78)."""
    _plan(attempt).refuse_unless_outstanding(attempt.payload["instalment"], basis=_PERFORMANCE)
    return []


def last_instalment_is_pointed_out(attempt: Attempt) -> Iterator[Finding]:
    """Tell that nothing is owed any more: the statement is performed (复议法77, 78)."""
    number = attempt.payload["instalment"]
    yield from _plan(attempt).last_is_pointed_out(number, basis=_PERFORMANCE)


def _plan(attempt: Attempt) -> InstalmentPlan:
    return InstalmentPlan.of(attempt, fact(attempt, "instalments_performed"))

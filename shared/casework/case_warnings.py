"""The warnings that stand on a case: which a step adds, and which no longer hold after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from shared.casework.addressees import Addressees
from shared.casework.clock_findings import MISSING_FACT
from shared.casework.clock_register import ClockRegister
from shared.casework.guarding import Finding

Warnings = Sequence[Mapping[str, Any]]


class FromClocks:
    """What the clocks of a step say of the warnings on its case: of facts, and of services."""

    def __init__(
        self,
        ledger: ClockRegister,
        addressees: Mapping[str, Addressees],
        served: Sequence[str],
        *,
        others_take_part: bool,
    ) -> None:
        self._ledger = ledger
        self._clocks = ledger.clocks()
        self._addressees = {name: each for name, each in addressees.items() if each.begins_periods}
        self._served = served
        self._others_take_part = others_take_part

    def findings(self) -> Iterator[Finding]:
        """Yield what the clocks lack, and for each document touched that somebody is unserved."""
        yield from self._ledger.findings
        for name, addressees in self._addressees.items():
            notice, served = addressees.served.unserved, addressees.served
            touched = name in self._served or bool(self._ledger.attempted & served.rules)
            # Who takes part from now on has to be served with what the others were served with,
            # or with what ran for those alone for whom they step in.
            if self._others_take_part:
                ended = any(clock["rule"] in served.rules for clock in self._ledger.changed())
                touched = touched or ended or any(map(addressees.counts, self._clocks))
            # Where the step itself lacks the day, the clock that waits for it says so.
            told = self._ledger.lacking & served.rules
            if notice and touched and not told and addressees.unserved(self._clocks):
                yield Finding(notice.code, notice.basis, notice.text)

    def still_standing(self, warnings: Warnings) -> Warnings:
        """Return the warnings without those whose fact is known now."""
        return [each for each in warnings if not self._is_settled(each)]

    def _is_settled(self, warning: Mapping[str, Any]) -> bool:
        if warning["code"] == MISSING_FACT:
            rule = self._ledger.supplied.get(warning["text"]["zh"])
            return rule is not None and not self._somebody_waits(rule)
        return any(
            addressees.served.unserved is not None
            and warning["code"] == addressees.served.unserved.code
            and not addressees.unserved(self._clocks)
            for addressees in self._addressees.values()
        )

    def _somebody_waits(self, rule: str) -> bool:
        return any(
            rule in addressees.served.rules and addressees.unserved(self._clocks)
            for addressees in self._addressees.values()
        )


def with_findings(
    warnings: Sequence[Mapping[str, Any]], findings: Sequence[Finding], on: date
) -> list[dict[str, Any]]:
    """Return `warnings` with the findings added; one that stands already is not repeated."""
    result = [dict(warning) for warning in warnings]
    known = {(warning["code"], warning["text"]["zh"]) for warning in warnings}
    for finding in findings:
        if (finding.code, finding.text.zh) not in known:
            known.add((finding.code, finding.text.zh))
            result.append({**finding.as_dict(), "on": on.isoformat()})
    return result

"""Performance by instalments (分期履行): when each is due, and which are still owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from marshmallow import validate

from shared.casework.fields import ListOf, Part, PersonalText
from shared.casework.guarding import Attempt, Finding, conflict, invalid
from shared.http.labels import label
from shared.http.schemas import LegalDate, StrictInteger, StrictSchema
from shared.language import Text

MOST = 60
"""The most instalments of one agreement; five years of months."""


class Instalment(StrictSchema):
    """What is to be performed by a day, as one of several such parts."""

    due_on = LegalDate(required=True, metadata=label("履行期限", "due on"))
    what = PersonalText(500, metadata=label("履行内容", "what is performed"))


class Instalments(ListOf):
    """The instalments of a performance, in the order in which they fall due."""

    def __init__(self) -> None:
        super().__init__(
            Part(Instalment),
            least=2,
            most=MOST,
            metadata=label(
                "分期履行",
                "instalments",
                "分期履行的，逐期写明期限，按先后排列；各期单独计期。",
                "Where performance is in parts: each with its day, in order, and a clock each.",
            ),
        )


class InstalmentNumber(StrictInteger):
    """Which instalment was performed, counted from 1."""

    def __init__(self, *, required: bool = True, explained: Text | None = None) -> None:
        words = () if explained is None else (explained.zh, explained.en)
        super().__init__(
            required=required,
            validate=validate.Range(min=1, max=MOST),
            metadata=label("第几期", "which instalment", *words),
        )


def refuse_disordered(attempt: Attempt, *, basis: str) -> None:
    """Refuse instalments that are not in order, begin before the act, or have one day beside."""
    payload = attempt.payload
    instalments = payload.get("instalments")
    if not instalments:
        return
    if payload.get("performance_due_on"):
        raise invalid(
            "performance_due_on",
            Text(
                "分期履行的，各期自有期限，不另写总的履行期限。",
                "Each instalment has its day; there is no other day of performance beside.",
            ),
            basis=basis,
        )
    days = [attempt.on, *(each["due_on"] for each in instalments)]
    for number, (earlier, later) in enumerate(pairwise(days)):
        if later < earlier:
            raise invalid(
                f"instalments.{number}.due_on",
                Text(
                    f"各期应按先后排列，不得早于 {earlier}。",
                    f"Instalments come in order; this one is due before {earlier}.",
                ),
                basis=basis,
            )


@dataclass(frozen=True, slots=True)
class InstalmentPlan:
    """The instalments that a case has on record, and the numbers of those performed."""

    agreed: Sequence[Mapping[str, Any]]
    performed: frozenset[int]

    @classmethod
    def of(cls, attempt: Attempt, performed: Sequence[Mapping[str, Any]] | None) -> InstalmentPlan:
        """Return the plan of a case; `performed` are the items of its list of those performed."""
        done = frozenset(each["instalment"] for each in performed or ())
        return cls(attempt.case["facts"].get("instalments") or (), done)

    def outstanding(self) -> list[int]:
        """Return the numbers of the instalments that are agreed and not performed."""
        numbers = range(1, len(self.agreed) + 1)
        return [number for number in numbers if number not in self.performed]

    def next_due_on(self) -> date | None:
        """Return the day of the first instalment that is outstanding."""
        first = next(iter(self.outstanding()), None)
        return None if first is None else date.fromisoformat(self.agreed[first - 1]["due_on"])

    def refuse_unless_outstanding(self, number: int, *, basis: str) -> None:
        """Refuse an instalment that was not agreed on, or was performed before."""
        if number > len(self.agreed):
            count = len(self.agreed)
            raise invalid(
                "instalment",
                Text(f"约定了 {count} 期。", f"{count} instalments were agreed on."),
                basis=basis,
            )
        if number in self.performed:
            raise conflict(
                Text(f"第 {number} 期已经履行。", f"Instalment {number} was performed already."),
                basis=basis,
            )

    def last_is_pointed_out(self, number: int, *, basis: str) -> Iterator[Finding]:
        """Tell with the last instalment that nothing is owed any more."""
        if self.outstanding() == [number]:
            text = Text(
                "各期均已履行，请登记履行完毕。",
                "All instalments are performed: record that the performance is complete.",
            )
            yield Finding("all-instalments-performed", basis, text)

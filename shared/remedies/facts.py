"""What is known of an act, or of inaction, and of everything done about it so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

from shared.language import Text

STATUSES: Mapping[str, tuple[str, ...]] = {
    "petition": (
        "registered",
        "accepted",
        "concluded",
        "reviewed",
        "finalized",
        "declined",
        "referred",
        "withdrawn",
    ),
    "mediation": (
        "requested",
        "accepted",
        "agreed",
        "confirmed",
        "performed",
        "breached",
        "declined",
        "failed",
        "terminated",
    ),
    "reconsideration": (
        "filed",
        "accepted",
        "suspended",
        "decided",
        "dismissed",
        "settled",
        "rejected",
        "self_corrected",
        "lapsed",
        "withdrawn",
        "terminated",
    ),
    "litigation": ("filed", "accepted", "dismissed", "judged", "final", "withdrawn"),
}
"""How far an earlier step has come, by its track. `dismissed` is 驳回申请, in court 驳回起诉."""

OBSTACLES: Mapping[str, Text] = {
    "force_majeure": Text("不可抗力", "force majeure"),
    "agency_promise": Text("行政机关承诺改变或者履行", "the agency promised to act or to change"),
    "withdrawn_on_promise": Text(
        "因行政机关承诺而撤回复议申请", "reconsideration withdrawn on the agency's promise"
    ),
    "no_capacity": Text("无行为能力且没有法定代理人", "no capacity and no statutory agent"),
    "not_ones_own_fault": Text("其他不属于自身的原因", "another cause not one's own"),
}


def _of(kind: type, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a kind that a stored document knows, its days read as dates."""
    types = {each.name: each.type for each in fields(kind)}
    found = {name: known[name] for name in types if known.get(name) is not None}
    found.pop("agency", None)
    return {
        name: date.fromisoformat(value) if types[name] == "date | None" else value
        for name, value in found.items()
    }


@dataclass(frozen=True, slots=True)
class ActingAgency:
    """The agency whose act it is; `government`: a people's government, not one of its offices."""

    name: str | None = None
    level: str | None = None
    system: str | None = None
    government: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """
    An administrative act (行政行为) as far as it is known; what is None is not known.

    `told_to_sue_until` is the last day that the agency itself named; `tax_settled_on` the day on
    which tax and late fees were paid or the security for them was confirmed (税收征管法88). Of a
    breach of an administrative agreement `made_on` is the day of the breach.
    """

    number: str | None = None
    kind: str | None = None
    agency: ActingAgency = field(default_factory=ActingAgency)
    made_on: date | None = None
    served_on: date | None = None
    known_on: date | None = None
    remedies_told: bool | None = None
    remedies_known_on: date | None = None
    told_to_sue_until: date | None = None
    reconsideration_first_told: bool | None = None
    reconsideration_first_by: str | None = None
    infringes_resource_right: bool = False
    not_disclosed_under: str | None = None
    concerns_real_estate: bool = False
    tax_settled_on: date | None = None
    amount: int | None = None

    @classmethod
    def stored(cls, known: Mapping[str, Any]) -> Self:
        """Build from what a case keeps of an act; what is not of interest here is left out."""
        return cls(**_of(cls, known))

    @property
    def begun_on(self) -> date | None:
        """
        Return the day on which the time limits begin: of service, else of knowledge.

        实施条例（2026）23 ties the day to the way in which the act reached the person, so service
        goes before a day on which somebody merely heard of it; on the spot it is known when made.
        """
        if self.served_on or self.known_on:
            return self.served_on or self.known_on
        return self.made_on if self.kind == "on_the_spot_penalty" else None

    @property
    def content_known_on(self) -> date | None:
        """Return the day from which the longest time for the untold runs (复议法20¶3, 解释64¶1)."""
        return self.known_on or self.begun_on


@dataclass(frozen=True, slots=True)
class Inaction:
    """
    A duty that was asked for and not performed (不履行法定职责).

    `answer`: `none`, `not_accepted` (not even taken in), `refused_to_accept`, `refused`,
    `incomplete`. `duty`: the item of 行政复议法 11, one of `shared.law.duties`.
    `performance_due_on`: the end of a statutory period, where there is one.
    """

    requested_on: date | None = None
    performance_due_on: date | None = None
    answer: str = "none"
    answered_on: date | None = None
    duty: str | None = None
    urgent: bool = False

    @classmethod
    def stored(cls, known: Mapping[str, Any]) -> Self:
        """Build from what a case keeps of a duty that was not performed."""
        return cls(**_of(cls, known))

    @property
    def was_refused(self) -> bool:
        """Whether there is an answer that can itself be attacked like an act."""
        return self.answer in {"refused", "refused_to_accept", "incomplete"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One step taken before: a petition, mediation, reconsideration or suit about the act."""

    track: str
    status: str
    kind: str | None = None
    outcome: str | None = None
    ground: str | None = None
    filed_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    decision_due_on: date | None = None
    served_on: date | None = None
    withdrawn_on: date | None = None
    ended_on: date | None = None
    effective_on: date | None = None
    extended_by: int = 0
    in_centre: bool = False
    settled_before_withdrawal: bool = False
    remedies_told: bool | None = None
    remedies_known_on: date | None = None

    @property
    def began_on(self) -> date | None:
        """The day the step began."""
        return self.accepted_on or self.filed_on


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A time in which the person could not act, for a reason not their own."""

    kind: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that advice rests on, as of `on`: an act or inaction, and what was done before."""

    on: date
    act: Act = field(default_factory=Act)
    inaction: Inaction | None = None
    prior: Sequence[Earlier] = ()
    obstacles: Sequence[Obstacle] = ()

    @classmethod
    def read(cls, given: Mapping[str, Any], on: date) -> Self:
        """Build from the loaded body of a request for advice, in the form of `schemas.py`."""
        act = dict(given["act"])
        for name in ("known_on", "remedies_told"):
            if given.get(name) is not None:
                act[name] = given[name]
        agency = {k: v for k, v in (act.pop("agency", None) or {}).items() if k != "code"}
        act.pop("name", None)
        # A case keeps the inaction within its act; a question may name it by itself.
        inaction = given.get("inaction") or act.pop("inaction", None)
        act.pop("inaction", None)
        return cls(
            on=on,
            act=Act(agency=ActingAgency(**agency), **act),
            inaction=Inaction(**inaction) if inaction is not None else None,
            prior=tuple(Earlier(**each) for each in given.get("prior", ())),
            obstacles=tuple(Obstacle(**each) for each in given.get("obstacles", ())),
        )

    def latest(self, track: str, *statuses: str) -> Earlier | None:
        """Return the last step of a track in one of these states, or None."""
        found = (each for each in reversed(self.prior) if each.track == track)
        return next((each for each in found if each.status in statuses), None)

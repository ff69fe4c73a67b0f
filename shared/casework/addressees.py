"""Whose a period is that counts from service, and on whom a document was not served yet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from shared.casework.guarding import invalid, moot
from shared.casework.paths import holds, known_date
from shared.casework.procedure import Command, Served
from shared.language import Text

Clock = Mapping[str, Any]
Service = Mapping[str, Any]
"""Whose periods began (`party`: one, a side, or None for all) on which day (`served_on`)."""
AGENCY_REORGANISED = "agency_reorganised"
"""The ground on which an agency follows another, and does what that one had to."""
_NEVER = "9999-12-31"
_ADDRESSEE = Text("受送达人", "The addressee")
_OPEN = frozenset({"running", "paused"})


class Addressees:
    """
    Those on whom one document of one case is served, each with periods of their own.

    A service that names nobody stands for all of them, one that names a side for all of that side.
    """

    def __init__(self, served: Served, case: Mapping[str, Any]) -> None:
        self.served = served
        self._parties = [each for each in case.get("parties", []) if each.get("id")]
        self._joined = {each["id"]: each.get("joined_on", "") for each in self._parties}
        former = {each["id"]: each for each in case.get("former_parties", [])}
        self._known = former | {each["id"]: each for each in self._parties}
        self._own_agency = (case.get("agency") or {}).get("code")
        made = known_date(served.made, {"milestones": case.get("milestones", {})})
        self._made_on = made.isoformat() if made else ""
        scope = {name: case.get(name, {}) for name in ("facts", "milestones")}
        self._is_barred = any(holds(each, scope) for each in served.barred)

    @property
    def begins_periods(self) -> bool:
        """Whether there is such a document yet, and one from which periods count."""
        return bool(self._made_on) and not self._is_barred

    def stands_for(self, name: str | None) -> frozenset[str]:
        """Return whom a clock or a step means: one party, those of a side, or everybody."""
        if name is None:
            return self._of(self.served.roles)
        side = self.served.sides.get(name)
        if side is None:
            return frozenset({name})
        if name == self.served.own_side:
            return self._own() or self._of(side)
        return self._of(side)

    def concerns(self, clock: Clock, name: str | None) -> bool:
        """Say whether the clock is a period of those whom `name` means."""
        same = clock["party"] == name
        return same or bool(self._reached_by(clock) & self.stands_for(name))

    def counts(self, clock: Clock) -> bool:
        """Say whether the clock counts from a service of the document as it was made last."""
        variant = self.served.variants.get(clock["rule"])
        return (
            clock["rule"] in self.served.rules
            and (variant is None or clock["variant"] == variant)
            and clock["status"] != "cancelled"
            and clock["started_on"] >= self._made_on
        )

    def is_of_nobody_left(self, clock: Clock, left: Mapping[str, Any]) -> bool:
        """Say whether a clock ran for `left`, who takes part no more, and for nobody who does."""
        name, role = clock["party"], left["role"]
        its_roles = self.served.roles if name is None else self.served.sides.get(name, frozenset())
        ran_for_them = name == left["id"] or role in its_roles
        return ran_for_them and not self._reached_by(clock) & self._joined.keys()

    def unserved(self, clocks: Iterable[Clock]) -> list[str]:
        """
        Return the parties, and sides of which no party is known, without a day of service.

        Who joined after all periods of the others had ended is served no more.
        """
        counted = [clock for clock in clocks if self.counts(clock)]
        reached = {name for clock in counted for name in (clock["party"], *self._reached_by(clock))}
        is_open = any(clock["status"] in _OPEN for clock in counted)
        ends = [str(clock["ended_on"] or clock["due_on"]) for clock in counted]
        over_on = max(ends) if ends and not is_open else _NEVER
        return [
            each
            for each in self._everybody()
            if each not in reached and self._joined.get(each, "") <= over_on
        ]

    def services(self, clocks: Iterable[Clock]) -> dict[str, list[Service]]:
        """Return for each side on which day which of its people were served with the document."""
        counted = [clock for clock in clocks if self.counts(clock)]
        return {
            side: [
                {"party": clock["party"], "served_on": clock["started_on"]}
                for clock in counted
                if self.concerns(clock, side)
            ]
            for side in self.served.sides
        }

    def over_on(self, clocks: Iterable[Clock]) -> date | None:
        """Return the day after the last period of those who did not use theirs, once one ended."""
        ends = [each["due_on"] for each in clocks if self.counts(each) and each["status"] != "met"]
        return date.fromisoformat(max(ends)) + timedelta(days=1) if ends else None

    def _reached_by(self, clock: Clock) -> frozenset[str]:
        """
        Return for whom the clock runs: whoever joined since is reached by their own alone.

        An heir is served anew, and has the rights of who they stepped in for as they run. An agency
        that goes on has the periods of the one before it, too.
        """
        whose, begun_on = clock["party"], clock["started_on"]
        follows = self._line_of if clock["rule"] in self.served.rights else self._goes_on_from
        meant = self.stands_for(whose)
        lines = {name: follows(name) for name in meant | self.stands_for(None)}
        return frozenset(
            name
            for name, line in lines.items()
            if whose in line or (name in meant and self._joined_on(line[-1]) <= begun_on)
        )

    def _joined_on(self, name: str) -> str:
        return str(self._known.get(name, {}).get("joined_on", ""))

    def _goes_on_from(self, name: str) -> list[str]:
        """Return a party and the agencies whose powers it has, back to the first (行诉法26¶6)."""
        line = self._line_of(name)
        for place, before in enumerate(line[1:], 1):
            if self._known.get(before, {}).get("ground") != AGENCY_REORGANISED:
                return line[:place]
        return line

    def _line_of(self, name: str) -> list[str]:
        """Return a party, whom they stepped in for, and so on to the first."""
        line = [name]
        while before := self._known.get(line[-1], {}).get("succeeds"):
            line.append(before)
        return line

    def _everybody(self) -> list[str]:
        parties = [each["id"] for each in self._parties if each["role"] in self.served.roles]
        return parties + [name for name in self.served.sides if not self.stands_for(name)]

    def _of(self, roles: frozenset[str]) -> frozenset[str]:
        return frozenset(each["id"] for each in self._parties if each["role"] in roles)

    def _own(self) -> frozenset[str]:
        """Return the party that is the agency whose case this is, where its code tells it."""
        return frozenset(
            each["id"]
            for each in self._parties
            if self._own_agency is not None
            and any(
                self._known.get(name, {}).get("code") == self._own_agency
                for name in self._goes_on_from(each["id"])
            )
        )


def addressees_of(
    documents: Mapping[str, Served], case: Mapping[str, Any]
) -> Mapping[str, Addressees]:
    """Return the addressees of every document of a case, by the name of the document."""
    return {name: Addressees(served, case) for name, served in documents.items()}


def begins_once(documents: Mapping[str, Served], command: Command) -> Mapping[str, frozenset[str]]:
    """
    Return the rules of which a command may not start a second clock for the same people.

    Each comes with those whose clocks stand in its way: where a service is recorded, any that
    count from the document; where a fact is supplied, its own.
    """
    once = {rule: frozenset({rule}) for rule in command.supplies}
    for name in command.serves:
        rules = documents[name].rules
        once |= dict.fromkeys(rules, rules)
    return once


def check_services(
    documents: Mapping[str, Served],
    command: Command,
    case: Mapping[str, Any],
    payload: Mapping[str, Any],
) -> None:
    """
    Refuse a service on somebody else, and an effect that waits for a service on somebody.

    Raises `Problem`: 422 at `party`, and 409 for the system's own command.
    """
    for name in command.serves:
        served = documents[name]
        roles = served.roles | served.others
        check_party(case, payload.get("party"), roles, who=_ADDRESSEE, basis=served.basis)
    if command.awaits is not None:
        served = documents[command.awaits]
        if unserved := Addressees(served, case).unserved(case.get("clocks", [])):
            text = Text(
                f"尚未登记向当事人送达的日期：{'、'.join(unserved)}。",
                f"No day of service is on record for: {', '.join(unserved)}.",
            )
            raise moot(text, basis=served.basis)


def check_party(
    case: Mapping[str, Any],
    identifier: str | None,
    roles: Collection[str],
    *,
    who: Text,
    basis: str,
) -> None:
    """Refuse (422 at `party`) somebody who has none of the roles in the case; nobody is fine."""
    known = [each["id"] for each in case.get("parties", []) if each["role"] in roles]
    if identifier is not None and identifier not in known:
        listed = "、".join(known)
        text = Text(
            f"{who.zh}应当是本案当事人之一（{listed}）。",
            f"{who.en} has to be one of these parties ({listed}).",
        )
        raise invalid("party", text, basis=basis)

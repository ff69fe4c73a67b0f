"""A case as a caller sees it: in their language, with what their role may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from shared.casework.addressee_words import addressee_words
from shared.casework.answers import ListedCaseAnswer
from shared.casework.case_in_words import said_on_case
from shared.casework.clock_dates import recorded_version
from shared.casework.correcting import CORRECT, is_correctable, masked_corrections
from shared.casework.earlier_clocks import earlier_clocks
from shared.casework.guarding import Actor
from shared.casework.hiding import hides_from, plain_title, untold_roles
from shared.casework.personal import Personal, masked
from shared.casework.procedure import Procedure
from shared.casework.regions import region_name
from shared.casework.saying import said_in
from shared.casework.taking_part import GROUNDS_OF_LEAVING
from shared.casework.vocabulary import party_role, relation_kind
from shared.casework.withdrawing import WITHDRAW_CASE
from shared.http.schemas import kept
from shared.language import Language
from shared.law import Calendar, Length, Rules, level

Document = dict[str, Any]
_INTERNAL = frozenset({"id_number_index", "phone_index"})
_LISTED = ListedCaseAnswer()


class CaseView:
    """Shows the cases of one track."""

    def __init__(
        self, procedure: Procedure, rules: Rules, calendars: Callable[[], Calendar]
    ) -> None:
        self._procedure = procedure
        self._rules = rules
        self._calendars = calendars

    def full(
        self,
        case: Mapping[str, Any],
        *,
        actor: Actor,
        language: Language,
        today: date,
    ) -> Document:
        """Return the case with its words; numbers of persons masked."""
        seen = self._seen(case, actor, language, today)
        return seen | {"said": said_on_case(self._procedure, seen)}

    def _seen(
        self,
        case: Mapping[str, Any],
        actor: Actor,
        language: Language,
        today: date,
    ) -> Document:
        shown: Document = kept(_LISTED, case) | {"facts": case.get("facts")}
        shown |= {"id": case["_id"], "track": self._procedure.track}
        shown["title"] = self.title(case, actor)
        shown["earlier_items"] = case.get("earlier_items", {})
        shown["earlier_clocks"] = earlier_clocks(case)["count"]
        shown["status_label"] = self._label(case)
        shown["region_name"] = region_name(shown["region"])
        shown["parties"] = [_party(party) for party in case["parties"]]
        shown["former_parties"] = [
            _party(party) | {"ground_label": GROUNDS_OF_LEAVING[party["ground"]].as_dict()}
            for party in case.get("former_parties", ())
        ]
        shown["relations"] = [
            {"number": None, **relation, "kind_label": relation_kind(relation["kind"]).as_dict()}
            for relation in case["relations"]
        ]
        shown["clocks"] = [self.clock(clock, language, today) for clock in case["clocks"]]
        shown["allowed"] = self._procedure.allowed_from(case["status"], actor.role)
        shown = self._without_hidden(shown, case, actor)
        known = [*shown["parties"], *shown["former_parties"]]
        for clock, recorded in zip(shown["clocks"], case["clocks"], strict=True):
            answered = recorded_version(self._rules, recorded).answers
            clock["addressee"] = addressee_words(clock["party"], known, answered)
        return dict(masked(shown))

    def row(
        self, case: Mapping[str, Any], *, actor: Actor, language: Language, today: date
    ) -> Document:
        """Return a case as a list shows it: masked, with its running clocks only."""
        shown = self._seen(case, actor, language, today)
        shown["clocks"] = [clock for clock in shown["clocks"] if clock["status"] == "running"]
        for clock in shown["clocks"]:
            del clock["explanation"]
        del shown["facts"], shown["earlier_items"], shown["earlier_clocks"]
        return shown

    def clock(self, clock: Mapping[str, Any], language: Language, today: date) -> Document:
        """Return a clock with name, article, level and explanation; `addressee` is its case's."""
        version = recorded_version(self._rules, clock)
        terms = version.for_variant(clock["variant"])
        due = date.fromisoformat(clock["due_on"]) if clock["due_on"] else None
        running = clock["status"] == "running"
        return {
            "id": clock["id"],
            "rule": clock["rule"],
            "variant": clock["variant"],
            "name": version.name.as_dict(),
            "status": clock["status"],
            "started_on": clock["started_on"],
            "due_on": clock["due_on"],
            "raw_due_on": clock["raw_due_on"],
            "ended_on": clock["ended_on"],
            "days_left": clock["days_left"],
            "length": clock["length"],
            "extended_by": clock["extended_by"],
            "obligor": str(terms.obligor),
            "party": clock["party"],
            "addressee": None,
            "level": self._level(clock, due, today) if running and due else None,
            "provisional": clock["provisional"],
            "pauses": clock["pauses"],
            "receipt": clock["receipt"],
            "calendar": clock["calendar"],
            "consequence": terms.consequence.as_dict() if terms.consequence else None,
            "basis": terms.basis,
            "basis_status": str(terms.status),
            "explanation": [text[language] for text in clock["explanation"]],
        }

    def _level(self, clock: Mapping[str, Any], due: date, today: date) -> str:
        return str(level(due, today, _length(clock), self._calendars()))

    def entry(
        self,
        entry: Mapping[str, Any],
        payload: Mapping[str, Any],
        actor: Mapping[str, Any],
        *,
        superseded: Mapping[str, Any] | None = None,
        hidden: bool,
        withdrawn: bool = False,
    ) -> Document:
        """
        Return a history entry; `payload` and `actor` are the entry's own in clear.

        `said` is the payload in words. Entries from before names were kept have none. `superseded`
        says which later entry took its effect, `takes_back` whose effect it took itself, `follows`
        of which correction it is a consequence, and `correctable` whether what it says may be
        corrected: of a case that is `withdrawn` nothing but that it was.
        """
        shown = {
            name: entry[name]
            for name in ("version", "command", "on", "at", "hash", "previous_hash")
        }
        shown["actor"] = {"name": None, **actor}
        command = self._procedure.commands[entry["command"]]
        shown["label"] = command.label.as_dict()
        if command.name == CORRECT:
            payload = masked_corrections(payload)
        shown["payload"] = {} if hidden else masked(dict(payload))
        shown["said"] = [] if hidden else said_in(command.schema, payload)
        shown["superseded"] = superseded
        amends = entry.get("amends", {})
        shown["takes_back"] = amends.get("taken_back", [])
        shown["follows"] = amends.get("follows")
        counts = is_correctable(entry["command"], actor, superseded)
        may_be = not withdrawn or entry["command"] == WITHDRAW_CASE
        shown["correctable"] = counts and may_be and not hidden
        return shown

    def hides_from(self, case: Mapping[str, Any], actor: Actor) -> bool:
        """Say whether the procedure keeps the particulars of this case from the actor's agency."""
        return hides_from(self._procedure, case, actor.agency_code, actor.agency_name)

    def title(self, case: Mapping[str, Any], actor: Actor) -> str | None:
        """Return the title of a case as an actor may see it."""
        if self.hides_from(case, actor):
            return plain_title(self._procedure, case["number"])
        title: str | None = case.get("title")
        return title

    def _without_hidden(self, shown: Document, case: Mapping[str, Any], actor: Actor) -> Document:
        if not self.hides_from(case, actor):
            return shown
        roles = untold_roles(self._procedure, case)
        for name in ("parties", "former_parties"):
            shown[name] = [party for party in shown[name] if party["role"] not in roles]
        shown["facts"] = without_personal(shown["facts"])
        return shown

    def _label(self, case: Mapping[str, Any]) -> dict[str, str]:
        return self._procedure.states[case["status"]].label.as_dict()


def _length(clock: Mapping[str, Any]) -> Length | None:
    return Length.from_dict(clock["length"]) if clock["length"] else None


def without_personal(value: Any) -> Any:
    """Return `value` with every personal text left out."""
    if isinstance(value, Mapping):
        return {
            key: without_personal(item)
            for key, item in value.items()
            if not isinstance(item, Personal)
        }
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [without_personal(item) for item in value if not isinstance(item, Personal)]
    return value


def clock_changes(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Document]:
    """Return `[{rule, before, after}]` for every clock that differs (dry run)."""
    earlier = {clock["id"]: clock for clock in before}
    names = (
        "id",
        "status",
        "started_on",
        "due_on",
        "ended_on",
        "extended_by",
        "provisional",
        "pauses",
    )

    def short(clock: Mapping[str, Any] | None) -> Document | None:
        return None if clock is None else {name: clock[name] for name in names}

    return [
        {"rule": clock["rule"], "before": short(earlier.get(clock["id"])), "after": short(clock)}
        for clock in after
        if short(earlier.get(clock["id"])) != short(clock)
    ]


def _party(party: Mapping[str, Any]) -> Document:
    shown = {name: value for name, value in party.items() if name not in _INTERNAL}
    return shown | {"role_label": party_role(party["role"]).as_dict()}

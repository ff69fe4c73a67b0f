"""What a question for advice may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.coordination.remedies.facts import LEVELS, OBSTACLES, STATUSES, SYSTEMS
from shared.casework.fields import Act, Agency, Choice, ListOf, PlainText
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger, StrictSchema
from shared.language import Text

EARLIEST = date(1990, 10, 1)  # 行政诉讼法103: before it there was no suit, and the calendar ends
_SENT_AS: Mapping[str, str] = {"from_on": "from", "to_on": "to"}
_LATER_DAYS = frozenset({"decision_due_on", "told_to_sue_until", "performance_due_on"})


class AdvisedAgency(Agency):
    """The agency, with what decides which organ or court is competent."""

    name = PlainText(200)
    level = Choice(*LEVELS)
    system = Choice(*SYSTEMS)
    government = StrictBoolean()


class AdvisedAct(Act):
    """The act, with what decides whether reconsideration comes first."""

    agency = fields.Nested(AdvisedAgency)
    told_to_sue_until = LegalDate()
    reconsideration_first_told = StrictBoolean()
    reconsideration_first_by = PlainText(200)
    infringes_resource_right = StrictBoolean()
    not_disclosed_under = Choice("14", "15", "16", "other")


class InactionPart(StrictSchema):
    """A duty asked for and not performed."""

    requested_on = LegalDate()
    performance_due_on = LegalDate()
    answer = Choice(
        "none", "not_accepted", "refused", "refused_to_accept", "incomplete", load_default="none"
    )
    answered_on = LegalDate()
    duty = PlainText(20)
    urgent = StrictBoolean(load_default=False)


class EarlierStep(StrictSchema):
    """One step taken before: its track, how far it came, and its dates."""

    track = Choice(*STATUSES, required=True)
    status = PlainText(40, required=True)
    kind = PlainText(60)
    outcome = PlainText(60)
    ground = PlainText(60)
    filed_on = LegalDate()
    accepted_on = LegalDate()
    decided_on = LegalDate()
    decision_due_on = LegalDate()
    served_on = LegalDate()
    withdrawn_on = LegalDate()
    ended_on = LegalDate()
    effective_on = LegalDate()
    extended_by = StrictInteger(validate=validate.Range(min=1, max=30))
    in_centre = StrictBoolean()
    settled_before_withdrawal = StrictBoolean()
    remedies_told = StrictBoolean()
    remedies_known_on = LegalDate()

    @validates_schema
    def _status_fits_the_track(self, data: dict[str, Any], **_: Any) -> None:
        known = STATUSES.get(data.get("track", ""), ())
        if known and data.get("status") not in known:
            text = Text(f"可选：{'、'.join(known)}", f"One of: {', '.join(known)}")
            raise ValidationError([text], "status")

    @validates_schema
    def _ends_follow_beginnings(self, data: dict[str, Any], **_: Any) -> None:
        begun = data.get("accepted_on") or data.get("filed_on")
        for name in ("decided_on", "served_on", "withdrawn_on", "ended_on", "decision_due_on"):
            if begun and data.get(name) and data[name] < begun:
                text = Text("不能早于其开始之日。", "It cannot be before the step began.")
                raise ValidationError([text], name)


class ObstaclePart(StrictSchema):
    """A time in which the person could not act."""

    kind = Choice(*OBSTACLES, required=True)
    from_on = LegalDate(required=True, data_key="from")
    to_on = LegalDate(data_key="to")

    @validates_schema
    def _ends_after_it_begins(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("to_on") and data.get("from_on") and data["to_on"] < data["from_on"]:
            text = Text("不能早于开始日。", "Must not be before from.")
            raise ValidationError([text], "to")


class PathQuestion(StrictSchema):
    """An act or inaction, what the person knows of it, and what was done before."""

    act = fields.Nested(AdvisedAct, required=True)
    known_on = LegalDate(allow_none=True)
    remedies_told = StrictBoolean(allow_none=True)
    inaction = fields.Nested(InactionPart, allow_none=True)
    prior = ListOf(fields.Nested(EarlierStep), most=100, load_default=list)
    obstacles = ListOf(fields.Nested(ObstaclePart), most=100, load_default=list)
    on = LegalDate()

    @validates_schema
    def _known_after_it_was_made(self, data: dict[str, Any], **_: Any) -> None:
        made, known = data.get("act", {}).get("made_on"), data.get("known_on")
        if made and known and known < made:
            text = Text(
                "不能早于行政行为作出之日。", "It cannot be before the day the act was made."
            )
            raise ValidationError([text], "known_on")


def misplaced_dates(given: Mapping[str, Any], on: date) -> dict[str, list[Text]]:
    """Return what is wrong with dates: facts after the day asked about, or out of all range."""
    late = Text(f"不能晚于所问的日期 {on}。", f"It cannot be after the day asked about, {on}.")
    early = Text(f"不能早于 {EARLIEST}。", f"It cannot be before {EARLIEST}.")
    far = Text("日期过远。", "The date is too far ahead.")
    found: dict[str, list[Text]] = {}
    for path, day in _dates(given, ()):
        if day < EARLIEST:
            found[path] = [early]
        elif path.rpartition(".")[2] in _LATER_DAYS:
            if day.year > on.year + 20:
                found[path] = [far]
        elif day > on:
            found[path] = [late]
    return found


def _dates(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, date]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _dates(inner, (*path, _SENT_AS.get(key, key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _dates(inner, (*path, str(number)))
    elif isinstance(value, date):
        yield ".".join(path), value

"""What a question for advice may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.casework import labels
from shared.casework.act_parts import INACTION_ANSWERS, Act, Inaction
from shared.casework.agency_levels import LEVELS, SYSTEMS
from shared.casework.fields import Choice, ListOf, PlainText
from shared.casework.payload_parts import TRACKS, Agency
from shared.http.labels import label, same_label
from shared.http.schemas import LegalDate, StrictBoolean, StrictInteger, StrictSchema
from shared.language import Text
from shared.law.duties import duty_names
from shared.remedies.facts import OBSTACLES, STATUSES

_SENT_AS: Mapping[str, str] = {"from_on": "from", "to_on": "to"}
_LATER_DAYS = frozenset({"decision_due_on", "told_to_sue_until", "performance_due_on"})


class AdvisedAgency(Agency):
    """The agency, with what decides which organ or court is competent."""

    name = PlainText(200, metadata=label("机关名称", "name of the agency"))
    level = Choice(LEVELS, metadata=label("机关层级", "level of the agency"))
    system = Choice(
        SYSTEMS,
        metadata=label(
            "所属系统",
            "system",
            "垂直领导的机关，复议由上一级主管部门管辖。",
            "Under vertical leadership the department above is competent.",
        ),
    )
    government = StrictBoolean(
        metadata=label(
            "是人民政府",
            "is a government",
            "是一级人民政府，而不是其工作部门。",
            "A people's government, not one of its departments.",
        )
    )


class AdvisedAct(Act):
    """The act, with what decides which organ or court is competent."""

    agency = fields.Nested(AdvisedAgency, metadata=same_label(Act, "agency"))


class InactionPart(StrictSchema):
    """A duty asked for and not performed."""

    requested_on = LegalDate(metadata=same_label(Inaction, "requested_on"))
    performance_due_on = LegalDate(metadata=same_label(Inaction, "performance_due_on"))
    answer = Choice(INACTION_ANSWERS, load_default="none", metadata=same_label(Inaction, "answer"))
    answered_on = LegalDate(metadata=same_label(Inaction, "answered_on"))
    duty = Choice(duty_names(), metadata=same_label(Inaction, "duty"))
    urgent = StrictBoolean(load_default=False, metadata=same_label(Inaction, "urgent"))


class EarlierStep(StrictSchema):
    """One step taken before: its track, how far it came, and its dates."""

    track = Choice(
        {track: TRACKS[track] for track in STATUSES}, required=True, metadata=labels.TRACK
    )
    status = PlainText(40, required=True, metadata=label("进行到哪一步", "how far it came"))
    kind = PlainText(60, metadata=label("种类", "kind"))
    outcome = PlainText(60, metadata=label("结果", "outcome"))
    ground = PlainText(60, metadata=label("理由条款", "ground"))
    filed_on = LegalDate(metadata=label("提出日期", "filed on"))
    accepted_on = LegalDate(metadata=label("受理日期", "accepted on"))
    decided_on = LegalDate(metadata=label("作出决定日期", "decided on"))
    decision_due_on = LegalDate(metadata=label("决定期限", "decision due on"))
    served_on = LegalDate(metadata=labels.SERVED_ON)
    withdrawn_on = LegalDate(metadata=label("撤回日期", "withdrawn on"))
    ended_on = LegalDate(metadata=label("结束日期", "ended on"))
    effective_on = LegalDate(metadata=label("生效日期", "effective on"))
    extended_by = StrictInteger(
        validate=validate.Range(min=1, max=30), metadata=label("延长天数", "days more")
    )
    in_centre = StrictBoolean(
        metadata=label(
            "在调解中心进行",
            "in a mediation centre",
            "在综治中心或者行政争议协调化解中心进行的，该期间不计入起诉期限。",
            "In a centre for settling disputes; that time does not count towards the time to sue.",
        )
    )
    settled_before_withdrawal = StrictBoolean(
        metadata=label("因和解撤回", "withdrawn after a settlement")
    )
    remedies_told = StrictBoolean(metadata=same_label(Act, "remedies_told"))
    remedies_known_on = LegalDate(metadata=same_label(Act, "remedies_known_on"))

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

    kind = Choice(OBSTACLES, required=True, metadata=label("障碍", "obstacle"))
    from_on = LegalDate(required=True, data_key="from", metadata=label("自", "from"))
    to_on = LegalDate(data_key="to", metadata=label("至", "to"))

    @validates_schema
    def _ends_after_it_begins(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("to_on") and data.get("from_on") and data["to_on"] < data["from_on"]:
            text = Text("不能早于开始日。", "Must not be before from.")
            raise ValidationError([text], "to")


class PathQuestion(StrictSchema):
    """An act or inaction, what the person knows of it, and what was done before."""

    act = fields.Nested(AdvisedAct, required=True, metadata=labels.ACT)
    known_on = LegalDate(allow_none=True, metadata=same_label(Act, "known_on"))
    remedies_told = StrictBoolean(allow_none=True, metadata=same_label(Act, "remedies_told"))
    inaction = fields.Nested(InactionPart, allow_none=True, metadata=same_label(Act, "inaction"))
    prior = ListOf(
        fields.Nested(EarlierStep),
        most=100,
        load_default=list,
        metadata=label("已经走过的程序", "steps taken before"),
    )
    obstacles = ListOf(
        fields.Nested(ObstaclePart),
        most=100,
        load_default=list,
        metadata=label("不能行使权利的期间", "times in which the person could not act"),
    )
    on = LegalDate(metadata=label("咨询日", "day asked about", "不填为今天。", "Today when empty."))

    @validates_schema
    def _known_after_it_was_made(self, data: dict[str, Any], **_: Any) -> None:
        made, known = data.get("act", {}).get("made_on"), data.get("known_on")
        if made and known and known < made:
            text = Text(
                "不能早于行政行为作出之日。", "It cannot be before the day the act was made."
            )
            raise ValidationError([text], "known_on")


def misplaced_dates(given: Mapping[str, Any], on: date) -> dict[str, list[Text]]:
    """Return what is wrong with dates: facts after the day asked about, or too far ahead."""
    late = Text(f"不能晚于所问的日期 {on}。", f"It cannot be after the day asked about, {on}.")
    far = Text("日期过远。", "The date is too far ahead.")
    found: dict[str, list[Text]] = {}
    for path, day in _dates(given, ()):
        if path.rpartition(".")[2] in _LATER_DAYS:
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

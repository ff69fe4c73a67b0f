"""Payloads of the commands that every track has by itself."""

from __future__ import annotations

from marshmallow import fields

from shared.casework.fields import Command, PlainText, StrictSchema


class ExpiryNote(Command):
    """Which clock of the case has run out."""

    clock_id = PlainText(40, required=True)
    rule = PlainText(40, required=True)


class Joining(Command):
    """The matter to which the case belongs from now on, and why."""

    matter_id = PlainText(64, required=True)
    from_matter_id = PlainText(64)
    reason = PlainText(500, required=True)


class BothLanguages(StrictSchema):
    """One statement in Chinese and English."""

    zh = PlainText(1000, required=True)
    en = PlainText(1000, required=True)


class FindingNote(Command):
    """What coordination found out about the case, and the other case that it concerns."""

    code = PlainText(80, required=True)
    basis = PlainText(200, required=True)
    text = fields.Nested(BothLanguages, required=True)
    track = PlainText(40)
    case_id = PlainText(64)
    kind = PlainText(60)


class FindingLift(Command):
    """The finding that no longer stands, and why."""

    code = PlainText(80, required=True)
    reason = PlainText(500, required=True)


class Recomputation(Command):
    """The calendar edition by which the open clocks are computed anew."""

    edition = PlainText(120, required=True)

"""Payloads of the commands that every track has by itself."""

from __future__ import annotations

from shared.casework.fields import Command, PlainText


class ExpiryNote(Command):
    """Which clock of the case has run out."""

    clock_id = PlainText(40, required=True)
    rule = PlainText(40, required=True)

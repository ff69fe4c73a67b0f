"""Case numbers: by the year in which a case came in, and by agency where an office says so."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from shared.casework.organisation_codes import read_organisation_code
from shared.http.settings import SettingsError
from shared.storage.database import DocumentCollection

VARIABLE = "AGENCY_MARKS"
_MARK = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,10}")


def came_in_on(payload: Mapping[str, Any]) -> date | None:
    """Return the day on which what opens a case was received, or served on the agency."""
    day: date | None = payload.get("received_on") or payload.get("served_on")
    return day


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """
    The numbers of the cases of one track.

    `marks` are the marks (代字) of the agencies that count for themselves, by their code; all
    others count together.
    """

    counters: DocumentCollection
    label: str
    marks: Mapping[str, str] = field(default_factory=dict)

    def next(self, payload: Mapping[str, Any], on: date, agency_code: str | None) -> str:
        """
        Return the next number, such as `行复〔2026〕12号`, for a case that a payload opens.

        The year is that in which the case came in (收案年度), whenever it is entered; without a
        day of receipt that of the opening step. Once given, a number is never given again, and
        stays whatever is corrected; a case that then fails to open leaves a gap.
        """
        year = (came_in_on(payload) or on).year
        mark = self.marks.get(agency_code or "", "")
        return f"{mark}{self.label}〔{year}〕{self._next_of(f'{mark}{self.label}-{year}')}号"

    def _next_of(self, name: str) -> int:
        last = self._counted(name)
        if last is None:
            # Not by an upsert: of several at one moment the embedded database counts them all and
            # returns the document to the first alone.
            with suppress(DuplicateKeyError):
                self.counters.insert_one({"_id": name, "last": 0})
            last = self._counted(name)
        if last is None:
            raise RuntimeError(f"the counter {name} is gone")
        return last

    def _counted(self, name: str) -> int | None:
        counter = self.counters.find_one_and_update(
            {"_id": name}, {"$inc": {"last": 1}}, return_document=ReturnDocument.AFTER
        )
        return None if counter is None else int(counter["last"])


def read_agency_marks(environment: Mapping[str, str]) -> Mapping[str, str]:
    """
    Return the marks of `AGENCY_MARKS`, written `code=mark, …`; none where it is not set.

    Raises `SettingsError` for what cannot be meant: two agencies of one mark would share numbers.
    """
    marks: dict[str, str] = {}
    for entry in filter(str.strip, environment.get(VARIABLE, "").split(",")):
        written, _, mark = (part.strip() for part in entry.partition("="))
        code = read_organisation_code(written)
        if code is None or not _MARK.fullmatch(mark):
            raise SettingsError(f"{VARIABLE} has an entry that is not code=mark: {entry.strip()!r}")
        if code in marks or mark in marks.values():
            raise SettingsError(f"{VARIABLE} names a code or a mark twice: {entry.strip()!r}")
        marks[code] = mark
    return MappingProxyType(marks)


@cache
def agency_marks() -> Mapping[str, str]:
    """Return the marks that this process knows, by the code of their agency."""
    return read_agency_marks(os.environ)

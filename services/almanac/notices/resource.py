"""Holiday notices over HTTP: listed, added, and looked at before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify

from services.almanac.notices.admission import admit
from services.almanac.notices.answers import (
    AddedAnswer,
    EditionAnswer,
    EditionsAnswer,
    PreviewAnswer,
)
from services.almanac.notices.docket import Docket
from services.almanac.notices.notices import Notices, terms_of
from shared.casework.calendar_shelf import CalendarShelf, edition_from
from shared.casework.case import plain
from shared.casework.holiday_notice import HolidayNotice
from shared.http.callers import administrator, known_caller
from shared.http.openapi import DocumentedBlueprint
from shared.http.routes import Route, blueprint_of, body_of
from shared.language import Text
from shared.law import Calendar, CalendarEdition
from shared.legal_day import today

_EDITION = EditionAnswer()
_NOTHING_TO_COUNT: Mapping[str, Any] = {"progress": [], "complete": True}


class NoticesResource:
    """Serves the notices to every proven caller; an administrator adds to them."""

    def __init__(self, notices: Notices, shelf: CalendarShelf, docket: Docket) -> None:
        self._notices = notices
        self._shelf = shelf
        self._docket = docket

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "calendar_editions",
            Text("放假通知", "holiday notices"),
            Route(
                "GET",
                "/calendar/editions",
                self.list_editions,
                Text("内置与增补的放假通知", "the notices of this release and those added"),
                EditionsAnswer,
            ),
            Route(
                "POST",
                "/calendar/editions",
                self.add_edition,
                Text("增补放假通知并重算期限", "add a notice; open clocks are computed anew"),
                AddedAnswer,
                body=HolidayNotice,
                statuses=(200, 201),
            ),
            Route(
                "POST",
                "/calendar/editions/preview",
                self.preview_edition,
                Text("预览放假通知将变动的期限", "which dates a notice would move"),
                PreviewAnswer,
                body=HolidayNotice,
            ),
        )

    def list_editions(self) -> Response:
        """Return the notices by year, those that another one corrected among them."""
        known_caller()
        calendar = self._shelf.current()
        return jsonify(
            {
                "calendar": calendar.edition,
                "announced_until": calendar.announced_until,
                "items": self._listed(calendar),
            }
        )

    def add_edition(self) -> Response:
        """Add a notice: 201 when it is new, 200 when it stands there already."""
        caller = administrator()
        notice = plain(body_of(HolidayNotice()))
        added = self._notices.add(notice, caller, today())
        edition = self._notices.get(notice["notice"])
        progress = (
            _NOTHING_TO_COUNT if edition is None else self._docket.hand_over(terms_of(edition))
        )
        shown = _shown(edition_from(notice), self._shelf.current(), added_as=edition)
        response = jsonify({**shown, "added": added, **progress})
        response.status_code = 201 if added else 200
        response.headers["Location"] = f"/api/v1/calendar/editions/{notice['notice']}/moves"
        return response

    def preview_edition(self) -> Response:
        """Return the open clocks that a notice would move; refused as adding it would be."""
        administrator()
        notice = plain(body_of(HolidayNotice()))
        edition = admit(notice, self._shelf.current(), today=today())
        head = {"edition": notice["notice"], "year": notice["year"], "added": edition is not None}
        return jsonify({**head, **self._docket.preview(notice)})

    def _listed(self, calendar: Calendar) -> list[dict[str, Any]]:
        added = {each["_id"]: each for each in self._notices.added()}
        in_force = [
            _shown(each, calendar, added_as=added.get(each.notice)) for each in calendar.editions
        ]
        shown = {each["notice"] for each in in_force}
        corrected = [
            _shown(edition_from(each), calendar, added_as=each)
            for number, each in added.items()
            if number not in shown
        ]
        return sorted([*in_force, *corrected], key=lambda each: (each["year"], each["notice"]))


def _shown(
    edition: CalendarEdition, calendar: Calendar, *, added_as: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        **_EDITION.dump(edition),
        "origin": "release" if added_as is None else "added",
        "in_force": any(each.notice == edition.notice for each in calendar.editions),
        "corrects": (added_as or {}).get("corrects"),
    }

"""Holiday notices over HTTP: listed, added, and looked at before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.almanac.notices.admission import admit
from services.almanac.notices.answers import (
    AddedAnswer,
    EditionsAnswer,
    PreviewAnswer,
)
from services.almanac.notices.docket import Docket
from services.almanac.notices.notices import Notices, terms_of
from shared.casework.calendar_shelf import CalendarShelf, edition_from
from shared.casework.case import plain
from shared.casework.holiday_notice import HolidayNotice
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator, known_caller
from shared.http.identity import current_identity
from shared.http.operations import LOCATION
from shared.law import Calendar, CalendarEdition
from shared.legal_day import today

_NOTHING_TO_COUNT: Mapping[str, Any] = {"progress": [], "complete": True}


class NoticesResource:
    """Serves the notices to every proven caller; an administrator adds to them."""

    routes = DocumentedBlueprint(
        "calendar_editions", __name__, url_prefix=API, description="放假通知 holiday notices"
    )

    def __init__(self, notices: Notices, shelf: CalendarShelf, docket: Docket) -> None:
        self._notices = notices
        self._shelf = shelf
        self._docket = docket

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("/calendar/editions")
    @routes.asked_by(known_caller)
    @routes.response(200, EditionsAnswer)
    @routes.doc(summary="内置与增补的放假通知 / the notices of this release and those added")
    def list_editions(self) -> dict[str, Any]:
        """Return the notices by year, those that another one corrected among them."""
        calendar = self._shelf.current()
        return {
            "calendar": calendar.edition,
            "announced_until": calendar.announced_until,
            "items": self._listed(calendar),
        }

    @routes.post("/calendar/editions")
    @routes.asked_by(administrator)
    @routes.arguments(HolidayNotice)
    @routes.response(200, AddedAnswer)
    @routes.alt_response(201, schema=AddedAnswer, headers=LOCATION)
    @routes.doc(summary="增补放假通知并重算期限 / add a notice; open clocks are computed anew")
    def add_edition(self, said: Mapping[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
        """Add a notice: 201 when it is new, 200 when it stands there already."""
        notice = plain(said)
        added = self._notices.add(notice, current_identity(), today())
        edition = self._notices.get(notice["notice"])
        progress = (
            _NOTHING_TO_COUNT if edition is None else self._docket.hand_over(terms_of(edition))
        )
        shown = _shown(edition_from(notice), self._shelf.current(), added_as=edition)
        location = f"{API}/calendar/editions/{notice['notice']}/moves"
        answer = {**shown, "added": added, **progress}
        return answer, 201 if added else 200, {"Location": location}

    @routes.post("/calendar/editions/preview")
    @routes.asked_by(administrator)
    @routes.arguments(HolidayNotice)
    @routes.response(200, PreviewAnswer)
    @routes.doc(summary="预览放假通知将变动的期限 / which dates a notice would move")
    def preview_edition(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the open clocks that a notice would move; refused as adding it would be."""
        notice = plain(said)
        edition = admit(notice, self._shelf.current(), today=today())
        head = {"edition": notice["notice"], "year": notice["year"], "added": edition is not None}
        return {**head, **self._docket.preview(notice)}

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
        "year": edition.year,
        "notice": edition.notice,
        "published_on": edition.published_on,
        "rest_days": edition.rest_days,
        "make_up_days": edition.make_up_days,
        "origin": "release" if added_as is None else "added",
        "in_force": any(each.notice == edition.notice for each in calendar.editions),
        "corrects": (added_as or {}).get("corrects"),
    }

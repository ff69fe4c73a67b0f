"""Calendar editions over HTTP: listed, added, and what each of them moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from services.coordination.assembly import Coordination
from services.coordination.calendar_editions.admission import admit
from services.coordination.calendar_editions.answers import (
    AddedAnswer,
    EditionAnswer,
    EditionsAnswer,
    MoveAnswer,
    MovesAnswer,
    PreviewAnswer,
)
from services.coordination.calendar_editions.editions import Editions
from services.coordination.calendar_editions.moves import Moves
from services.coordination.calendar_editions.preview import preview
from services.coordination.calendar_editions.progress import is_complete, progress_of
from services.coordination.calendar_editions.schemas import MovesQuery, Notice
from shared.casework.calendar_shelf import edition_from
from shared.casework.case import plain
from shared.house import tracks
from shared.http.callers import administrator, known_caller, officer
from shared.http.openapi import DocumentedBlueprint
from shared.http.paging import page, page_request
from shared.http.problems import not_found
from shared.http.routes import Route, blueprint_of, body_of
from shared.http.schemas import kept, load_query
from shared.http.settings import Settings
from shared.language import Text
from shared.law import Calendar, CalendarEdition
from shared.law.recorded import rule_name
from shared.legal_day import today
from shared.records.records import actor_of
from shared.storage.database import Document

_NOT_THERE = Text("没有增补过此通知。", "No edition of this number was added.")
_EDITION, _MOVE = EditionAnswer(), MoveAnswer()


class EditionsResource:
    """Serves the editions to every proven caller; an administrator adds to them."""

    def __init__(
        self,
        editions: Editions,
        moves: Moves,
        coordination: Coordination,
        settings: Settings,
    ) -> None:
        self._editions = editions
        self._moves = moves
        self._docket = coordination.docket
        self._calendars = coordination.calendars
        self._rules = coordination.rules
        self._settings = settings

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
                body=Notice,
                statuses=(200, 201),
            ),
            Route(
                "POST",
                "/calendar/editions/preview",
                self.preview_edition,
                Text("预览放假通知将变动的期限", "which dates a notice would move"),
                PreviewAnswer,
                body=Notice,
            ),
            Route(
                "GET",
                "/calendar/editions/<notice>/moves",
                self.list_moves,
                Text("通知变动的期限", "the dates that a notice moved"),
                MovesAnswer,
                query=MovesQuery,
            ),
        )

    def list_editions(self) -> Response:
        """Return the notices by year, those that another one corrected among them."""
        known_caller()
        calendar = self._calendars()
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
        notice = plain(body_of(Notice()))
        added = self._editions.add(notice, actor_of(caller), today())
        edition = self._editions.get(notice["notice"])
        shown = _shown(edition_from(notice), self._calendars(), added_as=edition)
        response = jsonify({**shown, "added": added, **self._progress(edition)})
        response.status_code = 201 if added else 200
        response.headers["Location"] = f"/api/v1/calendar/editions/{notice['notice']}/moves"
        return response

    def preview_edition(self) -> Response:
        """Return the open clocks that a notice would move; refused as adding it would be."""
        administrator()
        notice = plain(body_of(Notice()))
        calendar = self._calendars()
        edition = admit(notice, calendar, today=today())
        after = calendar if edition is None else calendar.with_edition(edition)
        found = preview(
            self._docket.rows, self._rules, calendar, after, corrected="corrects" in notice
        )
        return jsonify(
            {
                "edition": notice["notice"],
                "year": notice["year"],
                "added": edition is not None,
                **{name: getattr(found, name) for name in ("checked", "moved", "unsure", "more")},
                "items": [self._shown_move(move) for move in found.moves],
                "fired": [self._shown_move(move) for move in found.fired],
            }
        )

    def list_moves(self, notice: str) -> Response:
        """Return the moved dates: all for an administrator, else those of the caller's agency."""
        caller = officer()
        edition = self._editions.get(notice)
        if edition is None:
            raise not_found(_NOT_THERE)
        load_query(MovesQuery(), request.args)
        wanted = page_request(request.args, sort=f"moves {notice}", key_length=1)
        found = self._moves.page(
            notice,
            agency_code=None if caller.role == "admin" else caller.agency_code,
            after=str(wanted.after[0]) if wanted.after else None,
            size=wanted.limit + 1,
        )
        cases = page(
            found,
            wanted,
            key=lambda each: (each["listed_index"],),
            show=lambda each: [self._shown_move({**each, **move}) for move in each["moves"]],
        )
        cases["items"] = [move for moves in cases["items"] for move in moves]
        head = {"edition": notice, "year": edition["year"]}
        return jsonify({**head, **self._progress(edition), **cases})

    def _progress(self, edition: Document | None) -> dict[str, Any]:
        if edition is None:
            return {"progress": [], "complete": True}
        if (known := edition.get("progress")) is not None:
            return {"progress": known, "complete": True}
        # Clocks are counted anew by the tracks alone; other services count nothing.
        services = {each.service for each in tracks()} & set(self._settings.services)
        progress = progress_of(edition, services, self._moves)
        complete = is_complete(progress)
        if complete:
            # Counting reads every case that counted anew: no more once all have.
            self._editions.keep_progress(edition["_id"], progress)
        return {"progress": progress, "complete": complete}

    def _listed(self, calendar: Calendar) -> list[dict[str, Any]]:
        added = {each["_id"]: each for each in self._editions.added()}
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

    def _shown_move(self, move: Mapping[str, Any]) -> dict[str, Any]:
        return {**kept(_MOVE, move), "name": rule_name(move["rule"], self._rules).as_dict()}


def _shown(
    edition: CalendarEdition, calendar: Calendar, *, added_as: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        **_EDITION.dump(edition),
        "origin": "release" if added_as is None else "added",
        "in_force": any(each.notice == edition.notice for each in calendar.editions),
        "corrects": (added_as or {}).get("corrects"),
    }

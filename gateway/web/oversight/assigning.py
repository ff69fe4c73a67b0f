"""Handing many cases to another officer: chosen, looked at before, then done."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import render_template, request

from gateway.access import SUPERVISOR, current_officer
from gateway.accounts import Account, Accounts
from gateway.routes import FOR_MANY_CASES
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.oversight.load import officers_with_cases
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_COLLECTION, TrackPages, track_at
from gateway.web.worklist import case_row
from shared.casework.assigning import ASSIGN, NOBODY
from shared.http.problems import not_found
from shared.legal_day import today

_PAGE = 100
_HERE = "/oversight/assign"


@dataclass(frozen=True, slots=True)
class CaseLoad:
    """Whose cases of which track are handed on; `officer` None stands for nobody's."""

    track: TrackPages
    officer: Account | None

    @property
    def username(self) -> str:
        """The username as queries write it."""
        return self.officer.username if self.officer else NOBODY

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.track.collection}:{self.username}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What was chosen: these cases or all open ones, to whom, and why."""

    cases: tuple[str, ...] = ()
    everything: bool = False
    to: str = ""
    reason: str = ""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(18))

    @classmethod
    def read(cls, form: Any) -> Assignment:
        """Return the order of a posted form."""
        return cls(
            cases=tuple(dict.fromkeys(form.getlist("case"))),
            everything=form.get("scope") == "all",
            to=form.get("to", ""),
            reason=form.get("reason", "").strip(),
            key=form.get("_key", "")[:64] or secrets.token_urlsafe(18),
        )

    def body(self, source: CaseLoad) -> dict[str, Any]:
        """Return what is sent to the track."""
        chosen = {"from": source.username} if self.everything else {"cases": list(self.cases)}
        body = {**chosen, "assignee": None if self.to == NOBODY else self.to}
        return {**body, "reason": self.reason} if self.reason else body


def add_routes(routes: PageRoutes, services: Services, accounts: Accounts) -> None:
    """Add the page, which only a supervisor may open: nobody else assigns others' cases."""
    page = _Assigning(services, accounts)
    routes.add(_HERE, page.choose, permission=SUPERVISOR, name="assigning")
    routes.add(_HERE, page.act, methods=("POST",), permission=SUPERVISOR, name="assign_many")


class _Assigning:
    def __init__(self, services: Services, accounts: Accounts) -> None:
        self._services = services
        self._accounts = accounts

    def choose(self) -> str:
        officers = self._officers()
        wanted = request.args.get("from", "")
        source = _source(wanted, officers) if wanted else None
        everything = source is not None and bool(source.officer and source.officer.disabled)
        return self._form(officers, source, Assignment(everything=everything))

    def act(self) -> str | tuple[str, int]:
        officers = self._officers()
        source = _source(request.form.get("from", ""), officers)
        order = Assignment.read(request.form)
        if "_change" in request.form:
            return self._form(officers, source, order)
        if (lacking := _lacks(source, order)) is not None:
            return self._form(officers, source, order, lacking), 422
        confirmed = "_confirm" in request.form
        try:
            answer = self._services.post(
                source.track.service,
                f"/{source.track.collection}/{ASSIGN}",
                order.body(source),
                params=None if confirmed else {"dry_run": "true"},
                headers={"Idempotency-Key": order.key} if confirmed else None,
                seconds=FOR_MANY_CASES,
            )
        except ServiceRefusal as refusal:
            if refusal.status not in {422, 428}:
                raise
            return self._form(officers, source, order, refusal.answer), 422
        return self._outcome(officers, source, order, answer, done=confirmed)

    def _officers(self) -> list[Account]:
        return officers_with_cases(self._accounts, current_officer().agency_code)

    def _form(
        self,
        officers: list[Account],
        source: CaseLoad | None,
        order: Assignment,
        refusal: Mapping[str, Any] | None = None,
    ) -> str:
        return render_template(
            "oversight/assign.html",
            officer=current_officer(),
            sources=_sources(officers),
            source=source,
            rows=self._rows(source, order) if source else (),
            receivers=_receivers(officers, source) if source else (),
            order=order,
            refusal=refusal,
        )

    def _rows(self, source: CaseLoad, order: Assignment) -> list[tuple[dict[str, Any], bool]]:
        """Return the open cases, those with the nearest time limit first, and which are ticked."""
        found: dict[str, dict[str, Any]] = {}
        for sort in ("due", "-created"):
            asked: dict[str, str | int] = {
                "assignee": source.username,
                "agency": current_officer().agency_code,
                "sort": sort,
                "limit": _PAGE,
            }
            page = self._services.get(source.track.service, f"/{source.track.collection}", asked)
            for case in page["items"]:
                if ASSIGN in case["allowed"]:
                    found.setdefault(case["id"], case_row(case, source.track, today()))
        return [(row, case_id in order.cases) for case_id, row in found.items()][:_PAGE]

    def _outcome(
        self,
        officers: list[Account],
        source: CaseLoad,
        order: Assignment,
        answer: Mapping[str, Any],
        *,
        done: bool,
    ) -> str:
        receiver = next((each for each in officers if each.username == order.to), None)
        return render_template(
            "oversight/assigned.html",
            officer=current_officer(),
            source=source,
            order=order,
            receiver=receiver,
            has=self._cases_of(source.track, receiver),
            items=answer["items"],
            possible=sum(bool(each["done"]) for each in answer["items"]),
            more=answer["more"],
            done=done,
        )

    def _cases_of(self, track: TrackPages, receiver: Account | None) -> tuple[int, int] | None:
        """Return how many cases the receiver has, and how many of them with a running clock."""
        if receiver is None:
            return None
        asked = {"assignee": receiver.username}
        counts = self._services.get(track.service, f"/{track.collection}/counts", asked)
        return int(counts["total"]), sum(counts["by_level"].values())


def _lacks(source: CaseLoad, order: Assignment) -> dict[str, Any] | None:
    """Return what a track would say of every single case, said once and at its field."""
    errors: dict[str, list[str]] = {}
    if not order.everything and not order.cases:
        errors["cases"] = [_("请至少勾选一件案件。")]
    if source.officer is not None and not order.reason:
        errors["reason"] = [_("请说明更换承办人的理由。")]
    return {"detail": _("请补充以下内容。"), "errors": errors} if errors else None


def _source(key: str, officers: list[Account]) -> CaseLoad:
    collection, username = key.partition(":")[::2]
    track = track_at(collection)
    if username == NOBODY:
        return CaseLoad(track, None)
    for officer in officers:
        if officer.username == username and officer.role == track.role:
            return CaseLoad(track, officer)
    raise not_found()


def _sources(officers: list[Account]) -> list[tuple[TrackPages, list[CaseLoad]]]:
    return [
        (
            track,
            [
                CaseLoad(track, None),
                *(CaseLoad(track, each) for each in officers if each.role == track.role),
            ],
        )
        for track in BY_COLLECTION.values()
    ]


def _receivers(officers: list[Account], source: CaseLoad) -> list[Account]:
    return [
        each
        for each in officers
        if each.role == source.track.role and not each.disabled and each != source.officer
    ]

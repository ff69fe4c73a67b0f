"""One step of a case: a form from the schema of its command, a rehearsal, and the act."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer, of_track
from gateway.web import forms
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.catalogue import said
from gateway.web.colleagues import Colleagues
from gateway.web.parties_offered import with_parties
from gateway.web.proposals import proposals_about
from gateway.web.rehearsal import Rehearsal, rehearsal_of
from gateway.web.routes import PageRoutes
from gateway.web.step_drafts import Begun, StepDrafts, key_of
from gateway.web.steps_refused import NotNow, not_now, page_of_not_now
from gateway.web.tracks import BY_COLLECTION, TrackPages, track_at
from gateway.web.worklist import next_clock

_SEE_OTHER = 303
_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
_BY_THE_SYSTEM = frozenset({"origin", "matter_id", "agency"})
_BLANK: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a step form holds: what was typed, what was refused, what the rehearsal showed."""

    values: Mapping[str, Any]
    key: str
    version: int | None = None
    refusal: Mapping[str, Any] | None = None
    status: int = 200
    rehearsal: Rehearsal | None = None
    since: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownStep:
    """
    A command on a case (`case` None: it opens one), with where it is posted.

    A form that stands `at` an address of its own may have a `beginning`, and `told` makes the
    payload of what it says. `more` are the entries that may be corrected with it.
    """

    track: TrackPages
    command: Mapping[str, Any]
    case: Mapping[str, Any] | None
    path: str
    at: str | None = None
    beginning: Mapping[str, Any] = field(default_factory=dict)
    told: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    more: Sequence[Mapping[str, Any]] = ()

    @property
    def address(self) -> str:
        """The address of the form."""
        if self.at is not None:
            return self.at
        if self.case is None:
            return f"/{self.track.collection}/new/{self.command['command']}"
        return f"/{self.track.collection}/{self.case['id']}/steps/{self.command['command']}"


class StepPages:
    """Draws, rehearses and carries out steps."""

    def __init__(self, services: Services, drafts: StepDrafts) -> None:
        self._services = services
        self._drafts = drafts

    def show(self, step: ShownStep) -> Response:
        """
        Return the empty form; with the rehearsal for today where nothing need be typed.

        What was typed and not sent before is offered, and filled in when that is asked for.
        """
        begun = self._drafts.begun(step.address)
        if begun is not None and "continue" in request.args:
            version = _version(step) if begun.version is None else begun.version
            return self._page(step, Attempt(begun.values, key=_new_key(), version=version))
        attempt = Attempt(step.beginning, key=_new_key(), version=_version(step))
        if step.case is not None and not step.command["schema"].get("required"):
            attempt = self._rehearsed(step, attempt, quiet=True)
        return self._page(step, attempt, begun)

    def show_more(self, step: ShownStep) -> Response:
        """Return a form that has more to it than the one just posted, with what was typed there."""
        attempt = _posted()
        return self._page(step, replace(attempt, values=_begun(step.beginning, attempt.values)))

    def post(self, step: ShownStep) -> AnyResponse:
        """Add or remove a row, rehearse, or carry out, as the button that was pressed says."""
        sent, attempt = request.form, _posted()
        values = attempt.values
        if name := sent.get("_add"):
            return self._page(step, replace(attempt, values=_with_row(values, name)))
        if name := sent.get("_remove"):
            return self._page(step, replace(attempt, values=_without_row(values, name)))
        if choice := sent.get("_choose"):
            # The value of the only choice was pressed as a button.
            name, _equals, value = choice.partition("=")
            attempt = replace(attempt, values={**values, name: value})
        if "_confirm" not in sent:
            return self._page(step, self._rehearsed(step, attempt))
        if set(sent.getlist("_warned")) - set(sent.getlist("_seen")):
            return self._page(step, _to_be_read(self._rehearsed(step, attempt)))
        return self._carried_out(step, attempt)

    def _rehearsed(self, step: ShownStep, attempt: Attempt, *, quiet: bool = False) -> Attempt:
        try:
            answer = self._ask(step, attempt, dry_run=True)
        except ServiceRefusal as refusal:
            if quiet:
                return attempt
            return replace(attempt, refusal=refusal.answer, status=refusal.status)
        return replace(attempt, rehearsal=rehearsal_of(step.case, answer))

    def _carried_out(self, step: ShownStep, attempt: Attempt) -> AnyResponse:
        try:
            case = self._ask(step, attempt, dry_run=False)
        except ServiceRefusal as refusal:
            return self._page(step, self._refused(step, attempt, refusal))
        self._drafts.forget(step.address)
        flash(_done(step, case), "done")
        return redirect(f"/{step.track.collection}/{case['id']}", _SEE_OTHER)

    def _refused(self, step: ShownStep, attempt: Attempt, refusal: ServiceRefusal) -> Attempt:
        refused = replace(attempt, refusal=refusal.answer, status=refusal.status)
        if refusal.status != 412 or step.case is None:
            return refused
        # Somebody else was faster: what was typed stays, what they did is shown beside it.
        root = f"/{step.track.collection}/{step.case['id']}"
        newest: dict[str, str | int] = {"sort": "-version", "limit": 20}
        entries = self._services.get(step.track.service, f"{root}/history", newest)
        later = tuple(each for each in entries if each["version"] > (attempt.version or 0))
        return replace(refused, version=step.case["version"], since=later)

    def _ask(self, step: ShownStep, attempt: Attempt, *, dry_run: bool) -> Any:
        payload = step.told(forms.payload_of(step.command["schema"], attempt.values))
        headers: dict[str, str] = {}
        if not dry_run:
            headers["Idempotency-Key"] = attempt.key
            if attempt.version is not None:
                headers["If-Match"] = f'"{attempt.version}"'
        params = {"dry_run": "true"} if dry_run else None
        return self._services.post(
            step.track.service, step.path, payload, params=params, headers=headers
        )

    def _page(self, step: ShownStep, attempt: Attempt, begun: Begun | None = None) -> Response:
        errors = (attempt.refusal or {}).get("errors") or {}
        if step.case is not None and _is_gone(attempt, step.case):
            told_at = step.address if "on" in errors else None
            gone = NotNow(step.case, step.command["label"], (), told_at=told_at)
            return page_of_not_now(self._services, step.track, gone)
        fields = forms.fields_of(step.command["schema"], attempt.values)
        page = render_template(
            "step.html",
            officer=current_officer(),
            step=step,
            attempt=attempt,
            begun=begun,
            draft_key=key_of(step.address),
            fields=fields,
            labels=forms.labels_of(fields),
            errors=errors,
            clock=next_clock(step.case["clocks"]) if step.case else None,
            proposals=proposals_about(self._services, step.case) if step.case else [],
        )
        return make_response(page, attempt.status)


def add_routes(
    routes: PageRoutes, services: Services, drafts: StepDrafts, colleagues: Colleagues
) -> None:
    """Add the pages of steps on cases and of opening cases."""
    pages = StepPages(services, drafts)

    def step_of(collection: str, case_id: str, command: str) -> ShownStep | NotNow:
        track = track_at(collection)
        root = f"/{collection}/{case_id}"
        case = services.get(track.service, root)
        answer = services.get(track.service, f"{root}/actions")
        found = next((each for each in answer["now"] if each["command"] == command), None)
        if found is None:
            return not_now(case, answer, command)
        offered = _without(colleagues.offered_in(found, track))
        schema = with_parties(offered["schema"], case["parties"])
        return ShownStep(track, {**offered, "schema": schema}, case, f"{root}/{command}")

    def opening_of(collection: str, command: str | None) -> ShownStep:
        track = track_at(collection)
        offered = services.get(track.service, f"/{collection}/actions")["now"]
        found = next((e for e in offered if command in {None, e["command"]}), offered[0])
        first = found["command"] == offered[0]["command"]
        path = f"/{collection}" if first else f"/{collection}/{found['command']}"
        asked = _without(colleagues.offered_in(found, track), _BY_THE_SYSTEM)
        return ShownStep(track, asked, None, path)

    for name, track in BY_COLLECTION.items():
        permission = of_track(track.role)

        def step(case_id: str, command: str, collection: str = name) -> AnyResponse:
            wanted = step_of(collection, case_id, command)
            if isinstance(wanted, NotNow):
                return page_of_not_now(services, BY_COLLECTION[collection], wanted)
            return pages.post(wanted) if request.method == "POST" else pages.show(wanted)

        def opening(command: str | None = None, collection: str = name) -> AnyResponse:
            wanted = opening_of(collection, command)
            return pages.post(wanted) if request.method == "POST" else pages.show(wanted)

        both = ("GET", "POST")
        path = f"/{name}/<case_id>/steps/<command>"
        routes.add(path, step, methods=both, permission=permission, name=f"step_{name}")
        for suffix in ("", "/<command>"):
            routes.add(
                f"/{name}/new{suffix}",
                opening,
                methods=both,
                permission=permission,
                name=f"open_{name}{'_by' if suffix else ''}",
            )


def _posted() -> Attempt:
    """Return what the form of this request says."""
    sent = request.form
    values = forms.typed(urlencode(list(sent.items(multi=True))))
    version = forms.whole_number(sent.get("_version", ""))
    return Attempt(values, key=_key_of(sent.get("_key", "")), version=version)


def _begun(beginning: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, and of lists that have become longer the rows that came to them."""
    rows = {name: rows for name, rows in beginning.items() if isinstance(rows, list)}
    begun = {name: typed.get(name) or [] for name in rows}
    return {**typed, **{name: [*begun[name], *rows[name][len(begun[name]) :]] for name in rows}}


def _to_be_read(attempt: Attempt) -> Attempt:
    """Ask the officer to say of each warning that it was read; all of them are shown again."""
    if attempt.rehearsal is None:
        return attempt
    text = _("请阅读后勾选“我已了解”。")
    errors = {f"seen-{n}": [text] for n in range(1, len(attempt.rehearsal.warnings) + 1)}
    return replace(attempt, refusal={"errors": errors}, status=422) if errors else attempt


def _without(command: Mapping[str, Any], names: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Leave out of a form what the system itself records, and what another track reports."""
    schema = command["schema"]
    asked = {
        name: part
        for name, part in schema["properties"].items()
        if name not in names and not part.get("x-reported")
    }
    return {**command, "schema": {**schema, "properties": asked}}


def _is_gone(attempt: Attempt, case: Mapping[str, Any]) -> bool:
    """Say whether the step was still possible when the form was opened, and is no more."""
    moved = attempt.version is not None and attempt.version < case["version"]
    return moved and (attempt.refusal or {}).get("code") == "command-not-allowed"


def _new_key() -> str:
    return secrets.token_urlsafe(18)


def _key_of(sent: str) -> str:
    """Return the key that the form was given, or a new one where something else came back."""
    return sent if _KEY.fullmatch(sent) else _new_key()


def _version(step: ShownStep) -> int | None:
    return step.case["version"] if step.case else None


def _done(step: ShownStep, case: Mapping[str, Any]) -> str:
    label = said(step.command["label"])
    clock = next_clock(case["clocks"])
    if clock is None or clock["due_on"] is None:
        return _("“%(step)s”已登记。", step=label)
    return _(
        "“%(step)s”已登记。%(clock)s至 %(day)s。",
        step=label,
        clock=said(clock["name"]),
        day=clock["due_on"],
    )


def _with_row(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return `values` with one more empty row in the list at a path."""
    return dict(_changed(values, path.split(".", forms.DEEPEST), lambda rows: [*rows, _BLANK]))


def _without_row(values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return `values` without the row at a path (`applicants.1`)."""
    *steps, number = path.split(".", forms.DEEPEST)
    if not steps:
        return dict(values)
    at = forms.whole_number(number)
    changed = _changed(values, steps, lambda rows: [r for n, r in enumerate(rows) if n != at])
    return dict(changed)


def _changed(values: Any, steps: list[str], change: Any) -> Any:
    if not steps:
        rows = list(values.values()) if isinstance(values, Mapping) else values
        return change(rows if isinstance(rows, list) else [])
    if isinstance(values, list):
        at = forms.whole_number(steps[0])
        return [_changed(v, steps[1:], change) if n == at else v for n, v in enumerate(values)]
    inner = values if isinstance(values, Mapping) else {}
    return {**inner, steps[0]: _changed(inner.get(steps[0]), steps[1:], change)}

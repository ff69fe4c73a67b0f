"""The form by which entries of a history are corrected: what each says, to be changed in place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import of_track
from gateway.web.asking import Services
from gateway.web.catalogue import said
from gateway.web.corrected_fields import corrected_fields
from gateway.web.forms import whole_number
from gateway.web.parties_offered import with_parties
from gateway.web.routes import PageRoutes
from gateway.web.step_drafts import StepDrafts
from gateway.web.steps import ShownStep, StepPages
from gateway.web.steps_refused import NotNow, not_now, page_of_not_now
from gateway.web.tracks import BY_COLLECTION, TrackPages
from shared.casework.correcting import CORRECT, OTHERS
from shared.http.problems import not_found

_WHAT, _WITHDRAWN = "corrected", "withdrawn"
_VERSIONS = re.compile(r"[1-9][0-9]{0,8}(-[1-9][0-9]{0,8}){0,20}")
_MOST_OFFERED = 100


def add_routes(routes: PageRoutes, services: Services, drafts: StepDrafts) -> None:
    """Add the form for the entries of every track, one (`3`) or several at once (`3-4`)."""
    pages = StepPages(services, drafts)
    for name, track in BY_COLLECTION.items():

        def correct(case_id: str, versions: str, track: TrackPages = track) -> AnyResponse:
            also = whole_number(request.form.get("_also") or request.form.get("_entry", ""))
            adds = "_also" in request.form and also is not None
            named = _versions(f"{versions}-{also}" if adds else versions)
            wanted = _correction_of(services, track, case_id, named)
            if isinstance(wanted, NotNow):
                return page_of_not_now(services, track, wanted)
            if adds:
                return pages.show_more(wanted)
            return pages.post(wanted) if request.method == "POST" else pages.show(wanted)

        routes.add(
            f"/{name}/<case_id>/entries/<versions>/correction",
            correct,
            methods=("GET", "POST"),
            permission=of_track(track.role),
            name=f"correct_{name}",
        )


def _versions(written: str) -> list[int]:
    if not _VERSIONS.fullmatch(written):
        raise not_found()
    return list(dict.fromkeys(int(each) for each in written.split("-")))


def _correction_of(
    services: Services, track: TrackPages, case_id: str, versions: Sequence[int]
) -> ShownStep | NotNow:
    root = f"/{track.collection}/{case_id}"
    case = services.get(track.service, root)
    answer = services.get(track.service, f"{root}/actions")
    found = next((each for each in answer["now"] if each["command"] == CORRECT), None)
    if found is None:
        return not_now(case, answer, CORRECT)
    entries = [_entry(services, track, case, version) for version in versions]
    newest: dict[str, str | int] = {"sort": "-version", "limit": _MOST_OFFERED}
    history = services.get(track.service, f"{root}/history", newest)
    first, *others = ({_WHAT: each["as_it_stands"]} for each in entries)
    return ShownStep(
        track,
        _command(found, entries),
        case,
        f"{root}/{CORRECT}",
        at=f"{root}/entries/{'-'.join(map(str, versions))}/correction",
        beginning={**first, OTHERS: others},
        told=partial(_told, entries),
        more=[each for each in history if each["correctable"] and each["version"] not in versions],
    )


def _entry(
    services: Services, track: TrackPages, case: Mapping[str, Any], version: int
) -> dict[str, Any]:
    path = f"/{track.collection}/{case['id']}/history/{version}/correction"
    entry: dict[str, Any] = services.get(track.service, path)
    return {**entry, "schema": with_parties(entry["schema"], case["parties"])}


def _command(correcting: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the command with the fields of each entry in the place of names and values."""
    asked = correcting["schema"]
    first, *others = entries
    properties = {
        **_of_entry(asked["properties"], first),
        **{name: asked["properties"][name] for name in ("reason", "approved_by")},
    }
    if others:
        parts = asked["properties"][OTHERS]["items"]["properties"]
        rows = [_row(correcting, parts, each) for each in others]
        title = asked["properties"][OTHERS]["title"]
        properties[OTHERS] = {"title": title, "type": "array", "prefixItems": rows}
    label = _numbered(correcting["label"], first)
    required = [name for name in (_WHAT, *asked["required"]) if name in properties]
    schema = {**asked, "properties": properties, "required": required}
    return {**correcting, "label": label, "schema": schema}


def _of_entry(parts: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of one entry, and whether it is withdrawn."""
    what = {**entry["schema"], "title": parts[_WHAT]["title"]}
    # What opened the case cannot be withdrawn.
    return {_WHAT: what} | ({_WITHDRAWN: parts[_WITHDRAWN]} if entry["entry"] > 1 else {})


def _row(
    correcting: Mapping[str, Any], parts: Mapping[str, Any], entry: Mapping[str, Any]
) -> dict[str, Any]:
    label = _numbered(correcting["label"], entry)
    return {
        "type": "object",
        "title": said(label),
        "properties": _of_entry(parts, entry),
        "required": [_WHAT],
    }


def _numbered(label: Mapping[str, str], entry: Mapping[str, Any]) -> dict[str, str]:
    number = entry["entry"]
    return {
        "zh": f"{label['zh']}：第 {number} 条“{entry['label']['zh']}”",
        "en": f"{label['en']}: no. {number}, {entry['label']['en']}",
    }


def _told(entries: Sequence[Mapping[str, Any]], form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of the correction that a form says."""
    first, *others = entries
    payload = {name: form[name] for name in ("reason", "approved_by") if name in form}
    payload |= _told_of(first, form)
    if others:
        rows = form.get(OTHERS) or [{}] * len(others)
        payload[OTHERS] = [_told_of(entry, row) for entry, row in zip(others, rows, strict=True)]
    return payload


def _told_of(entry: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    changed = corrected_fields(entry["schema"], entry["as_it_stands"], form.get(_WHAT, {}))
    if not form.get(_WITHDRAWN):
        return {"entry": entry["entry"], _WHAT: changed}
    # Both are sent where both are said, and refused.
    return {"entry": entry["entry"], _WITHDRAWN: True} | ({_WHAT: changed} if changed else {})

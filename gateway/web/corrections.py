"""The form by which an entry of a history is corrected: what it says, to be changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import OVERSIGHT, Permission
from gateway.web.asking import Services
from gateway.web.corrected_fields import corrected_fields
from gateway.web.parties_offered import with_parties
from gateway.web.routes import PageRoutes
from gateway.web.step_drafts import StepDrafts
from gateway.web.steps import Step, StepPages
from gateway.web.steps_refused import NotNow, not_now, page_of_not_now
from gateway.web.tracks import BY_COLLECTION, Track
from shared.casework.correcting import CORRECT

_WHAT = "corrected"


def add_routes(routes: PageRoutes, services: Services, drafts: StepDrafts) -> None:
    """Add the form for the entries of every track."""
    pages = StepPages(services, drafts)
    for name, track in BY_COLLECTION.items():

        def correct(case_id: str, version: int, track: Track = track) -> AnyResponse:
            wanted = _correction_of(services, track, case_id, version)
            if isinstance(wanted, NotNow):
                return page_of_not_now(services, track, wanted)
            return pages.post(wanted) if request.method == "POST" else pages.show(wanted)

        routes.add(
            f"/{name}/<case_id>/entries/<int:version>/correction",
            correct,
            methods=("GET", "POST"),
            permission=Permission(OVERSIGHT.roles | {track.role}),
            name=f"correct_{name}",
        )


def _correction_of(services: Services, track: Track, case_id: str, version: int) -> Step | NotNow:
    root = f"/{track.collection}/{case_id}"
    case = services.get(track.service, root)
    answer = services.get(track.service, f"{root}/actions")
    found = next((each for each in answer["now"] if each["command"] == CORRECT), None)
    if found is None:
        return not_now(case, answer, CORRECT)
    entry = services.get(track.service, f"{root}/history/{version}/correction")
    schema = with_parties(entry["schema"], case["parties"])
    return Step(
        track,
        _command(found, entry, schema),
        case,
        f"{root}/{CORRECT}",
        at=f"{root}/entries/{version}/correction",
        beginning={_WHAT: entry["as_it_stands"]},
        told=partial(_told, entry, schema),
    )


def _command(
    correcting: Mapping[str, Any], entry: Mapping[str, Any], schema: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the command with the fields of the entry in the place of names and values."""
    asked = correcting["schema"]
    what = {**schema, "title": asked["properties"][_WHAT]["title"]}
    kept = {name: part for name, part in asked["properties"].items() if name != "entry"}
    number = entry["entry"]
    label = {
        "zh": f"{correcting['label']['zh']}：第 {number} 条“{entry['label']['zh']}”",
        "en": f"{correcting['label']['en']}: no. {number}, {entry['label']['en']}",
    }
    properties = {**kept, _WHAT: what}
    required = [name for name in asked["required"] if name in properties]
    changed = {**asked, "properties": properties, "required": required}
    return {**correcting, "label": label, "schema": changed}


def _told(
    entry: Mapping[str, Any], schema: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the payload of the correction that a form says."""
    changed = corrected_fields(schema, entry["as_it_stands"], said.get(_WHAT, {}))
    return {**said, "entry": entry["entry"], _WHAT: changed}

"""A step that the case no longer allows: why, who did what meanwhile, and what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.forms import whole_number
from gateway.web.tracks import TrackPages

TEXT_LABEL = "_text"
"""What a form calls the label of a long text: `reason=Reason`."""
_ENTRIES = 20


@dataclass(frozen=True, slots=True)
class NotNow:
    """
    A command that `case` does not allow; `needs` say when it will, where that is known.

    `told_at` is the form on which it may be recorded as done before.
    """

    case: Mapping[str, Any]
    label: Mapping[str, str] | None
    needs: Sequence[Mapping[str, Any]]
    told_at: str | None = None


def not_now(case: Mapping[str, Any], answer: Mapping[str, Any], command: str) -> NotNow:
    """Return why an answer of `/actions` does not offer a command now."""
    found = next((each for each in answer["later"] if each["command"] == command), None)
    return NotNow(case, found["label"], found["needs"]) if found else NotNow(case, None, ())


def page_of_not_now(services: Services, track: TrackPages, refused: NotNow) -> Response:
    """Return the page (409); it shows the steps taken since the form was opened, or the last."""
    case = refused.case
    newest: dict[str, str | int] = {"sort": "-version", "limit": _ENTRIES}
    entries = services.get(track.service, f"/{track.collection}/{case['id']}/history", newest)
    known = whole_number(request.form.get("_version", ""))
    since = [each for each in entries if known is not None and each["version"] > known]
    page = render_template(
        "not_now.html",
        officer=current_officer(),
        track=track,
        case=case,
        refused=refused,
        entries=since or entries[:1],
        texts=list(texts_typed()),
    )
    return make_response(page, 409)


def texts_typed() -> Iterator[tuple[str, str]]:
    """Yield the long texts of the posted form with their labels, so that they can be copied."""
    for named in request.form.getlist(TEXT_LABEL):
        name, _equals, label = named.partition("=")
        if value := request.form.get(name, "").strip():
            yield label, value

"""One question put to several tracks: what each found, and which did not answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from gateway.access import current_officer
from shared.http.client import ServiceClient, ServiceUnavailableError
from shared.http.passing_on import checked
from shared.http.problems import Problem
from shared.language import Text

if TYPE_CHECKING:
    from gateway.web.tracks import TrackPages

_OK = 200
_BROKEN = 500
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TrackFound:
    """What one track found; `page` is None where it did not answer."""

    track: TrackPages
    page: Mapping[str, Any] | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as the API answers."""
        page = self.page or {"items": [], "next_cursor": None}
        return {
            "track": self.track.code,
            "label": self.track.label.as_dict(),
            "available": self.page is not None,
            "items": page["items"],
            "next_cursor": page["next_cursor"],
        }


def search_tracks(
    client: ServiceClient, tracks: Iterable[TrackPages], body: Mapping[str, Any], language: str
) -> list[TrackFound]:
    """Return what each of the tracks found, asked all at once with the officer's own rights."""
    several = list(tracks)

    def ask(track: TrackPages) -> TrackFound:
        return TrackFound(track, _asked(client, track, body, language))

    with ThreadPoolExecutor(max_workers=max(1, len(several))) as threads:
        # Each thread asks as this request: the context tells who asks, and what it is part of.
        asked = [threads.submit(copy_context().run, ask, track) for track in several]
        return [each.result() for each in asked]


def _asked(
    client: ServiceClient, track: TrackPages, body: Mapping[str, Any], language: str
) -> Mapping[str, Any] | None:
    try:
        answer = client.request(
            track.service,
            "POST",
            f"/api/v1/{track.collection}/search",
            identity=current_officer(),
            json=body,
            headers={"Accept-Language": language},
        )
    except ServiceUnavailableError:
        _log.warning("service_unavailable", callee=track.service)
        return None
    if answer.status_code >= _BROKEN:
        return None
    found: Mapping[str, Any] = checked(track.service, answer).json()
    if answer.status_code != _OK:
        raise _refused(answer.status_code, found)
    return found


def _refused(status: int, answer: Mapping[str, Any]) -> Problem:
    """Return the refusal of a track as it said it: in the language in which it was asked."""
    errors = {
        name: [Text(said, said) for said in several]
        for name, several in (answer.get("errors") or {}).items()
    }
    detail = str(answer.get("detail", ""))
    code = str(answer.get("code", "http-error"))
    return Problem(status, code, Text(detail, detail), errors=errors or None)

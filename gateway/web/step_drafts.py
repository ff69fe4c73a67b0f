"""Steps that somebody has begun to fill in: kept while typing, offered again, gone when done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer
from gateway.me import Drafts
from gateway.me.drafts import KEY_FORM, MOST_BYTES
from gateway.web.addresses import own_address
from gateway.web.forms import typed, whole_number
from gateway.web.origins import comes_from_elsewhere
from gateway.web.routes import NAME, PageRoutes
from shared.http.problems import Problem, not_found
from shared.http.titles import CODES
from shared.language import Text
from shared.legal_day import TIME_ZONE

_STEPS = (f"{NAME}.step_", f"{NAME}.open_")
_BUTTONS = frozenset({"_preview", "_confirm", "_add", "_remove", "_also", "_entry"})
_LEFT_OUT = frozenset({"csrf_token", "_key", "_text"}) | _BUTTONS
_SEE_OTHER = 303
_TOO_LONG = Text("内容过长，草稿未存。", "This is too long to be kept as a draft.")


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed into a step before, the version of the case it was meant for, and when."""

    key: str
    values: dict[str, Any]
    version: int | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class StepDrafts:
    """Keeps the forms of steps as drafts, each under its own address."""

    drafts: Drafts

    def begun(self, address: str) -> Begun | None:
        """Return what the officer typed into the form of an address and did not send."""
        draft = self.drafts.find(current_officer().subject, key_of(address))
        if draft is None:
            return None
        version = whole_number(dict(parse_qsl(draft.content)).get("_version", ""))
        return Begun(draft.key, typed(draft.content), version, draft.saved_at)

    def forget(self, address: str) -> None:
        """Remove the draft of a step that is done."""
        self.drafts.remove(current_officer().subject, key_of(address))

    def keep_posted(self, owner: str | None) -> str | None:
        """
        Keep the form that this request brought, when it is one of a step and came from our page.

        Return its address, or None when there was nothing to keep, or no room for it.
        """
        is_step = request.method == "POST" and str(request.endpoint).startswith(_STEPS)
        if owner is None or not is_step or comes_from_elsewhere():
            return None
        try:
            self._save(owner, key_of(request.path))
        except Problem:
            return None
        return request.path

    def add_routes(self, routes: PageRoutes) -> None:
        """Add what the script of forms calls, and the button that discards a draft."""

        def save_draft(key: str) -> AnyResponse:
            saved_at = self._save(current_officer().subject, _checked(key))
            return jsonify({"saved_at": f"{saved_at.astimezone(TIME_ZONE):%H:%M}"})

        def discard_draft(key: str) -> AnyResponse:
            self.drafts.remove(current_officer().subject, _checked(key))
            return redirect(own_address(request.form.get("next", "/")), _SEE_OTHER)

        routes.add("/drafts/<key>", save_draft, methods=("POST",))
        routes.add("/drafts/<key>/discard", discard_draft, methods=("POST",))

    def _save(self, owner: str, key: str) -> datetime:
        sent = [(n, v) for n, v in request.form.items(multi=True) if n not in _LEFT_OUT]
        content = urlencode(sent)
        if len(content) > MOST_BYTES:
            raise Problem(413, CODES[413], _TOO_LONG)
        return self.drafts.save(owner, key, content).saved_at


def key_of(address: str) -> str:
    """Return the key of the draft of a form, from the form's address."""
    return address.strip("/").replace("/", ".")


def _checked(key: str) -> str:
    if not KEY_FORM.fullmatch(key):
        raise not_found()
    return key

"""How a petition stands, by its receipt; and what is corrected in the first ten minutes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Response, make_response, render_template, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded

from gateway.access import PUBLIC
from gateway.public_door import bounded_petitions
from gateway.receipt_limits import bounded_receipts, key_of_code
from gateway.web.asking import ServiceRefusal, words_of
from gateway.web.catalogue import gettext as _
from gateway.web.public import files
from gateway.web.public.asking import Everybody
from gateway.web.routes import PageRoutes
from shared.attachments.hall_settings import HallFileSettings
from shared.house import LIAISON

PATH = "/public/receipts"


def add_routes(routes: PageRoutes, everybody: Everybody, limiter: Limiter) -> None:
    """Add the question and its answer; code and tail stand in no address."""

    def page(status: int = 200, **shown: Any) -> Response:
        asked = {name: request.form.get(name, "").strip()[:30] for name in ("code", "phone_tail")}
        limits = HallFileSettings.from_environment()
        drawn = render_template("public/receipts.html", asked=asked, limits=limits, **shown)
        response = make_response(drawn, status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def answered(code: str, tail: str) -> Response:
        found = everybody.get(LIAISON, f"/receipts/{quote(code, safe='')}", phone_tail=tail)
        return page(standing=found, may_add=True)

    def looked_up() -> Response:
        try:
            return answered(request.form.get("code", ""), request.form.get("phone_tail", ""))
        except ServiceRefusal as refusal:
            return page(refusal.status, refusal=words_of(refusal))

    def corrected() -> Response:
        correction = {
            "id": request.form.get("id") or uuid.uuid4().hex,
            "receipt_code": request.form.get("code", ""),
            "phone_tail": request.form.get("phone_tail", ""),
            "text": request.form.get("text", "").strip(),
        }
        try:
            everybody.post(LIAISON, "/corrections", correction)
        except ServiceRefusal as refusal:
            return page(refusal.status, refusal=words_of(refusal))
        return page(done=_("更正已收到。"))

    def ask() -> Response:
        view = correct if "text" in request.form else look_up
        try:
            return view()
        except RateLimitExceeded:
            return page(429, refusal=_("查询过于频繁，请五分钟后再试。"))

    look_up: Callable[[], Response] = bounded_receipts(limiter, looked_up, _asked_for)
    correct: Callable[[], Response] = bounded_petitions(
        limiter, bounded_receipts(limiter, corrected, _asked_for)
    )
    files.add_routes(routes, everybody, limiter, page)
    routes.add(PATH, page, permission=PUBLIC, name="public_receipts")
    routes.add(
        PATH, ask, methods=("POST",), permission=PUBLIC, name="ask_with_receipt", without_token=True
    )


def _asked_for() -> str:
    return key_of_code(request.form.get("code", ""))

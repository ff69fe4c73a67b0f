"""The hall's desk: what came in on a day at terminals."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer, of_track
from gateway.routes import TRACKS
from gateway.web.asking import ServiceRefusal, Services, page_or_refusal, words_of
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes
from shared.house import LIAISON

_HERE = "/hall"
_ITEM = f"{_HERE}/<item_id>"
_PETITIONS, _ROLE = TRACKS["petitions"]
_EACH = 50


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list of a day, its two acts, and the receipt to print."""

    def hall(refusal: str | None = None, typed: Mapping[str, str] | None = None) -> str:
        asked: dict[str, str | int] = {"limit": _EACH}
        asked |= {
            name: request.values[name] for name in ("day", "cursor") if request.values.get(name)
        }
        page, unreadable = page_or_refusal(lambda: services.get(LIAISON, "/hall/items", asked))
        day, following = asked.get("day", ""), page["next_cursor"]
        return render_template(
            "hall/desk.html",
            officer=current_officer(),
            items=page["items"],
            day=day,
            following=following and f"{_HERE}?{urlencode({'day': day, 'cursor': following})}",
            may_accept=current_officer().role == _ROLE,
            refusal=refusal or unreadable,
            typed=typed or {},
        )

    def refused(refusal: ServiceRefusal, **typed: str) -> tuple[str, int]:
        if refusal.status not in {409, 422}:
            raise refusal
        return hall(words_of(refusal), typed), refusal.status

    def accept(item_id: str) -> str | tuple[str, int] | AnyResponse:
        item = services.get(LIAISON, _path(item_id))
        taken_over = {"assignee": current_officer().subject}
        try:
            services.post(_PETITIONS, f"/petitions/{item['case_id']}/assign", taken_over)
            services.post(LIAISON, f"{_path(item_id)}/accept", {})
        except ServiceRefusal as refusal:
            return refused(refusal)
        flash(_("已接收 %(number)s，由您承办。", number=item["number"]))
        return redirect(_back(), 303)

    def ask(item_id: str) -> str | tuple[str, int] | AnyResponse:
        text = request.form.get("text", "").strip()
        try:
            services.post(LIAISON, f"{_path(item_id)}/question", {"text": text})
        except ServiceRefusal as refusal:
            return refused(refusal, **{item_id: text})
        flash(_("已保存：来访人凭回执查询时会看到。"))
        return redirect(_back(), 303)

    def receipt(item_id: str) -> str:
        printed = services.get(LIAISON, f"{_path(item_id)}/receipt")
        picture = base64.b64encode(printed["qr_svg"].encode()).decode()
        return render_template("hall/receipt.html", receipt=printed, picture=picture)

    permission = of_track(_ROLE)
    for path, method, view, name in (
        (_HERE, "GET", hall, "hall"),
        (f"{_ITEM}/acceptance", "POST", accept, "accept_hall_item"),
        (f"{_ITEM}/question", "POST", ask, "ask_back"),
        (f"{_ITEM}/receipt", "GET", receipt, "hall_receipt"),
    ):
        routes.add(path, view, methods=(method,), permission=permission, name=name)


def _path(item_id: str) -> str:
    return f"/hall/items/{quote(item_id, safe='')}"


def _back() -> str:
    day = request.form.get("day", "")
    return f"{_HERE}?{urlencode({'day': day})}" if day else _HERE

"""Terminals in halls: registered, their key shown once and replaced, and shut out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from flask import render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, current_officer
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.routes import PageRoutes
from shared.house import LIAISON

_HERE = "/admin/terminals"
_MOST = 100


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list with the form of a new terminal, and what may be done with each."""

    def shown(
        typed: dict[str, str] | None = None,
        refusal: dict[str, Any] | None = None,
        told: dict[str, Any] | None = None,
    ) -> str:
        page = services.get(LIAISON, "/terminals", {"limit": _MOST})
        reader = told and told.get("reader_url")
        return render_template(
            "admin/terminals.html",
            officer=current_officer(),
            items=page["items"],
            more=page["next_cursor"] is not None,
            typed=typed or {},
            refusal=refusal,
            told=told,
            opened_at=f"/terminal?{urlencode({'reader': reader})}" if reader else "/terminal",
        )

    def terminals() -> str:
        return shown()

    def add() -> str | tuple[str, int]:
        typed = {name: value.strip() for name, value in request.form.items()}
        try:
            told = services.post(LIAISON, "/terminals", _asked(typed))
        except ServiceRefusal as refusal:
            if refusal.status not in {409, 422}:
                raise
            return shown(typed, refusal.answer), 422
        return shown(told=told)

    def change(terminal_id: str) -> str | tuple[str, int] | AnyResponse:
        path = f"/terminals/{quote(terminal_id, safe='')}"
        try:
            if "_revoke" in request.form:
                services.delete(LIAISON, path)
                return shown()
            return shown(told=services.post(LIAISON, f"{path}/rotate", {}))
        except ServiceRefusal as refusal:
            if refusal.status != 409:
                raise
            return shown(refusal=refusal.answer), 409

    routes.add(_HERE, terminals, permission=ADMIN)
    routes.add(_HERE, add, methods=("POST",), permission=ADMIN, name="add_terminal")
    one = f"{_HERE}/<terminal_id>"
    routes.add(one, change, methods=("POST",), permission=ADMIN, name="change_terminal")


def _asked(typed: dict[str, str]) -> dict[str, Any]:
    agency = {"code": typed.get("agency.code", ""), "name": typed.get("agency.name", "")}
    plain = ("place", "region", "receives_as", "reader_url", "window")
    said = {name: typed[name] for name in plain if typed.get(name)}
    return {"agency": agency, "online": bool(typed.get("online")), **said}

"""Receivers of webhooks: registered, disabled, enabled again."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, current_officer
from gateway.web.administration.partner_pages import registered_partners
from gateway.web.asking import ServiceRefusal, Services
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes
from shared.house import LIAISON
from shared.http.partner_kinds import COURT

_HERE = "/admin/webhooks"


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the receivers with the form of a new one, which offers the courts that are known."""

    def shown(
        typed: dict[str, str] | None = None, refusal: Any | None = None, added: Any | None = None
    ) -> str:
        return render_template(
            "admin/webhooks.html",
            officer=current_officer(),
            items=services.get(LIAISON, "/webhooks")["items"],
            courts=_court_names(services),
            typed=typed or {},
            refusal=refusal,
            added=added,
        )

    def webhooks() -> str:
        return shown()

    def add() -> str | tuple[str, int]:
        typed = {name: value.strip() for name, value in request.form.items()}
        body: dict[str, Any] = {
            "url": typed.get("url", ""),
            "events": typed.get("events", "").split(),
        }
        if typed.get("court"):
            body["court"] = typed["court"]
        try:
            added = services.post(LIAISON, "/webhooks", body)
        except ServiceRefusal as refusal:
            if refusal.status not in {409, 422}:
                raise
            return shown(typed, refusal.answer), 422
        return shown(added=added)

    def change(webhook_id: str) -> AnyResponse:
        what = "disable" if "_disable" in request.form else "enable"
        services.post(LIAISON, f"/webhooks/{quote(webhook_id, safe='')}/{what}", {})
        flash(_("已停用，不再发送。") if what == "disable" else _("已恢复，从积压的开始发送。"))
        return redirect(_HERE, 303)

    routes.add(_HERE, webhooks, permission=ADMIN)
    routes.add(_HERE, add, methods=("POST",), permission=ADMIN, name="add_webhook")
    one = f"{_HERE}/<webhook_id>"
    routes.add(one, change, methods=("POST",), permission=ADMIN, name="change_webhook")


def _court_names(services: Services) -> list[str]:
    """Return the full names of all courts that somebody may speak for, in order."""
    courts = registered_partners(services, kind=COURT, state="active")
    return sorted({name for each in courts for name in each["speaks_for"]})

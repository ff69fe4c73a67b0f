"""The messages to receivers of webhooks: sent, waiting, or failed and to be sent again."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import ADMIN, current_officer
from gateway.web.asking import Services
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes
from shared.house import LIAISON
from shared.language import Text

_HERE = "/admin/deliveries"
_PAGE = 50
STATES = {
    "waiting": Text("待发送", "waiting"),
    "delivered": Text("已送达", "delivered"),
    "dead": Text("发送失败，不再自动重试", "failed, not tried again by itself"),
}


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the list, of one receiver or of all, and the button that sends again."""

    def deliveries() -> str:
        asked: dict[str, str | int] = {"limit": _PAGE}
        chosen = {name: request.args.get(name, "") for name in ("state", "webhook")}
        if chosen["state"] in STATES:
            asked["state"] = chosen["state"]
        if cursor := request.args.get("cursor"):
            asked["cursor"] = cursor
        one = f"{quote(chosen['webhook'], safe='')}/" if chosen["webhook"] else ""
        found = services.get(LIAISON, f"/webhooks/{one}deliveries", asked)
        more = found["next_cursor"]
        return render_template(
            "admin/deliveries.html",
            officer=current_officer(),
            items=found["items"],
            states=STATES,
            chosen=chosen,
            more=f"{_HERE}?{urlencode({**chosen, 'cursor': more})}" if more else None,
        )

    def resend(delivery_id: str) -> AnyResponse:
        path = f"/webhooks/deliveries/{quote(delivery_id, safe='')}/resend"
        services.post(LIAISON, path, {})
        flash(_("已重新排队发送。"))
        return redirect(_HERE, 303)

    routes.add(_HERE, deliveries, permission=ADMIN)
    one = f"{_HERE}/<delivery_id>"
    routes.add(one, resend, methods=("POST",), permission=ADMIN, name="resend_delivery")

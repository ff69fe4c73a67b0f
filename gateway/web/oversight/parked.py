"""Events that a service could not deal with: why, try again, or go on without."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import OVERSIGHT, current_officer
from gateway.parked import decide_parked, parked_page
from gateway.web.asking import Services, refuse_errors
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes
from shared.events.parked_schemas import LONGEST_REASON
from shared.http.problems import not_found

_PAGE = 50
_HERE = "/oversight/parked"


def add_routes(routes: PageRoutes, services: Services, names: Sequence[str]) -> None:
    """Add the list of all services, and what can be done about one of its rows."""

    def parked() -> str:
        return _page(services, names)

    def decide(service: str, parked_id: str) -> AnyResponse | tuple[str, int]:
        if service not in names:
            raise not_found()
        if "_retry" in request.form:
            refuse_errors(decide_parked(services.client, service, parked_id, "retry"))
            flash(_("已要求再次处理。稍后刷新本页看结果。"))
            return redirect(_HERE, 303)
        reason = request.form.get("reason", "").strip()
        if not 0 < len(reason) <= LONGEST_REASON:
            return _page(services, names, wrong=parked_id, reason=reason), 422
        body = {"reason": reason}
        refuse_errors(decide_parked(services.client, service, parked_id, "set-aside", body))
        flash(_("已搁置，其后的事件继续处理。"))
        return redirect(_HERE, 303)

    routes.add(_HERE, parked, permission=OVERSIGHT, name="parked")
    routes.add(
        f"{_HERE}/<service>/<parked_id>",
        decide,
        methods=("POST",),
        permission=OVERSIGHT,
        name="decide_parked",
    )


def _page(
    services: Services, names: Sequence[str], *, wrong: str | None = None, reason: str = ""
) -> str:
    status = request.args.get("status", "waiting")
    asked = {"limit": str(_PAGE)}
    if status in {"waiting", "set_aside"}:
        asked["status"] = status
    if cursor := request.args.get("cursor"):
        asked["cursor"] = cursor
    found = services.names.added(parked_page(services.client, names, asked))
    more = found["next_cursor"]
    return render_template(
        "oversight/parked.html",
        officer=current_officer(),
        items=found["items"],
        unavailable=found["unavailable"],
        status=status,
        wrong=wrong,
        reason=reason,
        longest=LONGEST_REASON,
        more=f"{_HERE}?{urlencode({'status': status, 'cursor': more})}" if more else None,
    )

"""Keeping a list, as it is narrowed now, under a name."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer
from gateway.me import SavedView, Views
from gateway.me.views import LONGEST_NAME, QUERY_NAMES, check_address
from gateway.web.addresses import own_address
from gateway.web.catalogue import gettext as _
from gateway.web.routes import PageRoutes
from shared.http.problems import invalid
from shared.http.texts import complaint
from shared.language import Text

_SEE_OTHER = 303
_NO_NAME = Text("请给视图起一个名称。", "Give the view a name.")


def add_routes(routes: PageRoutes, views: Views) -> None:
    """Add the buttons that save and remove a view."""

    def save_view() -> AnyResponse:
        name = request.form.get("name", "").strip()[:LONGEST_NAME]
        address = request.form.get("address", "")
        if not name or complaint(name) is not None:
            raise invalid({"name": [_NO_NAME]})
        check_address(current_app, address)
        views.save(current_officer().subject, SavedView(secrets.token_hex(8), name, address))
        flash(_("视图“%(name)s”已保存。", name=name), "done")
        return redirect(own_address(address), _SEE_OTHER)

    def remove_view() -> AnyResponse:
        views.remove(current_officer().subject, request.form.get("key", ""))
        return redirect("/account#views", _SEE_OTHER)

    routes.add("/views", save_view, methods=("POST",))
    routes.add("/views/remove", remove_view, methods=("POST",))


def address_to_save() -> str | None:
    """Return the address of this list as a view keeps it; None when it says nothing to keep."""
    asked = [(n, v) for n, v in request.args.items(multi=True) if v and n != "cursor"]
    if not asked or any(name not in QUERY_NAMES for name, _value in asked):
        return None
    return f"{request.path}?{urlencode(asked)}"

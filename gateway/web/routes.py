"""How the pages name their routes, and who may open them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Blueprint, session

from gateway.access import EVERY_OFFICER, Permission, page_for
from gateway.sessions import PageSession

NAME = "pages"


@dataclass(frozen=True, slots=True)
class PageRoutes:
    """
    Collects the routes of the pages, each with its permission.

    `without_token` are the endpoints of forms that need no token, and so no cookie: they change
    nothing, or bring a proof of their own that no other site has.
    """

    blueprint: Blueprint
    permissions: dict[str, Permission]
    without_token: set[str] = field(default_factory=set)

    def add(
        self,
        path: str,
        view: Callable[..., Any],
        *,
        methods: tuple[str, ...] = ("GET",),
        permission: Permission = EVERY_OFFICER,
        name: str | None = None,
        without_token: bool = False,
    ) -> None:
        """Add a page; a page without a permission of its own is for every officer."""
        endpoint = name or getattr(view, "__name__", path)
        self.blueprint.add_url_rule(path, endpoint, view, methods=list(methods))
        self.permissions[f"{NAME}.{endpoint}"] = page_for(permission)
        if without_token:
            self.without_token.add(f"{NAME}.{endpoint}")


def current_session() -> PageSession:
    """Return the session of this request."""
    return cast("PageSession", session)

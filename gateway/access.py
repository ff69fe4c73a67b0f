"""Who may call which route; what is not declared here is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import structlog
from flask import Flask, g, request

from shared.http.identity import OFFICER_ROLES, Identity
from shared.http.problems import forbidden

Identify: TypeAlias = Callable[["Permission"], Identity]
_log = structlog.get_logger(__name__)


class UndeclaredRouteError(RuntimeError):
    """Routes have no declared permission; the message names them."""


@dataclass(frozen=True, slots=True)
class Permission:
    """
    The officer roles that may call a route; `public` asks for nobody's name.

    `page` routes are for browsers: proof is the session of the workbench, never a token.
    `with_one_time_password` routes are open to whoever has first to choose a password.
    """

    roles: frozenset[str]
    public: bool = False
    page: bool = False
    with_one_time_password: bool = False


PUBLIC = Permission(frozenset(), public=True)
EVERY_OFFICER = Permission(frozenset(OFFICER_ROLES))
EVERY_ACCOUNT = replace(EVERY_OFFICER, with_one_time_password=True)
OVERSIGHT = Permission(frozenset({"supervisor", "admin"}))
SUPERVISOR = Permission(frozenset({"supervisor"}))
ADMIN = Permission(frozenset({"admin"}))


def page_for(permission: Permission) -> Permission:
    """Return the same permission for a page of the workbench."""
    return replace(permission, page=True)


def of_track(role: str) -> Permission:
    """Return the permission of one track: its own officers, and those who oversee all."""
    return Permission(OVERSIGHT.roles | {role})


def guard(app: Flask, permissions: Mapping[str, Permission], identify: Identify) -> None:
    """
    Check every request against the permission of its endpoint, before the view runs.

    Raises `UndeclaredRouteError` when a route of `app` has none: the start fails rather than
    one request too many being let through. Call it after the last route is registered.
    """
    undeclared = sorted(
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint not in permissions
    )
    if undeclared:
        raise UndeclaredRouteError(f"routes without a permission: {', '.join(undeclared)}")

    def check() -> None:
        if request.endpoint is None:
            return  # no such route or method: Flask answers 404 or 405 by itself
        permission = permissions[request.endpoint]
        if not permission.public:
            # Known before admitted: the page that refuses keeps the officer's way back.
            g.officer = identify(permission)
            _admit(permission, g.officer)

    app.before_request(check)


def current_officer() -> Identity:
    """Return the officer whose request passed the guard."""
    officer: Identity = g.officer
    return officer


def _admit(permission: Permission, officer: Identity) -> None:
    if officer.role not in permission.roles:
        _log.warning(
            "access_refused",
            subject=officer.subject,
            role=officer.role,
            endpoint=request.endpoint,
        )
        raise forbidden()

"""The pages of an administrator: accounts, calendar, rules, whoever calls, the services."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.admission import Admission
from gateway.web.administration import (
    accounts,
    calendar,
    deliveries,
    partner_pages,
    rules,
    status,
    terminals,
    webhooks,
)
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes

__all__ = ["add_routes"]


def add_routes(
    routes: PageRoutes,
    services: Services,
    admission: Admission,
    names: Sequence[str],
) -> None:
    """Add the pages, for administrators alone; `names` are the services."""
    status.add_routes(routes, services, names)
    accounts.add_routes(routes, admission)
    calendar.add_routes(routes, services)
    rules.add_routes(routes, services)
    partner_pages.add_routes(routes, services)
    terminals.add_routes(routes, services)
    webhooks.add_routes(routes, services)
    deliveries.add_routes(routes, services)

"""The pages of a supervisor: where it burns, who has how much, and what goes wrong."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.accounts import Accounts
from gateway.web.asking import Services
from gateway.web.oversight import access_log, assigning, indicators, overview, parked, reports
from gateway.web.routes import PageRoutes

__all__ = ["add_routes"]


def add_routes(
    routes: PageRoutes, services: Services, accounts: Accounts, names: Sequence[str]
) -> None:
    """Add the pages of oversight, for supervisors and administrators."""
    overview.add_routes(routes, services, accounts)
    access_log.add_routes(routes, services)
    indicators.add_routes(routes, services)
    reports.add_routes(routes, services)
    assigning.add_routes(routes, services, accounts)
    parked.add_routes(routes, services, names)

"""The pages that everybody may read, without an account, a cookie or a script."""

from flask_limiter import Limiter

from gateway.web.public import decisions, law, petition, receipts, start
from gateway.web.public.asking import Everybody
from gateway.web.routes import PageRoutes

__all__ = ["add_routes"]


def add_routes(routes: PageRoutes, everybody: Everybody, limiter: Limiter) -> None:
    """Add all that everybody may read and ask."""
    start.add_routes(routes)
    petition.add_routes(routes, everybody, limiter)
    receipts.add_routes(routes, everybody, limiter)
    law.add_routes(routes, everybody, limiter)
    decisions.add_routes(routes, everybody, limiter)

"""The advisor and the calculator for everybody: nobody signs in, and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask_limiter import Limiter

from gateway.access import PUBLIC
from gateway.public_door import ALMANAC
from gateway.web.advice import Advisor
from gateway.web.calculator import Calculator
from gateway.web.public.asking import Everybody, add_form, bounded_page
from gateway.web.routes import PageRoutes

_LAYOUT = "public/base.html"


def add_routes(routes: PageRoutes, everybody: Everybody, limiter: Limiter) -> None:
    """Add both, bounded as all that the public asks is."""

    def ask(question: Mapping[str, Any]) -> Any:
        return everybody.post(ALMANAC, "/advice/paths", question)

    address = "/public/advice"
    advisor = Advisor(address, _LAYOUT, ask, _nobody)
    add_form(
        routes,
        limiter,
        address,
        "public_advice",
        shown=advisor.first,
        sent=advisor.following,
    )
    calculator = Calculator(
        _LAYOUT,
        partial(everybody.get, ALMANAC, "/rules"),
        partial(everybody.post, ALMANAC),
        _nobody,
    )
    routes.add(
        "/public/calculator",
        bounded_page(limiter, calculator.page),
        permission=PUBLIC,
        name="public_calculator",
    )


def _nobody() -> None:
    """Say that no officer is there."""

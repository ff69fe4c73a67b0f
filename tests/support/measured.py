"""The gateway of an installation, with what of it runs counted for the coverage of the tests."""

from __future__ import annotations

import atexit
import importlib
from dataclasses import replace

from flask import Flask

from deploy.processes import GATEWAY, PROCESSES
from tests.support.counting import counting, keep

COUNTED = tuple(
    replace(each, arguments=(*each.arguments[:-1], "tests.support.measured:create_app()"))
    if each.service == GATEWAY
    else each
    for each in PROCESSES
)
"""
The processes of an installation whose pages are looked at.

Only the gateway is counted: its pages are drawn nowhere else, and counting costs processor time.
"""


def create_app() -> Flask:
    """Count what is imported from here on: gunicorn calls this in the gateway's own process."""
    atexit.register(keep, counting(GATEWAY))
    app: Flask = importlib.import_module("gateway.app").create_app()
    return app

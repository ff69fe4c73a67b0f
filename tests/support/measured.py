"""The gateway of an installation, with what of it runs counted for the coverage of the tests."""

from __future__ import annotations

import atexit
from dataclasses import replace

from coverage import Coverage
from flask import Flask

from deploy.processes import GATEWAY, PROCESSES
from gateway.app import create_app as create_gateway

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
    """Count from here on: gunicorn calls this in its worker before that has threads."""
    counted = Coverage(data_suffix=True, source=["gateway"])
    counted.start()
    atexit.register(_keep, counted)
    return create_gateway()


def _keep(counted: Coverage) -> None:
    counted.stop()
    counted.save()

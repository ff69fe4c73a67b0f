"""The web application of a service that is no track: its API, its feed, its parked events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from flask import Flask

from shared.events.doorbell import ring, ring_after_writes
from shared.events.feed import create_feed
from shared.events.parked import COLLECTION as PARKED
from shared.events.parked_resource import create_parked_resource
from shared.http.application import add_readiness_check, create_application
from shared.http.blueprint import DocumentedBlueprint
from shared.http.descriptions import Vocabulary
from shared.http.openapi import create_api, serve_document
from shared.http.settings import Settings
from shared.storage.database import Database


def create_service_application(
    settings: Settings,
    database: Database,
    title: str,
    blueprints: Iterable[DocumentedBlueprint],
    words: Vocabulary,
    *,
    outlets: Sequence[str],
    errands: Iterable[str] = (),
    amended: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document,
) -> Flask:
    """
    Return the WSGI application of a service on its database.

    `words` are those of its answers; `outlets` the collections whose documents publish events;
    `errands` names those of its worker that may have been ordered
    whenever something was written; `amended` adds to its OpenAPI document what is known while it
    runs. Whoever calls has prepared the database.
    """
    app = create_application(settings)
    api = create_api(app, title)
    for blueprint in (
        *blueprints,
        create_feed(database, tells=bool(outlets)),
        create_parked_resource(database, partial(ring, settings, PARKED)),
    ):
        api.register_blueprint(blueprint)
    serve_document(app, api, words, amended=amended)
    ring_after_writes(app, settings, errands)
    add_readiness_check(app, "database", lambda: database.command("ping") and None)
    ring(settings)  # for what the process before wrote and could not ring for
    return app

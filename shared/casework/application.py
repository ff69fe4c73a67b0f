"""The web application of a track."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from flask import Flask

from shared.casework.access_log_resource import create_access_log_resource
from shared.casework.answer_words import ANSWER_WORDS
from shared.casework.assembly import casework_of
from shared.casework.attachment_resource import papers_resource
from shared.casework.casework import Casework
from shared.casework.key_groups import key_groups
from shared.casework.resource import TrackResource
from shared.casework.track import Track
from shared.events.doorbell import ring
from shared.events.feed import create_feed
from shared.events.parked import COLLECTION as PARKED
from shared.events.parked_resource import create_parked_resource
from shared.http.application import add_readiness_check, create_application
from shared.http.blueprint import DocumentedBlueprint
from shared.http.openapi import create_api, serve_document
from shared.http.settings import Settings
from shared.storage.database import connect


def blueprints_of(track: Track, casework: Casework) -> Iterator[DocumentedBlueprint]:
    """Yield the routes of a track: its cases, what it alone is asked, its papers, who saw what."""
    yield TrackResource(casework).blueprint()
    if track.questions is not None:
        yield track.questions(casework)
    yield papers_resource(casework, casework.store.cases.database)
    yield create_access_log_resource(casework)


def create_track_application(track: Track, settings: Settings | None = None) -> Flask:
    """Return the WSGI application that serves `track`: its resource, its feed, its health."""
    settings = settings or Settings.from_environment()
    key_groups()  # one that cannot be meant ends the start, and not the first request
    app = create_application(settings)
    casework = casework_of(track, settings)
    casework.store.prepare()
    label = track.procedure.label
    api = create_api(app, f"Concord {label.zh} {label.en}")
    database = connect(settings)
    for blueprint in (
        *blueprints_of(track, casework),
        create_feed(database),
        create_parked_resource(database, partial(ring, settings, PARKED)),
    ):
        api.register_blueprint(blueprint)
    serve_document(app, api, {**ANSWER_WORDS, **track.words})
    add_readiness_check(app, "database", lambda: database.command("ping") and None)
    ring(settings)  # for what the process before wrote and could not ring for
    return app

"""The web application of reporting, for gunicorn."""

from __future__ import annotations

from flask import Flask

from services.reporting.preparation import prepare
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.events.database import connect
from shared.events.service_application import create_service_application
from shared.http.settings import Settings

TITLE = "Concord 统计监督 reporting"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    database = connect(settings)
    prepare(database)
    return create_service_application(settings, database, TITLE, (), CASE_WORDS)

"""The web application of reporting, for gunicorn."""

from __future__ import annotations

from flask import Flask

from services.reporting.answer_words import ANSWER_WORDS
from services.reporting.assembly import reporting_on
from services.reporting.preparation import OUTLETS, prepare
from services.reporting.rebuilding import ERRAND
from services.reporting.resource import ReportsResource
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.casework.key_groups import key_groups
from shared.casework.row_answers import ROW_WORDS
from shared.events.service_application import create_service_application
from shared.http.settings import Settings

TITLE = "Concord 统计监督 reporting"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    key_groups()  # one that cannot be meant ends the start, and not the first request
    reporting = reporting_on(settings)
    prepare(reporting)
    return create_service_application(
        settings,
        reporting.database,
        TITLE,
        [ReportsResource(reporting).blueprint()],
        CASE_WORDS | ROW_WORDS | ANSWER_WORDS,
        outlets=OUTLETS,
        errands=(ERRAND,),
    )

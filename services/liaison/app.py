"""The web application of liaison, for gunicorn."""

from __future__ import annotations

from flask import Flask

from services.liaison.assembly import liaison_on
from services.liaison.bodies.answer_words import ANSWER_WORDS as BODY_WORDS
from services.liaison.partners.answer_words import ANSWER_WORDS as PARTNER_WORDS
from services.liaison.preparation import OUTLETS, prepare
from services.liaison.public.answer_words import ANSWER_WORDS as PUBLIC_WORDS
from services.liaison.routes import blueprints_of
from services.liaison.terminals.answer_words import ANSWER_WORDS as TERMINAL_WORDS
from services.liaison.webhooks.answer_words import ANSWER_WORDS as WEBHOOK_WORDS
from services.liaison.webhooks.sending import ERRAND as SENDING
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.events.service_application import create_service_application
from shared.http.settings import Settings

TITLE = "Concord 对外联络 liaison"
WORDS = CASE_WORDS | TERMINAL_WORDS | PUBLIC_WORDS | WEBHOOK_WORDS | PARTNER_WORDS | BODY_WORDS


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    liaison = liaison_on(settings or Settings.from_environment())
    prepare(liaison.database)
    return create_service_application(
        liaison.settings,
        liaison.database,
        TITLE,
        blueprints_of(liaison),
        WORDS,
        outlets=OUTLETS,
        errands=(SENDING,),
    )

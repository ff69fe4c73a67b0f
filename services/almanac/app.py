"""The web application of the almanac, for gunicorn."""

from __future__ import annotations

from flask import Flask

from services.almanac.advice_resource import AdviceResource
from services.almanac.answer_words import ANSWER_WORDS
from services.almanac.assembly import almanac_on
from services.almanac.calendar_resource import CalendarResource
from services.almanac.notices.docket import Docket
from services.almanac.notices.resource import NoticesResource
from services.almanac.preparation import OUTLETS, prepare
from services.almanac.public_resource import PublicResource
from services.almanac.rules_resource import RulesResource
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.casework.holiday_notice import NOTICE_WORDS
from shared.casework.row_answers import ROW_WORDS
from shared.events.service_application import create_service_application
from shared.http.settings import Settings

TITLE = "Concord 规则与日历 almanac"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    almanac = almanac_on(settings)
    prepare(almanac)
    rules = RulesResource(almanac.rules, almanac.shelf.current)
    advice = AdviceResource(almanac.law)
    resources = (
        rules,
        CalendarResource(almanac.shelf.current),
        NoticesResource(almanac.notices, almanac.shelf, Docket(almanac.client)),
        advice,
        PublicResource(rules, advice),
    )
    return create_service_application(
        settings,
        almanac.database,
        TITLE,
        [resource.blueprint() for resource in resources],
        CASE_WORDS | ROW_WORDS | NOTICE_WORDS | ANSWER_WORDS,
        outlets=OUTLETS,
    )

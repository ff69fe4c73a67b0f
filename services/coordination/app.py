"""The web application of coordination, for gunicorn."""

from __future__ import annotations

from functools import partial

from flask import Flask

from services.coordination.answer_words import ANSWER_WORDS
from services.coordination.assembly import coordination_on
from services.coordination.attention.resource import AttentionResource
from services.coordination.calendar_moves.asked_by_almanac import (
    create_moves_for_almanac,
    create_notices_left,
)
from services.coordination.calendar_moves.recounts import FOLLOW_UP
from services.coordination.docket.resource import ClocksResource
from services.coordination.docket.sweeping import errand_of
from services.coordination.follow_up import follow_up_on
from services.coordination.follow_up_resources import (
    Resource,
    referrals_in,
    resources_of,
)
from services.coordination.joining.joining_resource import JoiningResource
from services.coordination.matters.resource import MattersResource
from services.coordination.outside.bodies_left import create_bodies_left
from services.coordination.preparation import OUTLETS, prepare
from services.coordination.settings import CoordinationSettings
from services.coordination.standing_resource import create_standing_resource
from services.coordination.webhooks_left import create_webhooks_left
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.casework.application import blueprints_of
from shared.casework.assembly import casework_of
from shared.casework.holiday_notice import NOTICE_WORDS
from shared.casework.key_groups import key_groups
from shared.casework.row_answers import ROW_WORDS
from shared.casework.serving import guest_of, track_of
from shared.events.service_application import create_service_application
from shared.house import tracks
from shared.http.settings import Settings
from shared.storage.database import connect


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; settings come from the environment when not given."""
    settings = settings or Settings.from_environment()
    key_groups()  # one that cannot be meant ends the start, and not the first request
    database = connect(settings)
    own = CoordinationSettings.from_environment()
    coordination = coordination_on(database, own.likeness)
    follow_up = follow_up_on(coordination, own.referrals)
    prepare(coordination, follow_up)
    matters = MattersResource(coordination, partial(referrals_in, follow_up))
    counting = frozenset(each.service for each in tracks()) & settings.services.keys()
    resources: tuple[Resource, ...] = (
        ClocksResource(coordination, follow_up.run),
        matters,
        JoiningResource(coordination, matters.shown),
        AttentionResource(coordination),
        *resources_of(follow_up, coordination, settings, counting),
    )
    track = track_of(guest_of(settings.service))
    casework = casework_of(track, settings)
    casework.store.prepare()
    docket, rules = coordination.docket, coordination.rules
    return create_service_application(
        settings,
        database,
        "Concord 统筹协调 coordination",
        [
            *(resource.blueprint() for resource in resources),
            *blueprints_of(track, casework),
            create_standing_resource(follow_up.referrals, docket, rules),
            create_moves_for_almanac(docket, rules, follow_up.recounts, counting),
            create_notices_left(database),
            create_webhooks_left(database),
            create_bodies_left(database),
        ],
        CASE_WORDS | ROW_WORDS | NOTICE_WORDS | ANSWER_WORDS,
        outlets=OUTLETS,
        errands=(errand_of(FOLLOW_UP),),
        amended=docket.tracks.describe,
    )

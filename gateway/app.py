"""The gateway's application, put together for gunicorn."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.access import PUBLIC, Permission, guard
from gateway.access_log import PERMISSIONS as ACCESS_LOG_PERMISSIONS
from gateway.access_log import access_log_blueprint
from gateway.accounts import Accounts, RecentAccounts
from gateway.accounts.resource import PERMISSIONS as ACCOUNTS_PERMISSIONS
from gateway.accounts.resource import AccountsResource
from gateway.admission import Admission
from gateway.agencies import Agencies
from gateway.attachments import register_attachments
from gateway.calendar_resource import PERMISSIONS as CALENDAR_PERMISSIONS
from gateway.calendar_resource import clocks_calendar_blueprint
from gateway.derived_keys import derived_key
from gateway.directory import PERMISSIONS as DIRECTORY_PERMISSIONS
from gateway.directory import directory_blueprint
from gateway.documentation import documentation_blueprint
from gateway.documents import ServiceDocuments
from gateway.forwarding import Forwarder, register_forwarding
from gateway.known_matters import KnownMatters
from gateway.likely_disputes import LikelyDisputes
from gateway.limiting import login_limiter
from gateway.matter_notes import MatterNotes
from gateway.me import PERMISSIONS as ME_PERMISSIONS
from gateway.me import Drafts, KeptResource, Views, me_blueprint
from gateway.officer_names import OfficerNames
from gateway.parked import PERMISSIONS as PARKED_PERMISSIONS
from gateway.parked import parked_blueprint
from gateway.partner_door import ENDPOINTS as PARTNER_ENDPOINTS
from gateway.partner_door import partner_door
from gateway.partners_left import PartnersLeft, hand_over_partners
from gateway.public_door import ENDPOINTS as PUBLIC_DOOR_ENDPOINTS
from gateway.public_door import public_door
from gateway.readiness import watch_readiness
from gateway.routes import forwarded_routes
from gateway.search_resource import PERMISSIONS as SEARCH_PERMISSIONS
from gateway.search_resource import search_blueprint
from gateway.sessions import Sessions
from gateway.sign_in import sign_in_blueprint
from gateway.sign_in_limits import KnownPlaces, SignInLimits
from gateway.terminal_door import ENDPOINTS as TERMINAL_ENDPOINTS
from gateway.terminal_door import terminal_door
from gateway.tokens import Tokens
from gateway.vouching import Vouching
from gateway.web import install_pages
from shared.attachments.settings import AttachmentSettings
from shared.casework.personal import Sealer
from shared.http.application import create_application
from shared.http.client import ServiceClient
from shared.http.identity import Identity, IdentitySigner
from shared.http.openapi import create_api
from shared.http.secrets import SecretFolder
from shared.http.settings import GATEWAY, Settings
from shared.storage.database import connect

_PUBLIC_ENDPOINTS = (
    "healthz",
    "readyz",
    "metrics",
    "auth.issue_token",
    "documentation.document",
    "documentation.page",
    "documentation.asset",
)

DATABASE_MS = 3_000  # who waits longer has gone away


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; the start fails for want of a setting, a secret or a permission."""
    settings = settings or Settings.from_environment()
    secrets = SecretFolder(settings.secrets_dir)
    database = connect(settings, DATABASE_MS)
    accounts = Accounts(database)
    accounts.prepare()
    recent = RecentAccounts(accounts)
    tokens = Tokens.from_secrets(secrets, recent)
    sessions = Sessions(database)
    sessions.prepare()
    admission = Admission(accounts, recent, sessions)
    sealer = Sealer({"own": derived_key(secrets, "views and drafts")}, "own")
    drafts, views = Drafts(database, sealer), Views(database, sealer)
    drafts.prepare()
    client = ServiceClient(settings, IdentitySigner(secrets.private_key(GATEWAY), GATEWAY))

    app = create_application(settings)
    app.url_map.merge_slashes = False
    if settings.proxy_hops:
        # Flask's own way to wrap an application, which its types do not know.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=0)  # type: ignore[method-assign]
    api = create_api(app, "Concord")
    places = KnownPlaces(database, derived_key(secrets, "known places"))
    places.prepare()
    limiter = login_limiter(app, database)
    limits = SignInLimits(limiter, places)
    names = OfficerNames(recent)
    paper_settings = AttachmentSettings.from_environment()
    for blueprint in (
        sign_in_blueprint(limits, accounts, tokens),
        parked_blueprint(client, settings.services, names),
        search_blueprint(client),
        directory_blueprint(accounts, client),
        AccountsResource(admission).blueprint(),
        me_blueprint(admission, limiter),
        KeptResource(views, drafts).blueprint(),
        access_log_blueprint(client),
        clocks_calendar_blueprint(client),
    ):
        api.register_blueprint(blueprint)
    app.register_blueprint(terminal_door(client, limiter))
    app.register_blueprint(public_door(client, limiter))
    app.register_blueprint(partner_door(client, Agencies(database), paper_settings))
    hand_over_partners(app, PartnersLeft(database, client))
    documents = ServiceDocuments(client)
    app.register_blueprint(documentation_blueprint(api, documents, settings.services))
    for service in sorted({route.service for route in forwarded_routes()}):
        settings.address_of(service)
    vouching = Vouching(recent)
    notes = MatterNotes(database)
    notes.prepare()
    matters = KnownMatters(notes, client)
    forwarder = Forwarder(client, vouching, matters, names, LikelyDisputes(client))
    register_forwarding(app, forwarder, forwarded_routes())
    papers = register_attachments(app, client, paper_settings)
    watch_readiness(app, database, client, settings.services)
    permissions = {route.endpoint: route.permission for route in forwarded_routes()}
    # Partners and terminals have no account: the service behind proves them, by the signature of
    # the message and by their key.
    permissions |= (
        papers
        | PARKED_PERMISSIONS
        | ACCESS_LOG_PERMISSIONS
        | DIRECTORY_PERMISSIONS
        | ACCOUNTS_PERMISSIONS
        | ME_PERMISSIONS
        | SEARCH_PERMISSIONS
        | CALENDAR_PERMISSIONS
    )
    permissions |= dict.fromkeys(
        (
            *_PUBLIC_ENDPOINTS,
            *PARTNER_ENDPOINTS,
            *TERMINAL_ENDPOINTS,
            *PUBLIC_DOOR_ENDPOINTS,
        ),
        PUBLIC,
    )
    pages = install_pages(
        app,
        database=database,
        admission=admission,
        drafts=drafts,
        views=views,
        client=client,
        vouching=vouching,
        known_matters=matters,
        officer_names=names,
        limits=limits,
        secrets=secrets,
        names=settings.services,
    )

    def identify(permission: Permission) -> Identity:
        return (
            pages.identify(permission) if permission.page else tokens.identify(request, permission)
        )

    guard(app, permissions | pages.permissions, identify)
    return app

"""The gateway's application, put together for gunicorn."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, request
from flask_limiter import Limiter
from werkzeug.middleware.proxy_fix import ProxyFix

from gateway.access import PUBLIC, Permission, guard
from gateway.access_log import PERMISSIONS as ACCESS_LOG_PERMISSIONS
from gateway.access_log import access_log_blueprint
from gateway.accounts.resource import PERMISSIONS as ACCOUNTS_PERMISSIONS
from gateway.accounts.resource import AccountsResource
from gateway.agencies import Agencies
from gateway.assembly import Gateway, gateway_on
from gateway.attachments import register_attachments
from gateway.calendar_resource import PERMISSIONS as CALENDAR_PERMISSIONS
from gateway.calendar_resource import clocks_calendar_blueprint
from gateway.directory import PERMISSIONS as DIRECTORY_PERMISSIONS
from gateway.directory import directory_blueprint
from gateway.documentation import documentation_blueprint
from gateway.documents import ServiceDocuments
from gateway.forwarding import Forwarder, register_forwarding
from gateway.likely_disputes import LikelyDisputes
from gateway.limiting import login_limiter
from gateway.me import PERMISSIONS as ME_PERMISSIONS
from gateway.me import KeptResource, me_blueprint
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
from gateway.sign_in import sign_in_blueprint
from gateway.sign_in_limits import SignInLimits
from gateway.terminal_door import ENDPOINTS as TERMINAL_ENDPOINTS
from gateway.terminal_door import terminal_door
from gateway.web import install_pages
from shared.attachments.settings import AttachmentSettings
from shared.http.application import create_application
from shared.http.identity import Identity
from shared.http.openapi import DocumentedApi, create_api
from shared.http.settings import Settings

_PUBLIC_ENDPOINTS = (
    "healthz",
    "readyz",
    "metrics",
    "auth.issue_token",
    "documentation.document",
    "documentation.page",
    "documentation.asset",
)

_OWN_PERMISSIONS: Mapping[str, Permission] = (
    PARKED_PERMISSIONS
    | ACCESS_LOG_PERMISSIONS
    | DIRECTORY_PERMISSIONS
    | ACCOUNTS_PERMISSIONS
    | ME_PERMISSIONS
    | SEARCH_PERMISSIONS
    | CALENDAR_PERMISSIONS
    # Partners and terminals have no account: the service behind proves them, by the signature of
    # the message and by their key.
    | dict.fromkeys(
        (
            *_PUBLIC_ENDPOINTS,
            *PARTNER_ENDPOINTS,
            *TERMINAL_ENDPOINTS,
            *PUBLIC_DOOR_ENDPOINTS,
        ),
        PUBLIC,
    )
)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application; the start fails for want of a setting, a secret or a permission."""
    gateway = gateway_on(settings or Settings.from_environment())
    app = _application(gateway.settings)
    limits = SignInLimits(login_limiter(app, gateway.database), gateway.known_places)
    papers = AttachmentSettings.from_environment()
    api = _add_own_routes(app, gateway, limits)
    _add_doors(app, gateway, limits.limiter, papers)
    documents = ServiceDocuments(gateway.client)
    app.register_blueprint(documentation_blueprint(api, documents, gateway.settings.services))
    forwarded = _forward(app, gateway)
    of_papers = register_attachments(app, gateway.client, papers)
    watch_readiness(app, gateway.database, gateway.client, gateway.settings.services)
    pages = install_pages(app, gateway, limits)

    def identify(permission: Permission) -> Identity:
        return (
            pages.identify(permission)
            if permission.page
            else gateway.tokens.identify(request, permission)
        )

    guard(app, {**forwarded, **of_papers, **_OWN_PERMISSIONS, **pages.permissions}, identify)
    return app


def _application(settings: Settings) -> Flask:
    app = create_application(settings)
    app.url_map.merge_slashes = False
    if settings.proxy_hops:
        # Flask's own way to wrap an application, which its types do not know.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=0)  # type: ignore[method-assign]
    return app


def _add_own_routes(app: Flask, gateway: Gateway, limits: SignInLimits) -> DocumentedApi:
    """Add what the gateway answers itself; return where that is described."""
    api = create_api(app, "Concord")
    client, admission = gateway.client, gateway.admission
    for blueprint in (
        sign_in_blueprint(limits, admission.accounts, gateway.tokens),
        parked_blueprint(client, gateway.settings.services, gateway.officer_names),
        search_blueprint(client),
        directory_blueprint(admission.accounts, client),
        AccountsResource(admission).blueprint(),
        me_blueprint(admission, limits.limiter),
        KeptResource(gateway.views, gateway.drafts).blueprint(),
        access_log_blueprint(client),
        clocks_calendar_blueprint(client),
    ):
        api.register_blueprint(blueprint)
    return api


def _add_doors(app: Flask, gateway: Gateway, limiter: Limiter, papers: AttachmentSettings) -> None:
    """Add the routes of those who have no account here."""
    client, database = gateway.client, gateway.database
    app.register_blueprint(terminal_door(client, limiter))
    app.register_blueprint(public_door(client, limiter))
    app.register_blueprint(partner_door(client, Agencies(database), papers))
    hand_over_partners(app, PartnersLeft(database, client))


def _forward(app: Flask, gateway: Gateway) -> dict[str, Permission]:
    """Add the routes that services answer, each of them known; return who may call which."""
    routes = tuple(forwarded_routes())
    for service in sorted({route.service for route in routes}):
        gateway.settings.address_of(service)
    forwarder = Forwarder(
        gateway.client,
        gateway.vouching,
        gateway.known_matters,
        gateway.officer_names,
        LikelyDisputes(gateway.client),
    )
    register_forwarding(app, forwarder, routes)
    return {route.endpoint: route.permission for route in routes}

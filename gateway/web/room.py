"""The room of pages: their routes, who may open them, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, Response, request, session
from flask_wtf.csrf import CSRFProtect, generate_csrf

from gateway.access import EVERY_ACCOUNT, PUBLIC, Permission, current_officer
from gateway.accounts import RecentAccounts
from gateway.assembly import Gateway
from gateway.calendar_feeds import CalendarFeeds
from gateway.derived_keys import derived_key
from gateway.me import Views
from gateway.sessions import IDLE, PageSessions
from gateway.sign_in_limits import SignInLimits
from gateway.web import (
    account,
    advice,
    attention,
    calculator,
    calendar_feed,
    cases,
    corrections,
    dates,
    docket,
    hall,
    home,
    matters,
    papers,
    publication,
    revealing,
    saved_views,
    search,
    signing_in,
    steps,
    work,
    worklist,
)
from gateway.web.administration import add_routes as add_administration
from gateway.web.asking import Services
from gateway.web.catalogue import (
    capital,
    colon,
    gettext,
    in_brackets,
    page_language,
    said,
)
from gateway.web.colleagues import Colleagues
from gateway.web.look import SIZES, address_in, current_look, keep_look
from gateway.web.origins import comes_from_elsewhere
from gateway.web.oversight import add_routes as add_oversight
from gateway.web.public import add_routes as add_public_pages
from gateway.web.public.asking import Everybody
from gateway.web.public.files import expect_file
from gateway.web.questions import Questions
from gateway.web.refusals import PasswordNeededError, SignInNeededError, install_refusals
from gateway.web.routes import NAME, PageRoutes
from gateway.web.static_files import static_address, static_file
from gateway.web.step_drafts import StepDrafts
from gateway.web.terminal import add_routes as add_terminal
from shared.http.identity import Identity
from shared.http.language import language_tag
from shared.http.problems import forbidden
from shared.http.security_headers import CONTENT_SECURITY_POLICY
from shared.language import Text
from shared.legal_day import today

# The arrow of a select and the tick of a box are data addresses in Bootstrap's own styles.
PAGE_POLICY = CONTENT_SECURITY_POLICY.replace("img-src 'self'", "img-src 'self' data:")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_FOREIGN = Text(
    "请求来自其他网站，未予处理。", "The request came from another site; nothing was done."
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the gateway needs to know of the pages: who may open which, and who asks."""

    permissions: dict[str, Permission]
    recent: RecentAccounts

    def identify(self, permission: Permission) -> Identity:
        """
        Return who is signed in, with the role that the account has now.

        Whose password was set by somebody else is led to the page that changes it.
        """
        account = self.recent.find(str(session.get("account", "")))
        if account is None or account.disabled:
            raise SignInNeededError
        if session.get("signed_in_at", 0) < account.tokens_valid_from:
            raise SignInNeededError
        if account.one_time and not permission.with_one_time_password:
            # The password may have been changed just now.
            fresh = self.recent.find_anew(account.username)
            if fresh is None or fresh.one_time:
                raise PasswordNeededError
        return account.as_identity()

    def signed_in(self) -> Identity | None:
        """Return who is signed in, if anybody is."""
        try:
            return self.identify(EVERY_ACCOUNT)
        except SignInNeededError:
            return None


def install_pages(app: Flask, gateway: Gateway, limits: SignInLimits) -> Pages:
    """Register the pages on `app` and return who may open them."""
    admission, database, client = gateway.admission, gateway.database, gateway.client
    names = sorted(gateway.settings.services)
    interface = PageSessions(admission.sessions)
    app.session_interface = interface
    # Signs form tokens only: sessions live on the server.
    app.secret_key = derived_key(gateway.secrets, "workbench forms")
    # Origin is checked below: our pages send no Referer, which the strict way would ask for.
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False
    )
    protection = CSRFProtect(app)
    blueprint = Blueprint(NAME, __name__, template_folder="templates")
    routes = PageRoutes(blueprint, {})
    services = Services(client, gateway.vouching, gateway.known_matters, gateway.officer_names)

    blueprint.before_request(lambda: _check_origin(protection, routes))
    blueprint.after_request(_as_page)
    blueprint.after_request(keep_look)
    step_drafts = StepDrafts(gateway.drafts)
    pages = Pages(routes.permissions, admission.recent)
    install_refusals(app, blueprint, step_drafts, pages.signed_in)
    routes.add("/static/<content>/<name>", static_file, permission=PUBLIC, name="static_file")
    signing_in.add_routes(routes, admission.accounts, interface, limits)
    home.add_routes(routes, services)
    questions = Questions(derived_key(gateway.secrets, "workbench questions"))
    cases.add_routes(routes, services, questions)
    revealing.add_routes(routes, services)
    papers.add_routes(routes, services)
    steps.add_routes(routes, services, step_drafts, Colleagues(admission.accounts))
    publication.add_routes(routes, services)
    add_public_pages(routes, Everybody(client), limits.limiter)
    corrections.add_routes(routes, services, step_drafts)
    step_drafts.add_routes(routes)
    account.add_routes(routes, admission, limits.limiter)
    saved_views.add_routes(routes, gateway.views)
    search.add_routes(routes, services, questions)
    matters.add_routes(routes, services)
    attention.add_routes(routes, services)
    hall.add_routes(routes, services)
    feeds = CalendarFeeds(database)
    feeds.prepare()
    docket.add_routes(routes, services, admission.accounts, feeds)
    calendar_feed.add_routes(routes, client, feeds, admission.recent)
    calculator.add_routes(routes, services)
    add_administration(routes, services, admission, names)
    work.add_routes(routes, services)
    add_oversight(routes, services, admission.accounts, names)
    advice.add_routes(routes, services)
    add_terminal(routes)
    app.register_blueprint(blueprint)
    _equip_templates(app, gateway.views)
    return pages


def _check_origin(protection: CSRFProtect, routes: PageRoutes) -> None:
    """Refuse a changing request that another site's page sent, or that lacks the form's token."""
    if request.method not in _UNSAFE:
        return
    if comes_from_elsewhere():
        raise forbidden(_FOREIGN)
    papers.expect_files()
    expect_file()
    if request.endpoint in routes.without_token:
        return
    protection.protect()


def _as_page(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers["Content-Language"] = language_tag(page_language())
        response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def _equip_templates(app: Flask, views: Views) -> None:
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals["_"] = gettext
    environment.filters.update(
        said=said,
        dated=dates.dated,
        here_on=dates.here_on,
        here_at=dates.here_at,
        colon=colon,
        capital=capital,
        in_brackets=in_brackets,
    )
    environment.globals.update(
        static=static_address,
        csrf_token=generate_csrf,
        language=page_language,
        due_of=dates.due_of,
        left_of=dates.left_of,
        title_of=worklist.title_of,
        today=_today,
        idle_seconds=int(IDLE.total_seconds()),
        saved_views=lambda: views.of(current_officer().subject),
        address_to_save=saved_views.address_to_save,
        look=current_look,
        address_in=address_in,
        sizes=SIZES,
        here=lambda: request.full_path.rstrip("?"),
    )


def _today() -> date:
    return today()

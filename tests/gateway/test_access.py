from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from gateway.access import ADMIN, PUBLIC, Permission, UndeclaredRouteError, guard
from gateway.routes import forwarded_routes
from shared.house import TrackProfile, officer_labels, tracks
from shared.http.identity import OFFICER_ROLES, Identity
from tests.gateway.office import Office, bearer

OVERSEERS = ("supervisor", "admin")
OF_TRACKS = tuple(f"/api/v1/{track.collection}" for track in tracks())
GOLDEN = Path(__file__).with_name("access_matrix.txt")
PUBLIC_ROUTES = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/v1/auth/token",
    "/api/v1/openapi.json",
    "/api/docs",
    "/api/docs/assets/<name>",
    # Proven by the service behind, by signature (test_court_signatures.py).
    "/api/v1/court/notices",
    "/api/v1/court/papers",
    "/api/v1/court/cases/<court_case_no>/submissions",
    "/api/v1/partner/notices",
    "/api/v1/partner/papers",
    "/api/v1/partner/petitions/<rest>",
    "/api/v1/partner/suggestions/<rest>",
    "/api/v1/partner/referrals",
    # Proven by the service behind, by key or by code (test_terminals.py).
    "/api/v1/terminal",
    "/api/v1/terminal/<path:rest>",
    "/api/v1/terminal/files",
    "/api/v1/terminal/receipts/<code>",
    "/api/v1/public/receipts/<code>",
    "/api/v1/public/receipts/<code>/files",
    # What the public reads.
    "/api/v1/public/advice/paths",
    "/api/v1/public/receptions",
    "/api/v1/public/codes",
    "/api/v1/public/petitions",
    "/api/v1/public/corrections",
    "/api/v1/public/rules",
    "/api/v1/public/rules/<rule_id>/compute",
    "/api/v1/public/decisions",
    "/api/v1/public/decisions/<path:rest>",
}


PUBLIC_PAGES = {
    "/static/<content>/<name>",
    "/sign-in",
    "/language",
    "/calendar/<secret>.ics",
    "/terminal",
    "/terminal/service-worker.js",
    "/public",
    "/public/advice",
    "/public/calculator",
    "/public/petition",
    "/public/receipts",
    "/public/receipts/files",
    "/public/decisions",
    "/public/decisions/<decision_id>",
}


def _nobody(_permission: Permission) -> Identity:
    raise AssertionError("nobody asks")


def test_a_route_without_a_permission_stops_the_start() -> None:
    app = Flask("gateway", static_folder=None)
    app.add_url_rule("/declared", "declared", lambda: "")
    app.add_url_rule("/forgotten", "forgotten", lambda: "")

    with pytest.raises(UndeclaredRouteError, match="/forgotten"):
        guard(app, {"declared": PUBLIC}, _nobody)


def test_a_route_added_after_the_guard_is_not_served() -> None:
    app = Flask("gateway", static_folder=None)
    guard(app, {}, _nobody)
    app.add_url_rule("/late", "late", lambda: "open")

    assert app.test_client().get("/late").status_code == 500


def test_the_view_does_not_run_for_a_wrong_role() -> None:
    app = Flask("gateway", static_folder=None)
    ran: list[bool] = []

    def sweep() -> str:
        ran.append(True)
        return ""

    app.add_url_rule("/sweep", "sweep", sweep)
    app.register_error_handler(Exception, lambda error: (str(error), 403))
    guard(app, {"sweep": ADMIN}, lambda _permission: Identity("wang", "王五", "mediator"))

    assert app.test_client().get("/sweep").status_code == 403
    assert not ran


def test_nothing_but_the_public_routes_is_answered_without_a_token(
    staffed_office: Office,
) -> None:
    app = staffed_office.application()
    client = app.test_client()
    asked = set()
    for rule in app.url_map.iter_rules():
        if rule.rule in PUBLIC_ROUTES or rule.endpoint.startswith("pages."):
            continue
        path = rule.rule.replace("<path:rest>", "1")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert client.open(path, method=method).status_code == 401, (method, path)
            asked.add(rule.rule)

    assert len(asked) > 20


def test_no_page_but_the_public_ones_opens_without_a_session(staffed_office: Office) -> None:
    app = staffed_office.application()
    client = app.test_client()
    asked = 0
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("pages.") or rule.rule in PUBLIC_PAGES:
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = client.open(path, method=method)
            assert answer.status_code == 303, (method, path)
            assert answer.headers["Location"].startswith("/sign-in?next="), (method, path)
            asked += 1

    assert asked > 20


def test_the_matrix_of_roles_and_routes_is_the_agreed_one() -> None:
    """Officers of tracks may call the same routes between the tracks, whatever tracks there are."""
    between = [route for route in forwarded_routes() if not route.path.startswith(OF_TRACKS)]
    rows = [f"{'route':<42}{'officers':<12}{'supervisor':<12}admin"]
    for route in sorted(between, key=lambda r: (r.path, r.method)):
        allowed = route.permission.roles
        assert allowed & officer_labels().keys() in (set(), officer_labels().keys()), route
        marks = ["yes" if role in allowed else "-" for role in (tracks()[0].officer, *OVERSEERS)]
        rows.append(f"{route.method + ' ' + route.path:<42}" + "".join(f"{m:<12}" for m in marks))
    drawn = "\n".join(row.rstrip() for row in rows) + "\n"

    assert drawn == GOLDEN.read_text()


@pytest.mark.parametrize("track", tracks(), ids=lambda track: track.package)
def test_the_routes_of_a_track_are_for_its_officers_and_those_who_oversee(
    track: TrackProfile,
) -> None:
    below = f"/api/v1/{track.collection}"
    found = [route for route in forwarded_routes() if route.path.startswith(below)]

    assert {route.path for route in found} == {
        f"/api/v1/{track.collection}{rest}" for rest in ("", "/<path:rest>", "/assign")
    }
    assert {route.permission.roles for route in found} == {frozenset({track.officer, *OVERSEERS})}


@pytest.mark.parametrize("role", OFFICER_ROLES)
def test_each_role_passes_exactly_where_the_matrix_says(staffed_office: Office, role: str) -> None:
    client = staffed_office.application().test_client()
    proof = bearer(client, role)

    for route in forwarded_routes():
        path = route.path.replace("<path:rest>", "1")
        status = client.open(path, method=route.method, headers=proof).status_code
        # Where only the petitions service is there, passing means 200 or 503.
        passed = status in {200, 503}
        assert passed == (role in route.permission.roles), (role, route.method, path, status)
        assert passed or status == 403


def test_no_path_stands_for_two_services() -> None:
    services: dict[str, set[str]] = {}
    for route in forwarded_routes():
        services.setdefault(route.path.split("/")[3], set()).add(route.service)

    # What a notice moves is read off the docket; what day it is, is no matter of cases.
    assert services.pop("calendar") == {"coordination", "almanac"}
    assert {len(found) for found in services.values()} == {1}
    assert all(services[track.collection] == {track.service} for track in tracks())
    assert services["matters"] == services["clocks"] == {"coordination"}
    assert services["rules"] == services["advice"] == {"almanac"}

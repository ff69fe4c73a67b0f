"""The secret address by which a calendar program fetches an officer's time limits and hearings."""

from __future__ import annotations

from flask import Response

from gateway.access import PUBLIC
from gateway.accounts import RecentAccounts
from gateway.calendar_feeds import CalendarFeeds
from gateway.calendar_file import MEDIA_TYPE, calendar_file
from gateway.web.routes import PageRoutes
from shared.http.client import ServiceClient
from shared.http.problems import not_found


def add_routes(
    routes: PageRoutes,
    client: ServiceClient,
    feeds: CalendarFeeds,
    accounts: RecentAccounts,
) -> None:
    """Add the address that calendar programs fetch; the secret in it is the only proof."""

    def calendar_feed(secret: str) -> Response:
        username = feeds.owner(secret)
        account = accounts.find(username) if username else None
        if account is None or account.disabled:
            raise not_found()
        officer = account.as_identity()
        feed = calendar_file(client, officer, {"assignee": officer.subject})
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return Response(feed, mimetype=MEDIA_TYPE, headers=headers)

    routes.add("/calendar/<secret>.ics", calendar_feed, permission=PUBLIC)

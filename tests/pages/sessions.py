"""Sessions at the workbench that tests share: proving a password is slow, and meant to be."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from gateway.sessions import COOKIE

# Well before the server ends a session that nobody used.
_GOOD_FOR_SECONDS = 600.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class SharedSessions:
    """One session per installation and account; a test that ends one makes its own instead."""

    _kept: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    def lend(self, context: BrowserContext, address: str, account: Mapping[str, str]) -> None:
        """Give a browser the cookie of an officer's session, which begins now if there is none."""
        key = address, account["username"]
        session, until = self._kept.get(key, ("", 0.0))
        if until < time.monotonic():
            session = _signed_in(context, address, account)
            self._kept[key] = session, time.monotonic() + _GOOD_FOR_SECONDS
        host = urlsplit(address).hostname or ""
        context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": session,
                    "domain": host,
                    "path": "/",
                    "secure": True,
                    "httpOnly": True,
                }
            ]
        )

    def forget(self, address: str, account: Mapping[str, str]) -> None:
        """Let the next test begin a session, since this one's was ended."""
        self._kept.pop((address, account["username"]), None)


SHARED = SharedSessions()


def _signed_in(context: BrowserContext, address: str, account: Mapping[str, str]) -> str:
    """Sign in by the form, without drawing a page; return the id of the session."""
    # Signing in with a session of somebody else would end that one.
    context.clear_cookies()
    asked = context.request.get(f"{address}/sign-in").text()
    token = _TOKEN.search(asked)
    assert token is not None, asked
    form: dict[str, str | float | bool] = {
        "username": account["username"],
        "password": account["password"],
        "csrf_token": token[1],
    }
    answer = context.request.post(f"{address}/sign-in", form=form, max_redirects=0)
    assert answer.status == 303, answer.text()
    return next(each["value"] for each in context.cookies() if each.get("name") == COOKIE)

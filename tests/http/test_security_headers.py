from __future__ import annotations

from pathlib import Path

import pytest

from tests.http.applications import an_application, settings_in


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nowhere", "/me", "/broken"])
def test_each_answer_tells_a_browser_how_little_it_may_do(tmp_path: Path, path: str) -> None:
    headers = an_application(settings_in(tmp_path)).test_client().get(path).headers

    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in headers

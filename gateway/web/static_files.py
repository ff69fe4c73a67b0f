"""Styles and scripts of the pages, each under an address that changes with its content."""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
from pathlib import Path

from flask import Response, send_file

from shared.http.problems import not_found

_OWN = Path(__file__).parent / "static"
_BOOTSTRAP = Path(str(importlib.resources.files("flask_bootstrap"))) / "static" / "bootstrap5"
_FILES = {
    "bootstrap.css": _BOOTSTRAP / "css" / "bootstrap.min.css",
    "concord.css": _OWN / "concord.css",
    "icon.svg": _OWN / "icon.svg",
    "form.js": _OWN / "form.js",
    "keys.js": _OWN / "keys.js",
    "papers.js": _OWN / "papers.js",
    "print.js": _OWN / "print.js",
    "public.css": _OWN / "public.css",
    "receipt.css": _OWN / "receipt.css",
    "session.js": _OWN / "session.js",
    "terminal.css": _OWN / "terminal" / "terminal.css",
    "terminal_files.js": _OWN / "terminal" / "files.js",
    "terminal_page.js": _OWN / "terminal" / "page.js",
    "terminal_queue.js": _OWN / "terminal" / "queue.js",
}
_YEAR_SECONDS = 365 * 24 * 3600


@functools.cache
def static_address(name: str) -> str:
    """Return the address of a file; it may be kept for ever, because new content has another."""
    content = hashlib.sha256(_FILES[name].read_bytes()).hexdigest()[:12]
    return f"/static/{content}/{name}"


def static_file(content: str, name: str) -> Response:
    """Return a file of the pages; only under the address of its present content."""
    if name not in _FILES or static_address(name) != f"/static/{content}/{name}":
        raise not_found()
    response = send_file(_FILES[name], max_age=_YEAR_SECONDS)
    response.headers["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return response

"""The routes that document the whole API: `/api/v1/openapi.json` and `/api/docs`."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template, send_file

from gateway.answer_words import ANSWER_WORDS
from gateway.documents import BEARER, Document, ServiceDocuments, all_of, merged
from gateway.officer_names import describe_names
from shared.casework.answer_words import ANSWER_WORDS as CASE_WORDS
from shared.http.language import language_tag, request_language
from shared.http.openapi import DocumentedApi, document_of
from shared.http.problems import not_found
from shared.http.security_headers import CONTENT_SECURITY_POLICY
from shared.language import Text

_OWN = Path(__file__).parent / "documentation_page"
_SWAGGER_UI = Path(str(importlib.resources.files("flask_swagger_ui"))) / "dist"
_ASSETS = {
    "start.js": _OWN,
    "page.css": _OWN,
    "swagger-ui-bundle.js": _SWAGGER_UI,
    "swagger-ui.css": _SWAGGER_UI,
    "favicon-32x32.png": _SWAGGER_UI,
}
# The icons inside swagger-ui.css are data addresses; nothing else about the page is looser.
_PAGE_POLICY = CONTENT_SECURITY_POLICY.replace("img-src 'self'", "img-src 'self' data:")

TITLE = Text("协理：行政争议案件接口", "Concord: the API of administrative disputes")
INTRODUCTION = Text(
    "先以 POST /api/v1/auth/token 换取令牌，再在“Authorize”中填入。"
    "错误一律为 application/problem+json，语言随 Accept-Language。",
    "Exchange your password for a token at POST /api/v1/auth/token, then enter it at Authorize. "
    "Refusals are application/problem+json, in the language of Accept-Language.",
)
_NOSCRIPT = Text("此页需要 JavaScript。", "This page needs JavaScript.")


def documentation_blueprint(
    api: DocumentedApi, documents: ServiceDocuments, services: Iterable[str]
) -> Blueprint:
    """Return the routes of the documentation; services are asked when somebody reads it."""
    names = tuple(services)
    blueprint = Blueprint("documentation", __name__, template_folder=str(_OWN))

    def document() -> Response:
        return jsonify(describe_names(merged(_own(api), all_of(documents, names))))

    blueprint.add_url_rule("/api/v1/openapi.json", "document", document, methods=["GET"])
    blueprint.add_url_rule("/api/docs", "page", _page, methods=["GET"])
    blueprint.add_url_rule("/api/docs/assets/<name>", "asset", _asset, methods=["GET"])
    return blueprint


def _own(api: DocumentedApi) -> Document:
    language = request_language()
    own: Document = document_of(api, CASE_WORDS | ANSWER_WORDS)
    components = {**own.get("components", {}), "securitySchemes": {"bearer": BEARER}}
    info = {
        **own["info"],
        "title": TITLE.in_language(language),
        "description": INTRODUCTION.in_language(language),
    }
    return {**own, "info": info, "components": components, "security": [{"bearer": []}]}


def _page() -> Response:
    language = request_language()
    page = render_template(
        "page.html",
        tag=language_tag(language),
        title=TITLE.in_language(language),
        introduction=INTRODUCTION.in_language(language),
        noscript=_NOSCRIPT.in_language(language),
    )
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    response.headers["Content-Language"] = language_tag(language)
    response.headers["Vary"] = "Accept-Language"
    return response


def _asset(name: str) -> Response:
    folder = _ASSETS.get(name)
    if folder is None:
        raise not_found()
    return send_file(folder / name, max_age=24 * 3600)

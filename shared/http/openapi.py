"""Routes that document themselves (flask-smorest), with the refusals of the house."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, Response, jsonify
from flask_smorest import Api
from marshmallow import Schema, fields

from shared.http.blueprint import DocumentedBlueprint
from shared.http.descriptions import Vocabulary, describe
from shared.http.problems import MEDIA_TYPE
from shared.http.schemas import StrictSchema

OPENAPI_VERSION = "3.1.0"


class ProblemSchema(StrictSchema):
    """A refusal (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    basis = fields.String()
    allowed = fields.List(fields.String())
    entry = fields.Integer()


class _Converter(OpenAPIConverter):
    """Says of a schema what its class says of itself."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        # The method carries no types in apispec.
        convert: Callable[[Schema], dict[str, Any]] = super().schema2jsonschema
        found = convert(schema)
        said = inspect.cleandoc(type(schema).__doc__ or "")
        return {"description": said, **found} if said else found


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


class DocumentedApi(Api):
    """
    The OpenAPI document of an application's own routes, written when it is first asked for.

    Most processes are never asked, and to write it takes longer than all else that makes an
    application.
    """

    # What each operation refuses is said by itself.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask, spec_kwargs: Mapping[str, Any]) -> None:
        self._undescribed: list[DocumentedBlueprint] = []
        self._writing = Lock()
        super().__init__(app, spec_kwargs=spec_kwargs)

    def register_blueprint(self, blueprint: DocumentedBlueprint) -> None:
        """Serve the routes of `blueprint`; the document will tell them unless it is internal."""
        self._app.register_blueprint(blueprint)
        if not blueprint.is_internal:
            self._undescribed.append(blueprint)

    def written(self) -> dict[str, Any]:
        """Return the document; it tells the blueprints in the order in which they came."""
        with self._writing:
            for each in self._undescribed:
                each.register_views_in_doc(
                    self, self._app, self.spec, name=each.name, parameters=None
                )
                self.spec.tag({"name": each.name, "description": each.description})
            self._undescribed.clear()
            return self.spec.to_dict()

    def _register_error_handlers(self) -> None:
        """Leave refusals to `shared.http.problems`."""

    def _register_responses(self) -> None:
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase, "content": content}
            if status in _HEADERS:
                header = {"required": True, "schema": {"type": "string"}}
                response["headers"] = {_HEADERS[status]: header}
            self.spec.components.response(status.name, response, lazy=True)

    def _register_pagination_header(self) -> None:
        """Leave out the paging of flask-smorest, which is not ours."""


_HEADERS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}


def create_api(app: Flask, title: str) -> DocumentedApi:
    """Return the API to register `DocumentedBlueprint`s on; its document is OpenAPI 3.1."""
    app.config.update(API_TITLE=title, API_VERSION="v1", OPENAPI_VERSION=OPENAPI_VERSION)
    return DocumentedApi(app, spec_kwargs={"marshmallow_plugin": _Plugin()})


def document_of(api: DocumentedApi, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the document of the application's own routes, in the words of `vocabulary`."""
    return describe(api.written(), vocabulary)


def serve_document(
    app: Flask,
    api: DocumentedApi,
    vocabulary: Vocabulary,
    *,
    amended: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document,
) -> None:
    """
    Serve the document at `/openapi.json`, where the gateway looks for it.

    `amended` adds what is known while the application runs.
    """

    def document() -> Response:
        return jsonify(amended(document_of(api, vocabulary)))

    app.add_url_rule("/openapi.json", "openapi", document, methods=["GET"])

"""
Routes in the decorators of flask-smorest, which take what they say and nothing else.

The decorators mean what they mean in flask-smorest. The rules of the house come with them: fields
have words in both languages, what nobody reads must be empty, refusals are told. On methods:

    routes = DocumentedBlueprint("letters", __name__, url_prefix=API, description="信件 letters")

    @routes.post("/letters")
    @routes.asked_by(officer)
    @routes.arguments(NewLetter)
    @routes.response(201, LetterAnswer)
    @routes.doc(summary="写信 / write a letter")
    def write(self, letter: dict[str, Any]) -> dict[str, Any]: ...

and `routes.bound_to(self)` serves them; or in a function that is given what its routes need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial, update_wrapper, wraps
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint as FlaskBlueprint
from flask import Response, jsonify, request
from flask.sansio.app import App
from flask_smorest import Blueprint
from flask_smorest.utils import set_status_and_headers_in_response, unpack_tuple_response
from marshmallow import Schema

from shared.http.bodies import body_of
from shared.http.dumping import writer_of
from shared.http.labels import Values, check_labels, one_of
from shared.http.operations import (
    VERSION_PARAMETER,
    Answer,
    Decorator,
    Parameter,
    View,
    answering,
    completed,
    described,
    json_body,
)
from shared.http.preconditions import expected_versions
from shared.http.schemas import Nothing, load_query, reader_of

API = "/api/v1"
_View = TypeVar("_View", bound=View)


class DocumentedBlueprint(Blueprint):
    """
    Routes that serve what their decorators say; a view's name is its `operationId`.

    From the outside in: the route, who asks, what is read, what is answered, what else is told.
    What a view returns is dumped by the schema of its answer; a `Response` goes out as it is.
    What services ask each other is `internal`: it is served and described as all else, and the
    document does not tell it.
    """

    def __init__(
        self,
        name: str,
        import_name: str,
        *,
        url_prefix: str | None = None,
        description: str = "",
        internal: bool = False,
    ) -> None:
        super().__init__(name, import_name, url_prefix=url_prefix, description=description)
        self.is_internal = internal
        self._declared: list[tuple[str, str, View]] = []

    def route(self, rule: str, **options: Any) -> Callable[[_View], _View]:
        """Serve the view at `rule` for one of `methods`, as `get`, `post` and so on do."""
        (method,) = options["methods"]

        def declare(view: _View) -> _View:
            self._declared.append((rule, method, view))
            return view

        return declare

    def bound_to(
        self, resource: object, onto: DocumentedBlueprint | None = None, **path_values: Values
    ) -> DocumentedBlueprint:
        """
        Return the routes declared on the methods of `resource`, `onto` others or alone.

        `path_values` are the values of a part of the path that has no others.
        """
        bound = onto or type(self)(
            self.name,
            self.import_name,
            url_prefix=self.url_prefix,
            description=self.description,
            internal=self.is_internal,
        )
        for rule, method, view in self._declared:
            own: View = update_wrapper(partial(view, resource), view)
            parts = [_part(name, path_values[name]) for name in path_values if f"<{name}>" in rule]
            bound._declared.append((rule, method, described(own, parameters=parts)))
        return bound

    def register(self, app: App, options: dict[str, Any]) -> None:
        """Serve what was declared, as it is described."""
        for rule, method, view in self._declared:
            whole = completed(view, method)
            self.add_url_rule(rule, whole.__name__, _strict(whole, method), methods=[method])
        super().register(app, options)

    def add_silent_rule(self, rule: str, endpoint: str, view: Any, method: str) -> None:
        """Add a route that the document does not tell."""
        FlaskBlueprint.add_url_rule(self, rule, endpoint, view, methods=[method])

    @staticmethod
    def asked_by(check: Callable[[], object]) -> Decorator:
        """Refuse whom `check` refuses before anything else is read."""

        def decorate(view: View) -> View:
            @wraps(view)
            def checked(*given: Any, **values: Any) -> Any:
                check()
                return view(*given, **values)

            return checked

        return decorate

    @staticmethod
    def asked_as(prove: Callable[[Any], object]) -> Decorator:
        """As `asked_by`, with a method of the resource, whose finding is given to the view."""

        def decorate(view: View) -> View:
            @wraps(view)
            def proven(resource: object, *given: Any, **values: Any) -> Any:
                return view(resource, prove(resource), *given, **values)

            return proven

        return decorate

    @staticmethod
    def arguments(
        schema: type[Schema], *, location: str = "json", required: bool = True
    ) -> Decorator:
        """
        Give the view what `schema` reads of the body, or of the query.

        A body that is not `required` may be left out. 422 names every field that is refused;
        `UnlabelledError`, which ends the start, a field or a choice without words.
        """
        tell = DocumentedBlueprint.reads(schema, location=location, required=required)
        reader = reader_of(schema)

        def decorate(view: View) -> View:
            @wraps(view)
            def given_arguments(*given: Any, **values: Any) -> Any:
                if location == "query":
                    read = load_query(reader, request.args)
                else:
                    read = body_of(reader, optional=not required)
                return view(*given, read, **values)

            return tell(given_arguments)

        return decorate

    @staticmethod
    def expecting(view: View) -> View:
        """Give the view the versions that `If-Match` names, as `expected_versions` reads them."""

        @wraps(view)
        def given_versions(*given: Any, **values: Any) -> Any:
            return view(*given, expected_versions(request), **values)

        refused = {"412": HTTPStatus(412).name}
        return described(given_versions, parameters=[VERSION_PARAMETER], responses=refused)

    @staticmethod
    def reads(*schemas: type[Schema], location: str = "json", required: bool = True) -> Decorator:
        """Tell the body, one of `schemas`, or the query; the view reads it itself."""
        for each in schemas:
            check_labels(each)
        if location == "query":
            return partial(described, parameters=[{"in": "query", "schema": schemas[0]}])
        body: Answer = schemas[0] if len(schemas) == 1 else {"oneOf": list(schemas)}
        return partial(described, requestBody=json_body(body, required=required))

    @staticmethod
    def headers(*parameters: Parameter) -> Decorator:
        """Tell headers that the view reads."""
        return partial(described, parameters=list(parameters))

    @staticmethod
    def response(
        status: int,
        schema: type[Schema] | Schema | None = None,
        *,
        headers: Mapping[str, Any] | None = None,
    ) -> Decorator:
        """
        Answer what the view returns, dumped by `schema`; without one there is no content.

        An instance with `many` dumps a list. A view may return its status and headers behind it:
        `found, 201, {"Location": …}`.
        """

        def decorate(view: View) -> View:
            @wraps(view)
            def answered(*given: Any, **values: Any) -> Any:
                found, own_status, more = unpack_tuple_response(view(*given, **values))
                if isinstance(found, Response):
                    return found
                made = Response() if schema is None else jsonify(writer_of(schema)(found))
                set_status_and_headers_in_response(made, own_status or status, more)
                return made

            return answering(answered, status, schema, headers)

        return decorate

    @staticmethod
    def alt_response(
        status: int, *, schema: Answer | None = None, headers: Mapping[str, Any] | None = None
    ) -> Decorator:
        """Tell another answer; without a schema the refusal of that status."""
        if schema is None:
            return partial(described, responses={str(status): HTTPStatus(status).name})
        return partial(answering, status=status, schema=schema, headers=headers)

    @staticmethod
    def refuses(statuses: Iterable[int]) -> Decorator:
        """Tell these refusals in place of those that a route of its method has."""

        return partial(described, refuses=frozenset(statuses))

    @staticmethod
    def unstored(view: View) -> View:
        """Have no cache keep what is answered."""

        @wraps(view)
        def kept_by_nobody(*given: Any, **values: Any) -> Response:
            found: Response = view(*given, **values)
            found.headers["Cache-Control"] = "no-store"
            return found

        return kept_by_nobody

    @staticmethod
    def doc(**told: Any) -> Decorator:
        """Tell what no other decorator says: `summary`, `security`, `operationId`."""
        return partial(described, **told)


def _part(name: str, values: Values) -> Parameter:
    schema = {"type": "string", **one_of(values)}
    return {"in": "path", "name": name, "required": True, "schema": schema}


def _strict(view: View, method: str) -> View:
    """Return a view that refuses a query and a body that nobody would read."""
    told = vars(view)["_apidoc"]["manual_doc"]
    reads_query = any(each["in"] == "query" for each in told["parameters"])
    reads_body = method != "POST" or "requestBody" in told
    nothing = reader_of(Nothing)

    @wraps(view)
    def serve(**values: Any) -> Any:
        if not reads_query and request.args:
            load_query(nothing, request.args)
        if not reads_body:
            body_of(nothing, optional=True)
        return view(**values)

    return serve

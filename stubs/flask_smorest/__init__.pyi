"""What is used of flask-smorest, which ships no types."""

from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from flask import Blueprint as FlaskBlueprint
from flask import Flask

class Blueprint(FlaskBlueprint):
    description: str
    def __init__(
        self, name: str, import_name: str, *, url_prefix: str | None = ..., description: str = ...
    ) -> None: ...
    def register_views_in_doc(
        self,
        api: Api,
        app: Flask,
        spec: APISpec,
        *,
        name: str,
        parameters: list[dict[str, Any]] | None,
    ) -> None: ...

class Api:
    DEFAULT_ERROR_RESPONSE_NAME: str | None
    spec: APISpec
    _app: Flask
    def __init__(self, app: Flask, *, spec_kwargs: Mapping[str, Any]) -> None: ...

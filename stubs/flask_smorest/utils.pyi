"""What is used of flask-smorest's handling of answers."""

from collections.abc import Mapping
from typing import Any

from flask import Response

def unpack_tuple_response(rv: Any) -> tuple[Any, int | None, Mapping[str, str] | None]: ...
def set_status_and_headers_in_response(
    response: Response, status: int | None, headers: Mapping[str, str] | None
) -> None: ...

"""Asking the services on behalf of the officer whose page is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import requests

from gateway.access import current_officer
from gateway.known_matters import KnownMatters
from gateway.officer_names import OfficerNames
from gateway.vouching import Vouching
from gateway.web.catalogue import asked_language
from shared.http.client import CONNECT_SECONDS, READ_SECONDS, ServiceClient
from shared.http.passing_on import checked
from shared.http.problems import Problem
from shared.language import Text

Answer = dict[str, Any]
Parameters = Mapping[str, str | int]


class ServiceRefusal(Problem):
    """
    What a service refused, as it said it.

    `answer` is its problem+json in the language of the page: its words are shown as they are.
    """

    def __init__(self, status: int, answer: Mapping[str, Any]) -> None:
        detail = str(answer.get("detail", ""))
        super().__init__(status, str(answer.get("code", "http-error")), Text(detail, detail))
        self.answer = dict(answer)


@dataclass(frozen=True, slots=True)
class Services:
    """The services behind, asked with the identity of the session."""

    client: ServiceClient
    vouching: Vouching
    matters: KnownMatters
    names: OfficerNames

    def get(self, service: str, path: str, params: Parameters | None = None) -> Any:
        """Return the JSON of an answer; `ServiceRefusal` when the service refuses."""
        return self._read(service, self._ask(service, "GET", path, params=params))

    def post(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any],
        *,
        params: Parameters | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = READ_SECONDS,
    ) -> Any:
        """
        Return the JSON of the answer to a POST; `ServiceRefusal` when the service refuses.

        `seconds` is how long the answer may take.
        """
        answer = self._ask(
            service,
            "POST",
            path,
            json=body,
            params=params,
            headers=headers,
            assignee=self.vouching.named(body),
            timeout=(CONNECT_SECONDS, seconds),
        )
        self.matters.note(f"/api/v1{path}", answer, current_officer())
        return self._read(service, answer)

    def delete(self, service: str, path: str, *, headers: Mapping[str, str] | None = None) -> Any:
        """Return the JSON of the answer to a DELETE; `ServiceRefusal` when it is refused."""
        return self._read(service, self._ask(service, "DELETE", path, headers=headers))

    def send(
        self, service: str, path: str, body: Iterable[bytes], media_type: str, *, seconds: float
    ) -> Any:
        """Return the JSON of the answer to a body that is sent piece by piece; as `post`."""
        headers = {"Content-Type": media_type}
        timeout = (CONNECT_SECONDS, seconds)
        return self._read(
            service, self._ask(service, "POST", path, data=body, headers=headers, timeout=timeout)
        )

    def _read(self, service: str, answer: requests.Response) -> Any:
        refuse_errors(answer)
        return self.names.read(service, answer)

    def _ask(self, service: str, method: str, path: str, **asked: Any) -> requests.Response:
        headers = {"Accept-Language": asked_language(), **(asked.pop("headers", None) or {})}
        answer = self.client.request(
            service, method, f"/api/v1{path}", identity=current_officer(), headers=headers, **asked
        )
        return checked(service, answer)


def page_or_refusal(ask: Callable[[], Answer]) -> tuple[Answer, str | None]:
    """Return a page of a list; an empty one, and why, when it was narrowed by what cannot be."""
    try:
        return ask(), None
    except ServiceRefusal as refused:
        if refused.status != requests.codes.unprocessable_entity:
            raise
        return {"items": [], "next_cursor": None}, words_of(refused)


def words_of(refused: ServiceRefusal) -> str:
    """Return what a refusal says: of its fields, or else as a whole."""
    return " ".join(errors_of(refused.answer)) or str(refused.answer.get("detail", ""))


def errors_of(answer: Mapping[str, Any]) -> list[str]:
    """Return what a refusal says of single fields, each text once."""
    lines = (answer.get("errors") or {}).values()
    return list(dict.fromkeys(str(text) for texts in lines for text in texts))


def refuse_errors(answer: requests.Response) -> None:
    """Raise `ServiceRefusal` when an answer is a refusal."""
    if answer.status_code >= requests.codes.bad_request:
        raise ServiceRefusal(answer.status_code, answer.json())

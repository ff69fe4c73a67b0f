"""One message on its way: to the checked address and no other, in bounded time."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from services.liaison.webhooks.addresses import WebAddress

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
WHOLE_SECONDS = 25.0


class NoAnswerError(Exception):
    """The receiver did not answer; `code` says in a word how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReceiverAnswer:
    """What of an answer counts: its status, and when to come again."""

    status: int
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """
    Sends messages; `context` decides whose certificates are believed.

    Redirects are answers like any other. The body of an answer is not read.
    """

    context: ssl.SSLContext
    whole_seconds: float = WHOLE_SECONDS

    def send(
        self, address: WebAddress, ip_address: str, headers: Mapping[str, str], body: bytes
    ) -> ReceiverAnswer:
        """Post `body` over a connection to `ip_address`; `NoAnswerError` when nothing comes."""
        try:
            return self._sent(address, ip_address, headers, body)
        except TimeoutError as error:
            raise NoAnswerError("timed-out") from error
        except ssl.SSLError as error:
            raise NoAnswerError("not-trusted") from error
        except http.client.HTTPException as error:
            raise NoAnswerError("no-http") from error
        except OSError as error:
            raise NoAnswerError("unreachable") from error

    def _sent(
        self, address: WebAddress, ip_address: str, headers: Mapping[str, str], body: bytes
    ) -> ReceiverAnswer:
        link = socket.create_connection((ip_address, address.port), timeout=CONNECT_SECONDS)
        # The time-outs of a socket start anew with every byte: a drip would hold us for ever.
        end = threading.Timer(self.whole_seconds, _cut, [link])
        end.daemon = True
        end.start()
        connection = http.client.HTTPConnection(address.host, address.port)
        try:
            connection.sock = self._secured(link, address)
            connection.sock.settimeout(ANSWER_SECONDS)
            sent = {"Host": address.authority, "Connection": "close", **headers}
            connection.request("POST", address.target, body, sent)
            answer = connection.getresponse()
            return ReceiverAnswer(answer.status, answer.getheader("Retry-After"))
        finally:
            end.cancel()
            connection.close()
            link.close()

    def _secured(self, link: socket.socket, address: WebAddress) -> socket.socket:
        if address.scheme == "http":
            return link
        return self.context.wrap_socket(link, server_hostname=address.host)


def _cut(link: socket.socket) -> None:
    with suppress(OSError):  # it has ended by itself
        link.shutdown(socket.SHUT_RDWR)

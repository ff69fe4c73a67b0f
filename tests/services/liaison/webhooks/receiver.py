"""A receiver of webhooks, as a program of its own: `receiver.py PORT SECRET LOG STATUS…`.

It answers with the given statuses in turn, the last of them for ever; `drip` never ends its
answer. What reaches it is written to LOG, one JSON object a line, with whether it was signed as
Standard Webhooks 1.0.0 says. It knows nothing of the library that the sender uses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORT, SECRET, LOG, *ANSWERS = sys.argv[1:]


class Receiver(BaseHTTPRequestHandler):
    answered = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = ANSWERS[min(Receiver.answered, len(ANSWERS) - 1)]
        Receiver.answered += 1
        line = {
            "path": self.path,
            "id": self.headers["webhook-id"],
            "host": self.headers["Host"],
            "signed": self._is_signed(body),
            "body": json.loads(body),
        }
        with Path(LOG).open("a") as log:
            log.write(json.dumps(line) + "\n")
        if status == "drip":
            self._drip()
        self.send_response(int(status))
        if status.startswith("3"):
            self.send_header("Location", f"http://127.0.0.1:{PORT}/elsewhere")
        if status == "503":
            self.send_header("Retry-After", "120")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _is_signed(self, body: bytes) -> bool:
        stamp = self.headers["webhook-timestamp"]
        if abs(time.time() - int(stamp)) > 300:
            return False
        signed = f"{self.headers['webhook-id']}.{stamp}.".encode() + body
        key = base64.b64decode(SECRET.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{expected}" in self.headers["webhook-signature"].split(" ")

    def _drip(self) -> None:
        for _ in range(600):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.1)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(PORT)), Receiver).serve_forever()

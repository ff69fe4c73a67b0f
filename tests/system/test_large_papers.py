"""Papers as large as they come, through the gateway of an installation, and worse ones."""

from __future__ import annotations

import http.client
import io
import os
import socket
import zlib
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from PIL import Image

from deploy.embedded.stack import Stack
from tests.support.stack import Case, Officers
from tests.system.cases import under_review

ROLE = "reconsideration_officer"
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def case(officers: Officers) -> Case:
    return under_review(officers)


def at(stack: Stack, case: Case) -> str:
    return f"{stack.address}/api/v1/reconsiderations/{case['id']}/attachments"


def proof(officers: Officers) -> dict[str, str]:
    return {"Authorization": f"Bearer {officers.token(ROLE)}"}


def hand_in(
    stack: Stack, officers: Officers, case: Case, name: str, content: bytes
) -> requests.Response:
    return requests.post(
        at(stack, case), files={"files": (name, content)}, headers=proof(officers), timeout=120
    )


def a_picture_of(size: int) -> bytes:
    """Return a picture of so many bytes and few pixels: what stands behind its end counts too."""
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, "JPEG")
    return drawn.getvalue() + os.urandom(size - len(drawn.getvalue()))


def is_well(stack: Stack, officers: Officers, case: Case) -> bool:
    """Say whether the gateway and the track behind still answer."""
    answer = requests.get(at(stack, case), headers=proof(officers), timeout=30)
    return answer.status_code == 200


def test_a_paper_of_the_largest_size_is_kept_and_handed_out_in_parts(
    stack: Stack, officers: Officers, case: Case
) -> None:
    content = a_picture_of(50 * MEGABYTE)

    kept = hand_in(stack, officers, case, "现场.jpg", content)

    assert kept.status_code == 201, kept.text
    paper = next(each for each in kept.json()["items"] if each["name"] == "现场.jpg")
    address = f"{at(stack, case)}/{paper['id']}?purpose=handling"
    first, last = 30 * MEGABYTE + 7, 30 * MEGABYTE + 70_006
    part = requests.get(
        address, headers={**proof(officers), "Range": f"bytes={first}-{last}"}, timeout=120
    )
    assert (part.status_code, part.content) == (206, content[first : last + 1])
    assert requests.get(address, headers=proof(officers), timeout=120).content == content


def test_one_byte_more_than_the_largest_is_refused(
    stack: Stack, officers: Officers, case: Case
) -> None:
    answer = hand_in(stack, officers, case, "太大.jpg", a_picture_of(50 * MEGABYTE + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def _posts(stack: Stack, officers: Officers, case: Case, **sent: Any) -> int:
    """Send a form as no library would; return the status of the answer."""
    address = urlsplit(at(stack, case))
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    headers = {
        **proof(officers),
        "Content-Type": "multipart/form-data; boundary=x",
        **sent["headers"],
    }
    try:
        connection.request("POST", address.path, sent["body"], headers)
        # What is announced beyond this never comes, and nobody is to wait for it.
        connection.sock.shutdown(socket.SHUT_WR)
        return connection.getresponse().status
    finally:
        connection.close()


HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'


def test_half_a_gigabyte_is_refused_before_it_is_sent(
    stack: Stack, officers: Officers, case: Case
) -> None:
    headers = {"Content-Length": str(500 * MEGABYTE)}

    assert _posts(stack, officers, case, headers=headers, body=HEAD) == 413
    assert is_well(stack, officers, case)


def test_a_form_that_does_not_say_how_long_it_is_is_refused(
    stack: Stack, officers: Officers, case: Case
) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HEAD), HEAD)

    assert _posts(stack, officers, case, headers=headers, body=body) == 413


def test_a_form_that_is_cut_off_leaves_nothing(
    stack: Stack, officers: Officers, case: Case
) -> None:
    def named() -> list[str]:
        found = requests.get(at(stack, case), headers=proof(officers), timeout=30).json()
        return [each["name"] for each in found["items"]]

    before, body = named(), HEAD + a_picture_of(100_000)
    headers = {"Content-Length": str(len(body))}  # its last boundary never comes

    assert _posts(stack, officers, case, headers=headers, body=body) in {400, 422}
    assert named() == before


def a_pdf(page: bytes, contents: bytes = b"", pages: bytes = b"[3 0 R]") -> bytes:
    """Return a PDF of one page; `page` says more of it, `contents` is its stream."""
    parts = [
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Kids" + pages + b"/Count 1>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R" + page + b">>endobj\n",
        b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(contents),
        contents,
        b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    ]
    return b"".join(parts)


def _swollen(megabytes: int) -> bytes:
    """Return a few kilobytes that become so many megabytes when they are unpacked twice."""
    packing = zlib.compressobj(1)
    piece = b"0 0 m 1 1 l S\n" * 75_000
    once = b"".join(packing.compress(piece) for _ in range(megabytes)) + packing.flush()
    return zlib.compress(once, 9)


BOMBS = {
    "a page that unpacks to 600 MB": a_pdf(b"/MediaBox[0 0 200 200]", _swollen(600)),
    "a page as wide as a country": a_pdf(b"/MediaBox[0 0 1000000000 1000000000]"),
    "pages that contain themselves": a_pdf(b"/MediaBox[0 0 9 9]", pages=b"[2 0 R 2 0 R]"),
}


@pytest.mark.parametrize("bomb", list(BOMBS))
def test_a_pdf_that_is_a_bomb_hurts_nobody(
    stack: Stack, officers: Officers, case: Case, bomb: str
) -> None:
    answer = hand_in(stack, officers, case, f"{bomb}.pdf", BOMBS[bomb])
    assert answer.status_code == 201, answer.text
    paper = next(each for each in answer.json()["items"] if each["name"] == f"{bomb}.pdf")

    drawn = requests.get(
        f"{at(stack, case)}/{paper['id']}/thumbnail", headers=proof(officers), timeout=120
    )

    assert drawn.status_code in {200, 404}
    assert is_well(stack, officers, case)

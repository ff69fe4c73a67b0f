"""A small picture is drawn of a paper that can be drawn."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from shared.attachments import thumbnails
from tests.casework.calling import Caller, refusal
from tests.casework.test_attachments import hand_in, papers, picture

PHOTO = (Path(__file__).parent / "photo.heic").read_bytes()


def test_pictures_and_first_pages_are_drawn_and_a_broken_one_is_not(caller: Caller) -> None:
    case = caller.open_case()
    broken = b"%PDF-1.4\n" + os.urandom(500) + b"%%EOF"
    hand_in(caller, case, ("a.png", picture(size=(900, 600))), ("b.pdf", broken))
    drawn, undrawn = papers(caller, case)

    answer = caller.get(f"/{case}/attachments/{drawn['id']}/thumbnail")

    assert answer.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(answer.data)).size == (160, 107)
    refusal(caller.get(f"/{case}/attachments/{undrawn['id']}/thumbnail"), 404, "not-found")


def test_a_picture_that_waits_on_a_busy_machine_is_drawn_the_next_time(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = caller.open_case()
    hand_in(caller, case, ("a.png", picture(size=(900, 600))))
    (paper,) = papers(caller, case)
    path = f"/{case}/attachments/{paper['id']}/thumbnail"

    with monkeypatch.context() as busy:
        busy.setattr(thumbnails, "SECONDS", 0.0)
        refusal(caller.get(path), 503, "unavailable")

    assert caller.get(path).mimetype == "image/jpeg"


def test_a_photo_of_a_telephone_is_drawn(caller: Caller) -> None:
    case = caller.open_case()
    hand_in(caller, case, ("照片.heic", PHOTO))
    (photo,) = papers(caller, case)

    answer = caller.get(f"/{case}/attachments/{photo['id']}/thumbnail")

    assert (photo["kind"], answer.mimetype) == ("heic", "image/jpeg")
    assert Image.open(io.BytesIO(answer.data)).size == (40, 30)

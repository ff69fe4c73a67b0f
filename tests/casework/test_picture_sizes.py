"""How large a picture is stands in its head, and is judged before anything is decoded."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from shared.attachments.boxes import MOST_BYTES
from shared.attachments.kinds import KINDS, recognised
from shared.attachments.tiff import MOST_PAGES
from shared.http.problems import Problem
from tests.casework.calling import Caller, refusal
from tests.casework.test_attachments import hand_in, papers

# Of 40 by 30 pixels in one tile of 64 by 64, written by libheif 1.20.
PHOTO = (Path(__file__).parent / "photo.heic").read_bytes()
_SIZE = PHOTO.index(b"ispe") + 8


def photo(width: int, height: int) -> bytes:
    """Return a photo that says it has this size."""
    return PHOTO[:_SIZE] + width.to_bytes(4) + height.to_bytes(4) + PHOTO[_SIZE + 8 :]


def branded(major: bytes, *others: bytes) -> bytes:
    """Return the head of a file that tells these brands."""
    brands = b"".join(others)
    return (16 + len(brands)).to_bytes(4) + b"ftyp" + major + bytes(4) + brands + bytes(64)


def kind_of(content: bytes) -> str:
    """Return which kind a file is told to be."""
    return recognised(io.BytesIO(content), "file", KINDS).name


def refusal_of(content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(Problem) as refused:
        kind_of(content)
    assert refused.value.status == 422
    return str(refused.value.as_dict("en")["errors"])


def test_a_photo_of_a_telephone_is_kept_as_a_photo(caller: Caller) -> None:
    case = caller.open_case()

    assert hand_in(caller, case, ("现场.HEIC", PHOTO)).status_code == 201

    assert [(each["name"], each["kind"]) for each in papers(caller, case)] == [
        ("现场.heic", "heic")
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PHOTO.replace(b"ftypheic", b"ftypmif1"), "heic"),
        (PHOTO.replace(b"ftypheic", b"ftypheix"), "heic"),
        (branded(b"M4A ", b"isom", b"mp42"), "m4a"),
        (branded(b"isom", b"iso2", b"avc1", b"mp41"), "mp4"),
    ],
)
def test_photos_recordings_and_videos_are_told_apart_by_their_brands(
    content: bytes, kind: str
) -> None:
    assert kind_of(content) == kind


def test_a_picture_of_another_making_is_no_video() -> None:
    assert "Not a kind of file that is taken" in refusal_of(branded(b"avif", b"mif1", b"miaf"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (photo(50_000, 50_000), "more than 100 million pixels"),
        (photo(0, 64), "a width or a height of zero"),
        (photo(64, 0), "a width or a height of zero"),
        (PHOTO.replace(b"ispe", b"none"), "cannot be read"),
        (PHOTO.replace(b"meta", b"none"), "cannot be read"),
        (PHOTO[:200], "cannot be read"),
        (PHOTO[: PHOTO.index(b"ispe")] + b"ispe\0\0", "cannot be read"),
    ],
)
def test_a_photo_whose_size_is_wrong_or_unknown_is_refused(content: bytes, why: str) -> None:
    assert why in refusal_of(content)


def test_a_refused_photo_is_not_kept(caller: Caller) -> None:
    case = caller.open_case()

    refusal(hand_in(caller, case, ("a.heic", photo(50_000, 50_000))), 422, "attachment-refused")

    assert papers(caller, case) == []


def box(name: bytes, *content: bytes) -> bytes:
    """Return one box with what is in it."""
    inner = b"".join(content)
    return (8 + len(inner)).to_bytes(4) + name + inner


def described(*sizes: tuple[int, int], more: bytes = b"") -> bytes:
    """Return a photo that describes pictures of these sizes, and nothing else."""
    each = (box(b"ispe", bytes(4), w.to_bytes(4), h.to_bytes(4)) for w, h in sizes)
    within = box(b"iprp", box(b"ipco", *each), more)
    return branded(b"heic")[:16] + box(b"meta", bytes(4), within)


def test_the_largest_picture_of_a_photo_counts() -> None:
    assert kind_of(described((64, 64), (8_000, 6_000), (64, 64))) == "heic"
    assert "more than" in refusal_of(described((64, 64), (20_000, 20_000), (64, 64)))


def test_of_a_photo_no_more_is_read_than_is_usual() -> None:
    assert "cannot be read" in refusal_of(described((64, 64), more=bytes(MOST_BYTES)))
    assert "cannot be read" in refusal_of(described((64, 64)) + box(b"free") * 1_000)


def scan(*sizes: tuple[int, int], order: str = "<", form: str = "I") -> bytes:
    """Return the tags of a scan with pages of these sizes, and no pixels."""
    pages = []
    for n, (width, height) in enumerate(sizes, start=1):
        tags = [(256, width), (257, height)]
        number, length = {"H": 3, "I": 4}[form], 2 + 2 * 12 + 4
        written = (struct.pack(f"{order}HHI{form}", tag, number, 1, v) for tag, v in tags)
        following = 8 + n * length if n < len(sizes) else 0
        page = b"".join(each.ljust(12, b"\0") for each in written)
        pages.append(struct.pack(f"{order}H", 2) + page + struct.pack(f"{order}I", following))
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(f"{order}I", 8)
    return head + b"".join(pages)


def pages_of(*pages: Image.Image, **options: object) -> bytes:
    """Return a scan of these pages, as the library writes it."""
    written = io.BytesIO()
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:], **options)
    return written.getvalue()


def test_a_scan_of_several_pages_is_kept(caller: Caller) -> None:
    case = caller.open_case()
    page = Image.new("1", (1_654, 2_339))

    answer = hand_in(caller, case, ("卷宗.tif", pages_of(page, page, compression="group4")))

    assert answer.status_code == 201, answer.text
    assert [each["kind"] for each in papers(caller, case)] == ["tiff"]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("form", ["H", "I"])
def test_every_page_of_a_scan_counts(order: str, form: str) -> None:
    within, beyond = (60_000, 1_000), (60_000, 2_000)

    assert kind_of(scan(within, within, order=order, form=form)) == "tiff"
    assert "more than" in refusal_of(scan(within, beyond, within, order=order, form=form))
    assert "of zero" in refusal_of(scan(within, (0, 10), order=order, form=form))


SCAN = scan((40, 30))
SILENT = {
    "cut in a tag": SCAN[:20],
    "cut in the place of the next": SCAN[:-4],
    "behind the end": SCAN[:4] + (9_999).to_bytes(4, "little") + SCAN[8:],
    "no height": SCAN.replace((257).to_bytes(2, "little"), (300).to_bytes(2, "little")),
    "two widths": SCAN.replace((257).to_bytes(2, "little"), (256).to_bytes(2, "little")),
    "a form that holds no number": SCAN[:12] + (2).to_bytes(2, "little") + SCAN[14:],
    "many numbers": SCAN[:14] + (9).to_bytes(4, "little") + SCAN[18:],
    "no tags": SCAN[:8] + (0).to_bytes(2, "little") + SCAN[10:],
    "tags beyond measure": SCAN[:8]
    + (60_000).to_bytes(2, "little")
    + SCAN[10:]
    + bytes(12 * 60_000),
    "for files beyond 4 GB": b"MM\0+\0\x08\0\0" + bytes(7) + b"\x10" + bytes(80),
    "pages beyond measure": scan(*[(40, 30)] * (MOST_PAGES + 1)),
}


@pytest.mark.parametrize("content", SILENT.values(), ids=SILENT)
def test_a_scan_that_does_not_say_how_large_it_is_is_refused(content: bytes) -> None:
    assert "cannot be read" in refusal_of(content)


def test_a_scan_that_leads_back_to_a_page_ends_there() -> None:
    assert kind_of(SCAN[:-4] + (8).to_bytes(4, "little")) == "tiff"

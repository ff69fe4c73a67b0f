"""What a paper is, told by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

import puremagic

from shared.attachments.archives import check_archive
from shared.attachments.boxes import has_brands, kind_by_brand
from shared.attachments.pictures import check_picture
from shared.attachments.refusals import refused
from shared.language import Text

HEAD_BYTES = 4096
_TAIL_BYTES = 66_000  # how far back readers look for the end record of a ZIP archive
# APPNOTE 4.3.16, up to the size of the table of members.
_END_RECORD = re.compile(rb"PK\x05\x06(?=.{8}(.{4}).{6})", re.DOTALL)
_ZIP64 = 0xFFFF_FFFF  # another record says how large the table is
# Browsers that guess look at so much (WHATWG MIME Sniffing, 5.1).
_SNIFFED = 1445
_MARKUP = re.compile(rb"(?i)<\s*(!doctype|html|head|body|script|svg|iframe|object|\?php)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OPENXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One kind of paper: its name, the ending and the media type it is handed out with."""

    name: str
    ending: str
    media_type: str
    label: Text


KINDS = {
    kind.name: kind
    for kind in (
        PaperKind("pdf", "pdf", "application/pdf", Text("PDF 文档", "PDF")),
        PaperKind("jpeg", "jpg", "image/jpeg", Text("图片", "picture")),
        PaperKind("png", "png", "image/png", Text("图片", "picture")),
        PaperKind("tiff", "tif", "image/tiff", Text("扫描图", "scan")),
        PaperKind("heic", "heic", "image/heic", Text("手机照片", "photo")),
        PaperKind(
            "docx", "docx", f"{_OPENXML}.wordprocessingml.document", Text("文档", "document")
        ),
        PaperKind("xlsx", "xlsx", f"{_OPENXML}.spreadsheetml.sheet", Text("表格", "spreadsheet")),
        PaperKind("ofd", "ofd", "application/ofd", Text("OFD 版式文件", "OFD document")),
        PaperKind("txt", "txt", "text/plain", Text("文本", "text")),
        PaperKind("mp3", "mp3", "audio/mpeg", Text("录音", "recording")),
        PaperKind("m4a", "m4a", "audio/mp4", Text("录音", "recording")),
        PaperKind("wav", "wav", "audio/wav", Text("录音", "recording")),
        PaperKind("mp4", "mp4", "video/mp4", Text("录像", "video")),
    )
}
# What the library calls what it recognises. Archives are told apart by what lies in them.
_ARCHIVE = "archive"
_BY_ENDING = {
    "pdf": "pdf",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "jfif": "jpeg",
    "png": "png",
    "tif": "tiff",
    "tiff": "tiff",
    "docx": _ARCHIVE,
    "zip": _ARCHIVE,
    "mp3": "mp3",
    "mpga": "mp3",
    "wav": "wav",
}
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
_SEVERAL = Text(
    "文件可以当作另一种文件打开，不予接收。", "The file can be opened as something else too."
)


def recognised(source: BinaryIO, field: str, allowed: Collection[str]) -> PaperKind:
    """
    Return the kind of a paper, its content checked; `Problem` 422 at `field` says why not.

    Refused are kinds that are not `allowed`, files that are two things at once, archives and
    pictures that grow beyond measure when they are opened, and macros.
    """
    head, tail, size = _ends(source)
    name = _name_of(head)
    if name == _ARCHIVE:
        name = _in_archive(source, field)
    elif name is None and _is_text(source):
        name = "txt"
    if name is None or name not in allowed:
        known = "、".join(KINDS[each].ending for each in KINDS if each in allowed)
        text = f"不接收这种文件，可接收：{known}。"
        raise refused(field, Text(text, f"Not a kind of file that is taken; taken are: {known}."))
    _check_is_one_thing(name, head, tail, field, size)
    check_picture(name, source, field)
    source.seek(0)
    return KINDS[name]


def _ends(source: BinaryIO) -> tuple[bytes, bytes, int]:
    """Return the first bytes, the last ones, and how many there are in all."""
    source.seek(0)
    head = source.read(HEAD_BYTES)
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - _TAIL_BYTES))
    return head, source.read(), size


def _name_of(head: bytes) -> str | None:
    if has_brands(head):
        # The library calls all of them a video.
        return kind_by_brand(head)
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    endings = (each.extension.removeprefix(".") for each in found)
    return next((_BY_ENDING[each] for each in endings if each in _BY_ENDING), None)


def _in_archive(source: BinaryIO, field: str) -> str | None:
    try:
        source.seek(0)
        with zipfile.ZipFile(source) as archive:
            check_archive(archive, field)
            members = set(archive.namelist())
    except zipfile.BadZipFile:
        text = Text("文件已损坏。", "The file is damaged.")
        raise refused(field, text) from None
    return next((kind for member, kind in _MEMBERS.items() if member in members), None)


def _is_text(source: BinaryIO) -> bool:
    source.seek(0)
    content = source.read(4 * 1024 * 1024)
    if source.read(1):
        return False  # no text of ours is so long
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return bool(content) and not _CONTROLS.search(text)
    return False


def _check_is_one_thing(name: str, head: bytes, tail: bytes, field: str, size: int) -> None:
    archive = KINDS[name].name in _MEMBERS.values()
    others = (
        bool(_MARKUP.search(head[:_SNIFFED])) and not archive,
        b"%PDF-" in head[:1024] and name != "pdf",
        not head.startswith(b"%PDF-") and name == "pdf",
        not head.startswith(b"PK\x03\x04") and archive,
        _ends_as_archive(tail, size) and not archive,
        name == "png" and not tail.endswith(b"IEND\xaeB`\x82"),
    )
    if any(others):
        raise refused(field, _SEVERAL)


def _ends_as_archive(tail: bytes, size: int) -> bool:
    """
    Say whether a reader of ZIP archives, which looks from the end, would find one.

    Readers differ in what they forgive (a comment that is cut off, bytes behind it, another end
    record that is none), so each end record counts whose table has room before it.
    """
    for found in _END_RECORD.finditer(tail):
        table = int.from_bytes(found[1], "little")
        if table == _ZIP64 or table <= size - len(tail) + found.start():
            return True
    return False

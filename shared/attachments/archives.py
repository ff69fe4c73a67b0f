"""Archives that grow beyond measure when they are opened, refused by their table alone."""

from __future__ import annotations

import zipfile

from shared.attachments.refusals import refused
from shared.language import Text

MOST_MEMBERS = 5_000
MOST_UNPACKED = 512 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024  # a short file of zeros is no bomb
_MACROS = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".jar")


def check_archive(archive: zipfile.ZipFile, field: str) -> None:
    """Refuse (422) an archive with too much in it, or with something that runs; nothing is read."""
    members = archive.infolist()
    unpacked = sum(each.file_size for each in members)
    packed = sum(each.compress_size for each in members)
    overlapping = packed > _size_of(archive)
    inflated = unpacked > _SMALL and unpacked > MOST_RATIO * max(packed, 1)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or inflated or overlapping:
        raise refused(
            field,
            Text(
                "文件解压后过大，疑似压缩炸弹，不予接收。",
                "The file grows beyond measure when it is unpacked.",
            ),
        )
    if any(each.flag_bits & 0x1 for each in members):
        raise refused(field, Text("文件已加密，不予接收。", "The file is encrypted."))
    if any(each.filename.lower().endswith(_MACROS) for each in members):
        text = Text("文件含有宏或者程序，不予接收。", "The file holds macros or programs.")
        raise refused(field, text)


def _size_of(archive: zipfile.ZipFile) -> int:
    file = archive.fp
    return file.seek(0, 2) if file is not None else 0

"""The name of a paper as it is kept: without a path, and without what nobody can see."""

from __future__ import annotations

import re
import unicodedata

from shared.attachments.kinds import PaperKind
from shared.attachments.refusals import refused
from shared.language import Text

MOST_CHARACTERS = 150
# What Windows refuses in a name.
_UNFIT = re.compile(r'[<>:"|?*]')
# Controls, marks that format, halves of characters, private ones, breaks of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,8}\Z")


def kept_name(given: str | None, kind: PaperKind, field: str) -> str:
    """
    Return the name under which a paper is kept, with the ending of its kind.

    Folders before it are cut off. `Problem` 422 at `field` for control characters, for marks that
    turn the direction of writing or cannot be seen, and for a name that is too long.
    """
    name = unicodedata.normalize("NFC", given or "").replace("\\", "/").rpartition("/")[2].strip()
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise refused(
            field,
            Text(
                "文件名含有控制字符或者不可见字符。",
                "The name holds control characters or marks that cannot be seen.",
            ),
        )
    name = _UNFIT.sub("_", name)
    # Nobody is to be led by an ending: it says what the content is.
    stem = _ENDING.sub("", name).strip(". ")
    if len(stem) > MOST_CHARACTERS:
        most = MOST_CHARACTERS
        text = Text(f"文件名超过 {most} 个字。", f"The name is longer than {most} characters.")
        raise refused(field, text)
    return f"{stem or kind.label.zh}.{kind.ending}"

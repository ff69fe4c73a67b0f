"""Whether a request still means the version that its caller saw (RFC 9110, section 13.1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Request

from shared.http.problems import malformed
from shared.language import Text

IF_MATCH = "If-Match"
# RFC 9110, section 8.8.3.
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_UNREADABLE = Text(
    'If-Match 应为带引号的版本标记（如 "7"）、以逗号分隔的多个标记，或 *。',
    'If-Match must be a quoted version tag such as "7", several of them with commas, or *.',
)


@dataclass(frozen=True, slots=True)
class Expected:
    """The versions that a caller would act on; no version of ours is -1."""

    versions: frozenset[int]

    def holds(self, version: int) -> bool:
        """Say whether the version is one of those."""
        return version in self.versions


def expected_versions(request: Request) -> Expected | None:
    """
    Return the versions that `If-Match` names, or None when any will do (`*`, or no header).

    All tags of the list are looked at. A weak one (`W/"7"`) names its version as well: proxies
    that compress an answer weaken its tag, and ours is the number of a version, never of a form.
    A tag that is no version of ours matches nothing, and leads to 412. Raises the 400 problem for
    what is no list of tags.
    """
    values = request.headers.getlist(IF_MATCH)
    if not values:
        return None
    value = ",".join(values)
    if value.strip() == "*":
        return None
    if not _is_list_of_tags(value):
        raise malformed(_UNREADABLE)
    return Expected(frozenset(_versions(_TAG.findall(value))))


def version_tag(version: int) -> dict[str, str]:
    """Return the header by which an answer tells its version."""
    return {"ETag": f'"{version}"'}


def _is_list_of_tags(value: str) -> bool:
    # No header holds a line feed, so it can stand for a tag. Empty members are allowed
    # (section 5.6.1.2), a list without any tag is not.
    members = {member.strip(" \t") for member in _TAG.sub("\n", value).split(",")}
    return "\n" in members and members <= {"\n", ""}


def _versions(tags: Iterable[str]) -> Iterable[int]:
    for tag in tags:
        digits = tag.removeprefix("W/").strip('"')
        # Only what `str(version)` writes is a version: neither "07" nor a digit of another script.
        if digits.isascii() and digits.isdigit() and len(digits) < 16 and digits[0] != "0":
            yield int(digits)

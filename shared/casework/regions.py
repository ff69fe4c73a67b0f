"""
The areas of GB/T 2260 that exist now.

Source: the table that python-stdnum carries to check identity numbers (`stdnum/cn/loc.dat`, after
the list of codes on Chinese Wikipedia). It goes down to districts and counties, and names the
years in which each code was in use. Its latest change is of 2025, and it is not without gaps (the
districts of Hangzhou are as of before 2021): a list to choose from, by which no code is refused. A
new release of the package brings new areas, so this project keeps no list of its own.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.resources
import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.language import Text

LEVELS = {
    "province": Text("省级", "province"),
    "prefecture": Text("地级", "prefecture"),
    "county": Text("县级", "county"),
}
_LINE = re.compile(r'\s*([0-9]{2,4}) (?:province|county)="([^"]+)"')
_NAME = re.compile(r"(?:\[[0-9]*-([0-9]*)\])?(.+)")
# Codes that only hold others together: nobody says them of a place.
_NO_PLACES = re.compile(r"市辖区|县|市|省直辖县级行政(?:单位|区划)|自治区直辖县级行政(?:单位|区划)")


@dataclass(frozen=True, slots=True)
class Region:
    """An area: its six digits, its own name, and its name with those of the areas around it."""

    code: str
    name: str
    full_name: str

    @property
    def level(self) -> str:
        """Whether it is a province, a prefecture or a county, each with what is equal to it."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"


def source() -> str:
    """Return where the areas come from."""
    version = importlib.metadata.version("python-stdnum")
    return f"GB/T 2260, python-stdnum {version}"


@functools.cache
def regions() -> tuple[Region, ...]:
    """Return every area that exists now, by code."""
    names = dict(_present())
    found = [
        Region(code, name, _full_name(code, names))
        for code, name in names.items()
        if not _NO_PLACES.fullmatch(name)
    ]
    return tuple(sorted(found, key=lambda region: region.code))


def region_name(code: str | None) -> str | None:
    """Return the full name of the area that exists now under `code`; None for any other."""
    return None if code is None else _full_names().get(code)


@functools.cache
def _full_names() -> dict[str, str]:
    return {region.code: region.full_name for region in regions()}


def regions_like(words: str) -> list[Region]:
    """Return the areas whose code begins with `words`, or whose full name has them in it."""
    return [each for each in regions() if each.code.startswith(words) or words in each.full_name]


def _present() -> Iterator[tuple[str, str]]:
    table = importlib.resources.files("stdnum.cn").joinpath("loc.dat").read_text("utf-8")
    province = ""
    for line in table.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        digits, names = found.groups()
        if len(digits) == 2:
            province = digits
        elif (name := _name_now(names)) is not None:
            yield f"{province}{digits}", name


def _name_now(names: str) -> str | None:
    """Return the last of `[-1991]东郊区,[1992-]东丽区`; None when its years are over."""
    found = _NAME.fullmatch(names.rpartition(",")[2])
    return None if found is None or found[1] else found[2]


def _full_name(code: str, names: dict[str, str]) -> str:
    around = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    said = [names[each] for each in around if each in names]
    return "".join(name for name in said if not _NO_PLACES.fullmatch(name))

"""Where people live: the county stays, what leads to the door does not (法释〔2016〕19号 10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from shared.redaction.folded import Folded
from shared.redaction.marks import Mark

_HAN = "\u4e00-\u9fff"
_NUMBER = r"[0-9A-Za-z甲乙丙丁一二三四五六七八九十百]{1,5}"
_STREET = "(?:大道|大街|路|街|巷|弄|里|胡同|小区|花园|家园|新村|村|屯|苑|园|庄|社区|公寓|大厦)"
# With 住 behind them these are other words (居住证, 抓住), or forms that are named below.
_OTHER_WORDS = "居暂家现常入记抓拦站堵挡捂按控留盖绑扣掐拉拽抱围封锁吓稳"
# Where somebody is said to live; what follows is theirs, whatever its form.
_DWELLING = re.compile(
    rf"(?:家住|现住|暂住|居住于|居住在|住在|住址|家庭住址|户籍地址|户籍所在地|户籍地|经常居住地"
    rf"|(?<![{_OTHER_WORDS}])住(?!所|房|宅|院|建|户|持|宿|址|人|民|客))\s*(?:为|是|在|于)?\s*[:：]?\s*"
    rf"(?P<place>[{_HAN}0-9A-Za-z\-#·]{{4,60}})"
)
_LEADS_TO_A_DOOR = re.compile(rf"{_STREET}|[0-9]|[镇乡组]")
# A street and a room, or a hamlet with the number of its group.
_ROOM = re.compile(
    rf"(?P<street>[{_HAN}]{{1,14}}{_STREET})?"
    rf"(?:第?{_NUMBER}(?:号院|号楼|号|栋|幢|座|弄|区|单元|层|楼|\-)){{1,5}}"
    rf"{_NUMBER}(?:室|房|户)"
    rf"|(?P<block>[{_HAN}]{{1,14}}{_STREET})?(?:{_NUMBER}(?:号院|号楼|号|栋|幢|座|\-)){{1,3}}"
    rf"{_NUMBER}单元(?:{_NUMBER}(?:号|室)?)?"
    rf"|(?P<hamlet>[{_HAN}]{{1,10}}(?:村|屯|社区))第?{_NUMBER}(?:组|队|社)(?:[0-9]{{1,4}}号)?"
)
_COUNTY = re.compile(r"(?<!小)(?<!社)区|县|旗|市|州|盟|省")
_BEFORE_STREET = re.compile(
    r"(?<!小)(?<!社)区|县|旗|市|镇|乡|位于|坐落于|坐落在|住在|住|在|于|的|至|到|为"
)


def addresses_in(folded: Folded) -> Iterator[Mark]:
    """Yield a mark for what of an address leads to a door."""
    for found in _DWELLING.finditer(folded.plain):
        start, end = found.span("place")
        start += _end_of_last(_COUNTY, found["place"])
        if start < end and _LEADS_TO_A_DOOR.search(folded.plain[start:end]):
            yield Mark(*folded.span(start, end), "address")
    for found in _ROOM.finditer(folded.plain):
        street = found["street"] or found["block"] or found["hamlet"] or ""
        start = found.start() + _end_of_last(_BEFORE_STREET, street[:-1])
        yield Mark(*folded.span(start, found.end()), "address")


def address_of_party(folded: Folded, party: Mapping[str, Any]) -> Iterator[Mark]:
    """Yield a mark for each place at which the address of a person who takes part stands."""
    address = str(party.get("address") or "")
    if party.get("kind") != "person" or not address:
        return
    door = address[_end_of_last(_COUNTY, address) :]
    for start, end in folded.occurrences(door if len(door) > 2 else address):
        yield Mark(start, end, "address", liftable=False)


def _end_of_last(form: re.Pattern[str], text: str) -> int:
    return max((found.end() for found in form.finditer(text)), default=0)

"""Invented decisions with planted particulars of people, and with what only looks like them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.cn import ric

from shared.redaction import Rule

ON = date(2024, 6, 24)
SEED = 20240624
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志鹏建国晓东海燕"
_STREETS = ("建设路", "人民大道", "青年街", "槐树巷", "滨河东路", "解放北路", "文昌街")
_REGIONS = ("示范省示范市示范区", "示范市东城区", "示范省示范县")
_VILLAGES = ("柳树村", "石桥村", "李家屯", "大湾村")
_PLATE_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_IN_CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
_GAPS = ("", " ", "-", "\u200b", "·", "　")


@dataclass(frozen=True, slots=True)
class Planted:
    """A text, whom the case names, and the places of what must be hidden, by rule."""

    text: str
    parties: list[dict[str, Any]]
    places: list[tuple[Rule, int, int]]


class _Writer:
    """Writes one text and notes what it plants."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.parts: list[str] = []
        self.length = 0
        self.places: list[tuple[Rule, int, int]] = []

    def write(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)

    def plant(self, rule: Rule, words: str) -> None:
        self.places.append((rule, self.length, self.length + len(words)))
        self.write(words)

    def name(self) -> str:
        given = self.dice.sample(_GIVEN, self.dice.choice((1, 2)))
        return self.dice.choice(_SURNAMES) + "".join(given)

    def digits(self, count: int) -> str:
        return "".join(self.dice.choice("0123456789") for _ in range(count))

    def identity(self, year: int | None = None) -> str:
        born = f"{year or self.dice.randint(1940, 2004)}{self.dice.randint(1, 12):02d}"
        number = f"{self.dice.choice(('110101', '310115', '440305'))}{born}"
        number += f"{self.dice.randint(1, 28):02d}{self.digits(3)}"
        return number + ric.calc_check_digit(f"{number}0")

    def mobile(self) -> str:
        return f"1{self.dice.choice('3456789')}{self.digits(9)}"

    def disguised(self, number: str, *groups: int) -> str:
        way = self.dice.randrange(5)
        if way == 0:
            return number.translate(_WIDE)
        if way in {1, 2} and groups:
            cut, at = [], 0
            for size in groups:
                cut.append(number[at : at + size])
                at += size
            return (" ", "-")[way - 1].join(cut)
        return number

    def set_apart(self, name: str) -> str:
        return self.dice.choice(_GAPS).join(name)


def _head(text: _Writer, person: dict[str, Any]) -> None:
    dice = text.dice
    text.write("申请人：")
    text.plant("party", text.set_apart(person["name"]))
    text.write(f"，{dice.choice('男女')}，汉族，住{dice.choice(_REGIONS)}")
    text.plant("address", person["address"])
    text.write("，公民身份号码")
    text.plant("identity_number", text.disguised(person["id_number"], 6, 8, 4))
    text.write("，联系电话")
    phone = person["phone"]
    written = (
        phone.translate(_IN_CHINESE) if dice.random() < 0.1 else text.disguised(phone, 3, 4, 4)
    )
    text.plant("telephone", written)
    text.write("。\n")


def _address(text: _Writer) -> str:
    dice = text.dice
    if dice.random() < 0.3:
        return f"{dice.choice(_VILLAGES)}{dice.randint(1, 12)}组{dice.randint(1, 99)}号"
    street = f"{dice.choice(_STREETS)}{dice.randint(1, 300)}号"
    ways = (
        f"{street}{dice.randint(1, 30)}栋{dice.randint(101, 2305)}室",
        f"{street}院{dice.randint(1, 9)}号楼{dice.randint(1, 5)}单元{dice.randint(101, 905)}室",
        f"阳光小区{dice.randint(1, 30)}幢{dice.randint(1, 4)}单元{dice.randint(101, 905)}",
        street,
    )
    return dice.choice(ways)


def _agent(text: _Writer) -> None:
    text.write("委托代理人：")
    text.plant("named", text.name())
    text.write("，示范律师事务所律师。")


def _other_telephone(text: _Writer) -> None:
    text.write("证人的联系方式为")
    text.plant("telephone", text.disguised(text.mobile(), 3, 4, 4))
    text.write("。")


def _fixed_line(text: _Writer) -> None:
    text.write("其家中电话")
    text.plant("telephone", f"022-{text.dice.randint(2, 8)}{text.digits(7)}")
    text.write("。")


def _other_identity(text: _Writer) -> None:
    text.write("同住人的身份证号为")
    text.plant("identity_number", text.disguised(text.identity(), 6, 8, 4))
    text.write("。")


def _account(text: _Writer) -> None:
    text.write("罚款从其账户划出，账号")
    text.plant("account", text.digits(text.dice.choice((12, 17))))
    text.write("。")


def _card(text: _Writer) -> None:
    text.write("银行卡")
    number = f"6222{text.digits(15)}"
    text.plant("account", " ".join(number[at : at + 4] for at in range(0, 19, 4)))
    text.write("于当日被冻结。")


def _plate(text: _Writer) -> None:
    dice = text.dice
    text.write("驾驶")
    gap, letter = dice.choice(("", "·", " ")), dice.choice(_PLATE_LETTERS)
    number = f"{dice.choice(_PLATE_LETTERS)}{text.digits(4)}" if dice.random() < 0.5 else ""
    number = number or f"D{text.digits(5)}"
    text.plant("plate", f"{dice.choice(_PLATE_REGIONS)}{letter}{gap}{number}")
    text.write("小型轿车行驶至路口。")


def _minor_by_word(text: _Writer) -> None:
    text.write("事发时，未成年人")
    text.plant("minor", text.name())
    text.write("，在场。")


def _minor_by_age(text: _Writer) -> None:
    text.write("同行的")
    text.plant("minor", text.name())
    text.write(f"（{text.dice.randint(5, 17)}岁）未受处罚。")


def _minor_by_number(text: _Writer) -> None:
    text.write("同车人")
    text.plant("minor", text.name())
    text.write("（公民身份号码")
    text.plant("identity_number", text.identity(text.dice.randint(2008, 2018)))
    text.write("）未受处罚。")


def _witness_without_role(text: _Writer) -> None:
    """Plant a name that no word of the text and nothing of the case gives away."""
    text.write("邻居")
    text.plant("named", text.name())
    text.write("看到了经过。")


def _mail(text: _Writer) -> None:
    text.write("答复已发至")
    text.plant("email", f"user{text.digits(3)}@example.com.cn")
    text.write("。")


def _social(text: _Writer) -> None:
    text.write("双方以微信号")
    text.plant("social_account", f"wx_{text.digits(6)}")
    text.write("联系。")


def _dwelling(text: _Writer) -> None:
    text.write(f"执法人员到其家中（{text.dice.choice(_REGIONS)}")
    house = f"{text.dice.choice(_STREETS)}{text.dice.randint(1, 99)}号"
    text.plant("address", f"{house}{text.dice.randint(1, 9)}栋{text.dice.randint(101, 999)}室")
    text.write("）检查。")


PLANTS: tuple[Callable[[_Writer], None], ...] = (
    *(_agent, _other_telephone, _fixed_line, _other_identity, _account, _card, _plate),
    *(_minor_by_word, _minor_by_age, _minor_by_number, _witness_without_role),
    *(_mail, _social, _dwelling),
)
DECOYS = (
    "被申请人作出示市监罚〔2024〕7号行政处罚决定书。",
    "被申请人：示范市公安局示范区分局，住所地示范区中心路1号。",
    "统一社会信用代码91350211M000100Y43。",
    "罚款人民币120000元，于2024年4月1日送达，编号20240401123。",
    "依据《中华人民共和国行政复议法》第六十四条第一款第（一）项，本机关决定如下。",
    "申请人认为处罚过重，主张法律适用错误，负责人：未到场。",
    "示公（交）行罚决字〔2024〕1101011234567890号。",
    "申请人住院治疗12天，医疗费共计3500.50元。",
    "2024-04-01至2024-05-30期间，共检查12次、15次、18次。",
    "代理人应当提交授权委托书，高度重视证据的关联性。",
    "建筑面积128.36平方米，共3层，位于示范区建设路北侧。",
    "被申请人在行政中心2号楼302室听取了意见。",
    "检测报告编号为GB7258-2017，批次20230615008。",
    "向示范区人民法院提起行政诉讼，期限为15日。",
)


def planted_decisions(count: int, seed: int = SEED) -> Iterator[Planted]:
    """Yield invented decisions, the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(count):
        text = _Writer(dice)
        person = {
            "id": "p1",
            "role": "applicant",
            "kind": "person",
            "name": text.name(),
            "id_number": text.identity(),
            "phone": text.mobile(),
            "address": _address(text),
        }
        _head(text, person)
        sentences: list[Callable[[_Writer], None] | str] = [*dice.sample(PLANTS, 3)]
        sentences += dice.sample(DECOYS, 5)
        dice.shuffle(sentences)
        for sentence in sentences:
            if isinstance(sentence, str):
                text.write(sentence)
            else:
                sentence(text)
        text.write("申请人")
        text.plant("party", person["name"])
        text.write("不服。")
        yield Planted("".join(text.parts), [person], text.places)

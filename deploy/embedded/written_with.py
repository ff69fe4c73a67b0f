"""Whose data a database holds: what was written under other keys cannot be read with ours."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import PyMongoError

from deploy.embedded.readiness import StartError
from deploy.processes import GATEWAY
from shared.language import Text

_PURPOSE = b"which data was written with this key"
_MARK_LENGTH = 16  # hexadecimal digits: they tell keys apart and say nothing about them


def require_same_keys(database_url: str, secrets: Path) -> None:
    """
    Leave the mark of each key in the database, and find there those of the starts before.

    `StartError` when the database knows a key that is not among the secrets, or another of its
    name: then it belongs to another installation, or the secrets were lost.
    """
    ours = dict(_marks(secrets))
    try:
        with MongoClient[dict[str, str]](database_url) as client:
            kept = client[f"concord_{GATEWAY}"]["keys"]
            # Whoever is refused leaves no mark for which the owner of the data would be refused.
            _refuse_others(kept, ours, secrets)
            for name, mark in ours.items():
                kept.update_one({"_id": name}, {"$setOnInsert": {"mark": mark}}, upsert=True)
            # Of two that start at once on an empty database only one goes on.
            _refuse_others(kept, ours, secrets)
    except PyMongoError as error:
        text = Text(f"数据库没有应答：{error}", f"the database does not answer: {error}")
        raise StartError(text) from error


def _refuse_others(
    kept: Collection[dict[str, str]], ours: Mapping[str, str], secrets: Path
) -> None:
    others = sorted(e["_id"] for e in kept.find() if ours.get(e["_id"]) != e["mark"])
    if others:
        raise StartError(_not_ours(others, secrets))


def _marks(secrets: Path) -> Iterator[tuple[str, str]]:
    yield "history.key", _mark((secrets / "history.key").read_bytes())
    # A key that is no more the active one stays: what it sealed is there. A file that cannot be
    # read is said by the services that need it.
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        for name, key in json.loads((secrets / "field_keys.json").read_text())["keys"].items():
            yield f"field_keys.json {name}", _mark(key.encode())


def _mark(key: bytes) -> str:
    return hmac.new(key.strip(), _PURPOSE, hashlib.sha256).hexdigest()[:_MARK_LENGTH]


def _not_ours(names: list[str], secrets: Path) -> Text:
    listed = ", ".join(names)
    return Text(
        f"数据库中的数据是用另一套密钥写的（{listed}），{secrets} 中的密钥读不出。"
        "请放回原来的密钥文件；如果数据属于另一套安装，请换一个数据库或数据文件夹",
        f"the data in the database was written with other keys ({listed}) than those in {secrets}, "
        "which cannot read it. Put the former files back; if the data is another installation's, "
        "choose another database or data folder",
    )

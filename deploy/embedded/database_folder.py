"""The folder of the embedded database: which server wrote it, and whose account it knows."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from deploy.refusal import RefusalError
from shared.language import Text

SERVER = "secantusd-rs"
MARK = "concord.json"
# The server written in Rust always has this table, the one in Python never (seen with 0.6.0b17
# and 0.7.0b3). Each opens a folder of the other as its own although their indexes differ.
_TABLE_OF_OURS = "secantus_prepared_xacts.wt"
_EVERY_STORE = "WiredTiger"


class OtherServerError(RefusalError):
    """The folder was written by a server that is no longer in use, or its move is unfinished."""

    def __init__(self, folder: Path) -> None:
        data = folder.parent
        text = Text(
            f"数据库文件夹 {folder} 由另一种服务器写成，不能直接使用。"
            f"请先执行 make move-data DATA={data}（原文件夹保留），再 make run",
            f"the database folder {folder} was written by another server and cannot be used as it "
            f"is. First run `make move-data DATA={data}` (it keeps the old folder), then make run",
        )
        super().__init__(text)


def kept_aside(folder: Path) -> Path:
    """Return where a move leaves the folder of the other server."""
    return folder.with_name(f"{folder.name}.before-move")


def is_of_another_server(folder: Path) -> bool:
    """Tell whether the files in the folder are those of another server."""
    if (folder / MARK).exists():
        return _mark(folder).get("server") != SERVER
    return (folder / _EVERY_STORE).exists() and not (folder / _TABLE_OF_OURS).exists()


def require_our_kind(folder: Path) -> None:
    """Raise `OtherServerError` unless the folder is new, or was written by the server in use."""
    half_moved = kept_aside(folder).exists() and not folder.exists()
    if half_moved or is_of_another_server(folder):
        raise OtherServerError(folder)


def knows_account(folder: Path, password: str) -> bool:
    """Tell whether the account of this password was made in the folder."""
    return _mark(folder).get("account") == _digest(password)


def write_mark(folder: Path, password: str) -> None:
    """Write down which server the folder is of, and for which password it has an account."""
    draft = folder / f"{MARK}.draft"
    # Of a random password of 256 bits a plain digest gives nothing away.
    draft.write_text(json.dumps({"server": SERVER, "account": _digest(password)}) + "\n")
    draft.replace(folder / MARK)


def _mark(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / MARK).read_text())
    except FileNotFoundError:
        return {}
    return found


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()

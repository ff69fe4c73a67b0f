"""
Settings that come as files: `NAME_FILE=/path` becomes `NAME=<content>`, then the program runs.

A container's environment can be read by whoever may inspect it; a mounted file cannot.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from shared.http.settings import Settings

_SUFFIX = "_FILE"
# Others, as SSL_CERT_FILE, are names of files to the programs that read them.
_SETTINGS = {f"{field.metadata['variable']}{_SUFFIX}" for field in fields(Settings)}


def with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with each setting's `NAME_FILE` replaced by `NAME`, the content.

    A file that cannot be read or is empty ends the start, naming the variable.
    """
    files = {name: path for name, path in environment.items() if name in _SETTINGS}
    plain = {name: value for name, value in environment.items() if name not in files}
    return plain | {name.removesuffix(_SUFFIX): _content(name, files[name]) for name in files}


def _content(name: str, path: str) -> str:
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SystemExit(f"{name}: {path}: {error.strerror}") from error
    if not content:
        raise SystemExit(f"{name}: {path} is empty")
    return content


if __name__ == "__main__":
    os.execvpe(sys.argv[1], sys.argv[1:], with_files(os.environ))

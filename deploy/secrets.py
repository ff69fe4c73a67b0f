"""The folder of secrets: made once, readable by its owner alone, never overwritten."""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from deploy.processes import MEMBERS

KEY_BYTES = 32
BUS_FILE = "bus.password"
DATABASE_FILE = "database.password"


class LostKeyError(RuntimeError):
    """A private key is gone while its public key is still there and trusted."""


def make_secrets(folder: Path) -> list[Path]:
    """Make every secret that is missing below `folder` and return the files made.

    Files have mode 0600, folders 0700. A file that exists is left as it is, so this is safe to
    repeat and to interrupt. Raises `LostKeyError` when only the public half of a pair is left:
    a new pair would silently take over an identity that others already trust.
    """
    made = [path for member in MEMBERS for path in _make_identity(folder / "identity", member)]
    contents: dict[str, Callable[[], bytes]] = {
        "token.key": _private_pem,
        "field_keys.json": _sealing_keys,
        "partner_keys.json": _sealing_keys,
        "terminal_keys.json": _sealing_keys,
        "history.key": _key,
        "referral.key": _key,
        "search.key": _key,
        BUS_FILE: new_password,
        DATABASE_FILE: new_password,
    }
    return made + [folder / name for name, make in contents.items() if create(folder / name, make)]


def create(path: Path, make: Callable[[], bytes]) -> bool:
    """Write what `make` returns to `path`, complete and with mode 0600, unless `path` exists."""
    if path.exists():
        return False
    private_folder(path.parent)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        # A link refuses an existing name, so of two makers at once the first one stays.
        os.link(draft, path)
    except FileExistsError:
        return False
    else:
        return True
    finally:
        os.unlink(draft)


def replace(path: Path, content: bytes) -> None:
    """Let `path` hold the content, with mode 0600, complete at every moment."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(draft, path)


def private_folder(path: Path) -> None:
    """Make the folder and those above it that are missing, open to their owner alone."""
    if not path.is_dir():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def _make_identity(folder: Path, member: str) -> list[Path]:
    key, public = folder / f"{member}.key", folder / f"{member}.pub"
    if public.exists() and not key.exists():
        raise LostKeyError(f"{key} is missing but {public} is there: restore it or remove both")
    made = [key] if create(key, _private_pem) else []
    return [*made, public] if create(public, lambda: _public_pem(key)) else made


def _private_pem() -> bytes:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public_pem(private: Path) -> bytes:
    key = load_pem_private_key(private.read_bytes(), password=None)
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _key() -> bytes:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"


def new_password() -> bytes:
    """Return a random password of 256 bits that needs no quoting in an address."""
    return secrets.token_urlsafe(KEY_BYTES).encode() + b"\n"


def _sealing_keys() -> bytes:
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return json.dumps({"active": "k1", "keys": {"k1": key}}, indent=1).encode() + b"\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the missing secrets of the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m deploy.secrets", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder to fill, for example var/secrets")
    for path in make_secrets(parser.parse_args(arguments).folder):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

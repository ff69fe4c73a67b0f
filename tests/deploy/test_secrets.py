"""The folder of secrets is made once and for its owner alone."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from deploy.processes import MEMBERS
from deploy.secrets import LostKeyError, make_secrets
from shared.http.secrets import SecretFolder


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_every_process_finds_the_secrets_it_reads(tmp_path: Path) -> None:
    make_secrets(tmp_path)

    secrets = SecretFolder(tmp_path)
    assert set(secrets.public_keys()) == set(MEMBERS)
    assert len(secrets.history_key()) == len(secrets.referral_key()) == 32
    assert len({secrets.history_key(), secrets.referral_key(), secrets.search_key()}) == 3
    assert list(secrets.field_keys().keys) == list(secrets.partner_keys().keys) == ["k1"]
    assert secrets.field_keys() != secrets.partner_keys()
    load_pem_private_key(secrets.token_key(), password=None)


def test_the_public_key_belongs_to_the_private_one(tmp_path: Path) -> None:
    make_secrets(tmp_path)

    for member in MEMBERS:
        private = load_pem_private_key(SecretFolder(tmp_path).private_key(member), password=None)
        public = load_pem_public_key(SecretFolder(tmp_path).public_keys()[member])
        assert private.public_key() == public


def test_nobody_but_the_owner_may_read_a_secret(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "secrets"
    make_secrets(folder)

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert modes
    for path, mode in modes.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_making_secrets_again_changes_nothing(tmp_path: Path) -> None:
    made = make_secrets(tmp_path)
    before = contents(tmp_path)

    assert make_secrets(tmp_path) == []
    assert contents(tmp_path) == before
    assert len(made) == len(before)


def test_only_what_is_missing_is_made(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    before = contents(tmp_path)
    (tmp_path / "identity" / "mediation.pub").unlink()

    assert make_secrets(tmp_path) == [tmp_path / "identity" / "mediation.pub"]
    assert contents(tmp_path) == before


def test_a_lost_private_key_is_named_and_not_replaced(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    (tmp_path / "identity" / "mediation.key").unlink()

    with pytest.raises(LostKeyError, match=r"mediation\.key"):
        make_secrets(tmp_path)
    assert not (tmp_path / "identity" / "mediation.key").exists()


def test_the_command_names_the_files_it_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.secrets", str(tmp_path / "s")]

    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert str(tmp_path / "s" / "token.key") in first.stdout.splitlines()
    assert second.stdout == ""

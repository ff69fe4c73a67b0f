from __future__ import annotations

from pathlib import Path

import pytest

from deploy.secrets import make_secrets
from shared.http.secrets import SecretError, SecretFolder


def test_every_secret_that_an_installation_makes_can_be_read(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    folder = SecretFolder(tmp_path)

    assert len(folder.history_key()) == 32
    assert len(folder.referral_key()) == 32
    assert len(folder.search_key()) == 32
    assert set(folder.public_keys()) >= {"gateway", "petitions", "coordination"}
    assert folder.private_key("gateway").startswith(b"-----BEGIN PRIVATE KEY")
    assert folder.token_key().startswith(b"-----BEGIN PRIVATE KEY")
    assert folder.retired_token_keys() == []
    keys = folder.field_keys()
    assert len(keys.keys[keys.active]) == 32


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match=r"history\.key"):
        SecretFolder(tmp_path).history_key()
    with pytest.raises(SecretError, match=r"identity/\*\.pub"):
        SecretFolder(tmp_path).public_keys()


@pytest.mark.parametrize("content", ["", "  \n", "not base64!", "c2hvcnQ="])
def test_a_key_of_the_wrong_form_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "history.key").write_text(content)

    with pytest.raises(SecretError, match=r"history\.key"):
        SecretFolder(tmp_path).history_key()


@pytest.mark.parametrize("content", ["{}", "[]", "{", '{"active": "k2", "keys": {}}'])
def test_field_keys_without_an_active_key_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "field_keys.json").write_text(content)

    with pytest.raises(SecretError, match=r"field_keys\.json"):
        SecretFolder(tmp_path).field_keys()

"""Settings that come as files reach the program and stand nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.from_files import with_files


def test_a_file_becomes_the_setting_it_is_named_for(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("amqp://broker/\n")

    environment = with_files({"BROKER_URL_FILE": str(tmp_path / "url"), "PORT": "8000"})

    assert environment == {"BROKER_URL": "amqp://broker/", "PORT": "8000"}


def test_files_that_are_no_settings_keep_their_names() -> None:
    environment = {"SSL_CERT_FILE": "/etc/ssl/cert.pem"}

    assert with_files(environment) == environment


def test_the_program_runs_with_the_settings(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("amqp://broker/")
    program = [sys.executable, "-c", "import os; print(os.environ['BROKER_URL'])"]

    run = subprocess.run(
        [sys.executable, "-m", "deploy.from_files", *program],
        env=os.environ | {"BROKER_URL_FILE": str(tmp_path / "url")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout == "amqp://broker/\n"


def test_a_missing_file_stops_the_start_naming_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="BROKER_URL_FILE"):
        with_files({"BROKER_URL_FILE": str(tmp_path / "nothing")})


def test_an_empty_file_stops_the_start_naming_the_variable(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("\n")

    with pytest.raises(SystemExit, match="BROKER_URL_FILE"):
        with_files({"BROKER_URL_FILE": str(tmp_path / "url")})

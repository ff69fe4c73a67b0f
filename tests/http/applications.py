"""Small real applications made with the shared edge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, request

from deploy.secrets import make_secrets
from shared.http.application import create_application
from shared.http.bodies import read_json
from shared.http.identity import Identity, IdentitySigner, current_identity
from shared.http.secrets import SecretFolder
from shared.http.settings import Settings


def settings_in(folder: Path, service: str = "petitions", **changes: Any) -> Settings:
    """Return settings with a folder of real secrets."""
    secrets_dir = folder / "secrets"
    make_secrets(secrets_dir)
    values: dict[str, Any] = {
        "service": service,
        "database_url": "mongodb://127.0.0.1:9",
        "broker_url": "redis://127.0.0.1:9",
        "secrets_dir": secrets_dir,
    }
    return Settings(**(values | changes))


def an_application(settings: Settings) -> Flask:
    """Return an application with a route to write to, one that tells who asks, two that break."""
    app = create_application(settings)

    @app.post("/echo")
    def echo() -> dict[str, Any]:
        return read_json(request)

    @app.get("/me")
    def me() -> dict[str, str]:
        identity = current_identity()
        return {"subject": identity.subject, "role": identity.role, "name": identity.name}

    @app.get("/broken")
    def broken() -> str:
        number = "110101199003070070"
        raise RuntimeError(f"the database at db.internal refused {number}")

    @app.get("/full")
    def full() -> str:
        with Path("/dev/full").open("wb", buffering=0) as disk:
            disk.write(b"a form that is read")
        return ""

    return app


def signed(settings: Settings, identity: Identity, issuer: str = "gateway") -> str:
    """Return the identity header that `issuer` would send to `settings.service`."""
    key = SecretFolder(settings.secrets_dir).private_key(issuer)
    return IdentitySigner(key, issuer).sign(identity, settings.service)

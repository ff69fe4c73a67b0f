"""Whether a process is alive, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import structlog
from flask import Flask, Response, current_app, jsonify

from shared.http.problems import RETRY_AFTER_SECONDS
from shared.http.settings import Settings
from shared.http.telemetry import metrics_response

Check: TypeAlias = Callable[[], Mapping[str, Any] | None]
_CHECKS = "concord_readiness_checks"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _RegisteredCheck:
    check: Check
    required: bool


def add_readiness_check(app: Flask, name: str, check: Check, *, required: bool = True) -> None:
    """
    Let `/readyz` run `check`, which raises when its part is not ready; it runs in a thread.

    What it returns is shown as detail. A check that is not `required` is shown under
    `degraded` and does not take the process out of service.
    """
    _checks(app)[name] = _RegisteredCheck(check, required)


def install_health(app: Flask) -> None:
    """Serve `/healthz`, `/readyz` and `/metrics`."""
    app.add_url_rule("/healthz", "healthz", _healthz, methods=["GET"])
    app.add_url_rule("/readyz", "readyz", _readyz, methods=["GET"])
    app.add_url_rule("/metrics", "metrics", metrics_response, methods=["GET"])


def _healthz() -> Response:
    return jsonify({"alive": True})


def _readyz() -> tuple[Response, int]:
    checks = _checks(current_app)
    # All at once: several parts that hang together must not add up to more than a prober waits.
    with ThreadPoolExecutor(max_workers=len(checks) or 1) as pool:
        found = pool.map(_result, checks, [registered.check for registered in checks.values()])
        results = dict(zip(checks, found, strict=True))
    failed = [name for name, result in results.items() if not result["ready"]]
    ready = not any(checks[name].required for name in failed)
    settings: Settings = current_app.config["CONCORD_SETTINGS"]
    mark = {"installation": settings.installation} if settings.installation else {}
    response = jsonify({"ready": ready, "degraded": failed, "checks": results, **mark})
    if not ready:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response, 200 if ready else 503


def _result(name: str, check: Check) -> dict[str, Any]:
    try:
        detail = check()
    except Exception as error:  # noqa: BLE001  (whatever a part raises, it is not ready)
        _log.warning("readiness_check_failed", check=name, error=repr(error))
        return {"ready": False}
    return {"ready": True, **(detail or {})}


def _checks(app: Flask) -> dict[str, _RegisteredCheck]:
    checks: dict[str, _RegisteredCheck] = app.extensions.setdefault(_CHECKS, {})
    return checks

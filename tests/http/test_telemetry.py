from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.http.applications import settings_in

ROOT = Path(__file__).parents[2]
ONE_WORKER = """
import sys
from pathlib import Path
from tests.http.applications import an_application, settings_in
client = an_application(settings_in(Path(sys.argv[1]))).test_client()
client.get("/nowhere")
print(client.get("/metrics").get_data(as_text=True))
"""


def _worker(folder: Path) -> str:
    shared = folder / "numbers"
    shared.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", ONE_WORKER, str(folder)],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(shared), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


def test_workers_that_share_a_folder_are_counted_together(tmp_path: Path) -> None:
    settings_in(tmp_path)
    _worker(tmp_path)

    numbers = _worker(tmp_path)

    route = 'method="GET",route="(unmatched)",service="petitions",status="404"'
    assert f"concord_http_requests_total{{{route}}} 2.0" in numbers


def test_a_worker_of_its_own_counts_its_own() -> None:
    without = {k: v for k, v in os.environ.items() if k != "PROMETHEUS_MULTIPROC_DIR"}
    code = "from shared.http.telemetry import metrics_response as m; print(m().content_type)"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=without | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.startswith("text/plain")

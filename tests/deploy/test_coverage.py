"""Coverage counts what tests start: gunicorn's workers and background processes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

APP = """\
def create_app():
    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"served"]
    return app
"""

WORKER = """\
import signal
import sys
import time


def stop(number, frame):
    farewell = "stopped"
    sys.exit(0)


def work():
    signal.signal(signal.SIGTERM, stop)
    print("working", flush=True)
    while True:
        time.sleep(0.05)


work()
"""

INNER_TEST = """\
import os
import signal
import subprocess
import sys
import time
import urllib.request


def test_processes_are_asked_to_end():
    port = os.environ["INNER_PORT"]
    serve = ["-m", "gunicorn", "-c", os.environ["INNER_CONF"], "services.app:create_app()"]
    web = subprocess.Popen(
        [sys.executable, *serve], env={**os.environ, "PORT": port}, process_group=0
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).read()
            break
        except OSError:
            time.sleep(0.1)
    assert answer == b"served"
    web.send_signal(signal.SIGTERM)
    assert web.wait(10) == 0

    worker = subprocess.Popen([sys.executable, "-m", "services.worker"], stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"working\\n"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    worker.stdout.close()
"""


def test_processes_ended_by_sigterm_are_counted(tmp_path: Path, free_port: int) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "tests").mkdir()
    for name, content in {
        "services/__init__.py": "",
        "shared/__init__.py": "",
        "services/app.py": APP,
        "services/worker.py": WORKER,
        "tests/test_inner.py": INNER_TEST,
    }.items():
        (tmp_path / name).write_text(content)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy")

    environment = {k: v for k, v in os.environ.items() if not k.startswith("COV")} | {
        "INNER_PORT": str(free_port),
        "INNER_CONF": "deploy/gunicorn.conf.py",
    }
    command = [sys.executable, "-m", "pytest", "-q", "--cov", "--cov-report=json", "tests"]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert "1 passed" in run.stdout, run.stdout + run.stderr
    files = json.loads((tmp_path / "coverage.json").read_text())["files"]
    missing = {name: files[name]["missing_lines"] for name in files}
    assert missing["services/app.py"] == []
    assert missing["services/worker.py"] == []

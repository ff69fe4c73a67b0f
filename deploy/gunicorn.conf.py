"""How gunicorn serves every web process, embedded and in images."""

from __future__ import annotations

import os
import ssl
import sys
from collections.abc import Callable

import structlog

from deploy.door import Door, OpenDoorError
from deploy.lifeline import die_with_parent
from deploy.unreadable import Unquoted, answer_in_problem_json

_door = Door.from_environment(os.environ)
# Services listen beyond loopback only in the closed network of their containers.
if os.environ.get("CONCORD_SERVICE") == "gateway":
    try:
        _door.check()
    except OpenDoorError as error:
        sys.exit(f"{error.text.zh} · {error.text.en}")
    certfile = str(_door.certificate) if _door.certificate else None
    keyfile = str(_door.key) if _door.key else None
bind = _door.bind(os.environ["PORT"])

worker_class = "deploy.web_worker.WebWorker"
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
# The clients of MongoDB are not fork-safe: each worker builds the application for itself.
preload_app = False
# A heartbeat file on a disk may stall the worker.
worker_tmp_dir = "/dev/shm"
max_requests = int(os.environ.get("WEB_MAX_REQUESTS", "0"))
max_requests_jitter = max_requests // 10

# With threads this only finds a worker that hangs as a whole; calls carry their own time-outs.
timeout = 60
graceful_timeout = int(os.environ.get("WEB_GRACE_SECONDS", "2"))
# Longer than pooled clients keep a connection idle, so that the server is not the first to close.
keepalive = 75

control_socket_disable = True
answer_in_problem_json()
# The application logs each request, without query and personal data.
accesslog = None
errorlog = "-"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "filters": {"unquoted": {"()": Unquoted}},
    "handlers": {
        "stderr": {
            "filters": ["unquoted"],
            "class": "logging.StreamHandler",
            "formatter": "json",
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
    },
}


def ssl_context(config: object, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Return the TLS settings of gunicorn, without the versions that RFC 8996 retired."""
    del config
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def post_fork(server: object, worker: object) -> None:
    """Tie the worker to its arbiter: one left behind would hold the port of its successor."""
    del server, worker
    die_with_parent()

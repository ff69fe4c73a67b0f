"""Writes the page of settings from the code: `python -m deploy.settings_page docs/settings.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from itertools import chain
from pathlib import Path

from services.coordination.settings import CoordinationSettings
from services.liaison.public.settings import CodeHookSettings
from services.liaison.webhooks.settings import WebhookSettings
from shared.attachments.hall_settings import HallFileSettings
from shared.attachments.settings import AttachmentSettings
from shared.casework.key_groups import STANDARD
from shared.casework.key_groups import VARIABLE as KEY_GROUPS
from shared.casework.numbering import VARIABLE as AGENCY_MARKS
from shared.http.partner_settings import PartnerSettings
from shared.http.settings import GATEWAY, Settings, SettingsError
from shared.language import Text

_COMPLETE = {
    "DATABASE_URL": "mongodb://database",
    "SECRETS_DIR": "/run/secrets",
    "BROKER_URL": "amqp://broker",
}
_HEAD = """\
# Settings

Written by `make diagrams` from the code; do not edit.
A process reads its environment once, when it starts. What is required and missing, or cannot be
meant, ends the start with its name. `make run` sets what is needed by itself.
In containers a setting of the first table may come from a file: `NAME_FILE=/path` gives its
content (`deploy/from_files.py`). The files in `SECRETS_DIR`: [operators](operators.md#secrets).
"""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable that is read beside the settings classes: by gunicorn, a worker, the launcher."""

    name: str
    default: str
    help: Text


CASEWORK_VARIABLES = (
    Variable(
        KEY_GROUPS,
        "a list of " + str(len(STANDARD)),
        Text(
            "当事人所属重点群体：代码=中文/English，以逗号分隔；预警按此分组"
            "（本机关政策，非法律规定；各服务须一致）",
            "key groups of parties: code=中文/English, separated by commas; early warnings count "
            "by them (a policy of the office, no rule of law; the same for all services)",
        ),
    ),
    Variable(
        AGENCY_MARKS,
        "none",
        Text(
            "单独编号的机关：统一社会信用代码=代字，以逗号分隔，案号如“示司行复〔2026〕1号”；"
            "其他机关共用一个序列（各程序的网页进程和后台进程须一致）",
            "agencies that number their cases for themselves: code=mark, separated by commas, as "
            "示司行复〔2026〕1号; all others count together (the same for web process and worker)",
        ),
    ),
)
PROCESS_VARIABLES = (
    Variable("PORT", "required", Text("网页进程监听的端口", "port on which a web process listens")),
    Variable("BIND_HOST", "127.0.0.1", Text("监听的地址", "address on which it listens")),
    Variable(
        "TLS_CERTIFICATE",
        "none",
        Text(
            "网关的证书（PEM，含中间证书）；make run 对本机以外开放时自行签发",
            "certificate of the gateway (PEM, with those between); `make run` makes one itself "
            "when other machines may call",
        ),
    ),
    Variable("TLS_KEY", "none", Text("证书的私钥（PEM，不加密）", "its key (PEM, not encrypted)")),
    Variable(
        "TLS_BY_PROXY",
        "none",
        Text(
            "设为 1：前面的反向代理负责 TLS，网关可在本机以外以明文监听",
            "1: a reverse proxy in front does TLS, so the gateway may listen in clear beyond "
            "this machine",
        ),
    ),
    Variable("WEB_WORKERS", "1", Text("gunicorn 进程数", "worker processes of gunicorn")),
    Variable("WEB_THREADS", "8", Text("每个进程的线程数", "threads of each worker process")),
    Variable(
        "WEB_MAX_REQUESTS",
        "0",
        Text("处理多少请求后重启进程，0 为不重启", "requests before a worker is renewed, 0: never"),
    ),
    Variable(
        "WEB_GRACE_SECONDS",
        "2",
        Text("停止时等待请求结束的秒数", "seconds that running requests are given at the end"),
    ),
    Variable(
        "WORKER_PORT",
        "none",
        Text(
            "后台进程提供 /healthz、/readyz、/metrics 的端口（地址同为 BIND_HOST）",
            "port on which a worker serves /healthz, /readyz and /metrics, on BIND_HOST too",
        ),
    ),
    Variable(
        "PROMETHEUS_MULTIPROC_DIR",
        "none",
        Text(
            "多个 gunicorn 进程合并指标的文件夹",
            "folder by which several worker processes of gunicorn count together",
        ),
    ),
    Variable(
        "CONCORD_PORT", "8080", Text("make run 的网关端口", "port of the gateway for `make run`")
    ),
    Variable(
        "CONCORD_HOST",
        "127.0.0.1",
        Text(
            "make run 的网关监听的地址，本机以外一律 TLS",
            "address on which the gateway of `make run` listens, beyond this machine with TLS",
        ),
    ),
    Variable(
        "CONCORD_START_SECONDS",
        "60",
        Text(
            "make run 启动时多少秒没有进展即放弃",
            "seconds without any progress after which `make run` gives a start up",
        ),
    ),
    Variable(
        "CONCORD_DATABASE_CACHE_MB",
        "",
        Text(
            "内嵌数据库的缓存上限（MB）；不填为内存的八分之一，256 至 2048",
            "most memory for the cache of the embedded database, in MB; "
            "when empty an eighth of the machine's, 256 to 2048",
        ),
    ),
    Variable(
        "NO_COLOR",
        "none",
        Text("make demo 不使用颜色", "`make demo` prints without colours when set"),
    ),
)


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            _HEAD,
            "## Every process\n",
            *_table(_rows(Settings)),
            "\n## Coordination's worker\n",
            *_table(_rows(CoordinationSettings)),
            "\n## Liaison\n",
            *_table(chain(_rows(CodeHookSettings), _rows(WebhookSettings))),
            "\n## Secrets of partners: the gateway and liaison\n",
            *_table(_rows(PartnerSettings)),
            "\n## Papers: the gateway and the tracks\n",
            *_table(_rows(AttachmentSettings)),
            "\n## Files at terminals: the gateway and liaison\n",
            *_table(_rows(HallFileSettings)),
            "\n## Services\n",
            *_table((each.name, each.default, each.help) for each in CASEWORK_VARIABLES),
            "\n## How processes are run\n",
            *_table((each.name, each.default, each.help) for each in PROCESS_VARIABLES),
            "",
        ]
    )


def _table(rows: Iterator[tuple[str, str, Text]]) -> Iterator[str]:
    yield "| variable | default | 说明 | meaning |"
    yield "|---|---|---|---|"
    for name, default, text in rows:
        yield f"| `{name}` | {default} | {text.zh} | {text.en} |"


def _rows(
    settings: type[
        Settings
        | CoordinationSettings
        | WebhookSettings
        | PartnerSettings
        | AttachmentSettings
        | HallFileSettings
        | CodeHookSettings
    ],
) -> Iterator[tuple[str, str, Text]]:
    for field in fields(settings):
        name: str = field.metadata["variable"]
        yield name, _need(name) or _default(field), field.metadata["help"]


def _need(variable: str) -> str | None:
    """Return who cannot start without the variable, as the reader of the settings has it."""
    if variable == "CONCORD_SERVICE" or _refuses(GATEWAY, variable):
        return "required"
    return "required by services" if _refuses("petitions", variable) else None


def _refuses(service: str, missing: str) -> bool:
    complete: Mapping[str, str] = {"CONCORD_SERVICE": service, **_COMPLETE}
    try:
        Settings.from_environment({k: v for k, v in complete.items() if k != missing})
    except SettingsError:
        return True
    return False


def _default(field: Field[object]) -> str:
    if field.default is MISSING or field.default == "":
        return "none"
    default = field.default
    return f"`{','.join(default) if isinstance(default, tuple) else default}`"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page to the file named on the command line."""
    Path((arguments or sys.argv[1:])[0]).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

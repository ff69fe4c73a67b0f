"""The command that runs the whole of Concord on this machine until told to stop."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

from deploy.certificates import fingerprint
from deploy.door import LOOPBACK, Door, OpenDoorError
from deploy.embedded.lock import FolderLock
from deploy.embedded.ports import GATEWAY_PORT, standard_ports
from deploy.embedded.stack import PATIENCE_SECONDS, Stack, describe
from deploy.refusal import RefusalError
from deploy.secrets import LostKeyError, private_folder
from shared.language import Text

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _StopRequestedError(BaseException):
    """Somebody wants the installation to stop; not an error that a handler may swallow."""


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 <= int(value) <= 65535):
        raise argparse.ArgumentTypeError(f"{value!r} is no port (1–65535, or 0 for any)")
    return int(value)


def _seconds(value: str) -> float:
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise argparse.ArgumentTypeError(f"{value!r} is no number of seconds above 0")
    return float(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until a stop signal; 0 after an orderly stop, 1 when something did not come up."""
    options = _options(arguments)
    for number in _STOP_SIGNALS:
        signal.signal(number, _request_stop)
    data: Path = options.data
    lock = FolderLock(data)
    try:
        private_folder(data)
        lock.acquire()
        stack = Stack(
            data,
            standard_ports(options.port),
            options.broker_url,
            door=_door(options),
            database_url=options.database_url,
            announce=_say,
            patience_seconds=options.start_seconds,
        )
        return _run(stack, options.ready_file or data / "run.json")
    except RefusalError as error:
        return _fail(error)
    except OSError as error:
        cause = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        text = Text(
            f"无法读写文件：{cause}；请检查权限和磁盘空间后重试",
            f"a file cannot be read or written: {cause}; check rights and space, then retry",
        )
        return _fail(RefusalError(text))
    except LostKeyError as error:
        text = Text(f"密钥不完整：{error}", f"secrets are incomplete: {error}")
        return _fail(RefusalError(text))
    except _StopRequestedError:
        return 0
    finally:
        lock.release()


def _run(stack: Stack, ready_file: Path) -> int:
    """Start the stack, tell who asks that it is ready, and stop it when asked to."""
    try:
        _say(Text("正在启动……", "starting …"))
        stack.start()
        _publish(ready_file, describe(stack))
        _welcome(stack)
        while True:
            signal.pause()
    except _StopRequestedError:
        _say(Text("正在停止……", "stopping …"))
        return 0
    finally:
        for number in _STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        ready_file.unlink(missing_ok=True)
        stack.stop()
        _say(Text("已停止，数据已保留", "stopped, the data is kept"))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.embedded", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path("var"), help="folder of all data (default: var)"
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("CONCORD_PORT", str(GATEWAY_PORT)),
        help=f"port of the gateway (default: CONCORD_PORT or {GATEWAY_PORT})",
    )
    parser.add_argument(
        "--host",
        default=os.environ.get("CONCORD_HOST") or LOOPBACK,
        help="address on which the gateway listens; beyond this machine with TLS "
        f"(default: CONCORD_HOST or {LOOPBACK})",
    )
    parser.add_argument(
        "--broker-url",
        default=os.environ.get("BROKER_URL") or None,
        help="use this RabbitMQ (amqp://…) instead of the embedded bus (default: BROKER_URL)",
    )
    parser.add_argument(
        "--database-url",
        default=os.environ.get("DATABASE_URL") or None,
        help="use this MongoDB (mongodb://…) instead of the embedded one (default: DATABASE_URL)",
    )
    parser.add_argument(
        "--start-seconds",
        type=_seconds,
        default=os.environ.get("CONCORD_START_SECONDS", f"{PATIENCE_SECONDS:.0f}"),
        help="give a start up after so many seconds without progress "
        f"(default: CONCORD_START_SECONDS or {PATIENCE_SECONDS:.0f})",
    )
    parser.add_argument(
        "--ready-file", type=Path, help="written when ready (default: run.json in the data folder)"
    )
    return parser.parse_args(arguments)


def _door(options: argparse.Namespace) -> Door:
    given = Door.from_environment(os.environ)
    if (given.certificate is None) != (given.key is None):
        raise OpenDoorError(options.host)
    return replace(given, host=options.host)


def _request_stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _StopRequestedError


def _publish(path: Path, content: str) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(content)
    draft.replace(path)


def _welcome(stack: Stack) -> None:
    _say(Text(f"工作台　 {stack.address}", "open the workbench at this address in a browser"))
    if stack.door.certificate is not None:
        _say(Text(f"证书指纹 {fingerprint(stack.door.certificate)}", "SHA-256 of the certificate"))
    _say(
        Text(
            f"首次登录 用户名和口令在 {stack.credentials}（每个角色一个账号，仅文件所有者可读）",
            "usernames and first passwords, one account for each role, stand in that file",
        )
    )
    _say(Text(f"接口文档 {stack.address}/api/docs", "API documentation"))
    _say(
        Text(
            "下一步　 另开终端执行 make demo，录入一批在办案件",
            "next: `make demo` in another terminal fills an office with cases",
        )
    )
    _say(Text("按 Ctrl-C 停止", "press Ctrl-C to stop"))


def _say(text: Text) -> None:
    print(f"{text.zh} · {text.en}", flush=True)


def _fail(refusal: RefusalError) -> int:
    refusal.tell()
    return 1

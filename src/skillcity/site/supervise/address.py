"""Whether the web server may listen where it is told to, asked before any work is done."""

from __future__ import annotations

import errno
import http.client
import socket
import time
from collections.abc import Callable

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text


def check(host: str, port: int) -> None:
    """Errors: `site.port-taken`, `site.port-not-permitted`, `site.host-unknown`."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except OSError as error:
        raise _explain(error, host, port) from error


def url(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    shown = f"[{shown}]" if ":" in shown and not shown.startswith("[") else shown
    return f"http://{shown}:{port}/"


def wait_until_answering(host: str, port: int, *, seconds: float, give_up: Callable[[], bool] = lambda: False) -> bool:
    """Whether the web server gives any answer within this time, and before `give_up` says so."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    end = time.monotonic() + seconds
    while time.monotonic() < end and not give_up():
        connection = http.client.HTTPConnection(target, port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            connection.getresponse()
            return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    return False


def _explain(error: OSError, host: str, port: int) -> InputError:
    if error.errno == errno.EADDRINUSE:
        return InputError(
            "site.port-taken",
            Text(f"端口 {port} 已被占用。", f"port {port} is taken."),
            where=host,
            todo=Text("请用 --port 另选一个。", "Choose another with --port."),
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return InputError(
            "site.port-not-permitted",
            Text(f"无权使用端口 {port}。", f"this user may not listen on port {port}."),
            where=host,
            todo=Text("请用 --port 选 1024 以上的端口。", "Choose one above 1024 with --port."),
        )
    return InputError(
        "site.host-unknown",
        Text(f"不能在此地址监听：{error.strerror}。", f"cannot listen at this address: {error.strerror}."),
        where=host,
        todo=Text("请检查 --host。", "Check --host."),
    )

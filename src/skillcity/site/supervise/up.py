"""`./skillcity up`: from nothing to a running city, and again from wherever it was."""

from __future__ import annotations

import importlib
import json
import math
import os
import signal
import time
from pathlib import Path
from typing import Any

import click

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise import address, processes, static_files
from skillcity.site.supervise.locks import FileLock
from skillcity.site.supervise.logs import LogFile
from skillcity.site.supervise.progress import Steps, steps
from skillcity.site.supervise.server import Database, database, default_var, make_var
from skillcity.site.supervise.setup import use

WEB_SECONDS = 60.0
Summary = dict[str, Any]


@click.command("up")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口 / port of the web server"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen at")
@click.option(
    "--scale",
    type=click.FloatRange(0.001, 1.0),
    help="示例城市规模 / size of the sample city: 1 is a million people, the default suits a laptop",
)
@click.option("--no-serve", is_flag=True, help="评定后即停 / stop after the evaluation")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 汇总 / print one JSON summary")
@click.option("--var", type=click.Path(path_type=Path), help="数据文件夹 / folder of everything that changes")
def up(port: int, host: str, scale: float | None, no_serve: bool, as_json: bool, var: Path | None) -> None:
    """启动整个系统。 Start the whole city.

    Starts the database, brings its tables up to date, loads the reference data, imports the workbooks of the sample
    city through the same path as an officer's, finds everyone's talent class, and serves the portal. What is done
    already is not done again: a second `up` goes on where the first one stopped, and starts in seconds.

    \b
    ./skillcity up                       the city on http://127.0.0.1:8000/
    ./skillcity up --scale 1             the whole city: a million people
    ./skillcity up --no-serve --json     prepare, print a summary, stop
    DATABASE_URL=postgresql://... ./skillcity up      on a real server

    Ctrl-C stops everything that it started. Each process that ends by itself is started again. Logs: var/log.
    """
    if scale is not None and math.isnan(scale):
        raise click.BadParameter("须为数字 / it must be a number", param_hint="--scale")
    var = (var or default_var()).resolve()
    os.environ["SKILLCITY_VAR"] = str(var)
    lock = FileLock(var / "run" / "up.lock")
    if lock.path.exists() and not lock.acquire():
        raise _runs_already(var)
    if not no_serve:
        address.check(host, port)
    make_var(var)
    if not lock.acquire():
        raise _runs_already(var)
    try:
        _note(var, {"url": "" if no_serve else address.url(host, port)})
        signal.signal(signal.SIGTERM, _interrupt)
        signal.signal(signal.SIGHUP, _interrupt)
        with database(var, supervising=True) as found:
            use(found, var)
            summary = prepare(found, var, _scale(var, scale))
            if as_json:
                click.echo(json.dumps(summary, ensure_ascii=False, default=str))
            if not no_serve:
                _serve(found, var, host, port, demonstration())
    finally:
        (var / "run" / "up.json").unlink(missing_ok=True)
        lock.release()


def prepare(found: Database, var: Path, scale: float) -> Summary:
    """Everything up to the evaluation; returns the summary of the city. What is done already is not done again."""
    from django.conf import settings

    from skillcity.site.supervise.migrating import migrate

    begun = time.monotonic()
    with steps() as board:
        with board.step("migrate", Text("升级数据库结构", "bring the tables up to date")) as progress:
            migrate(found, var, progress)
        reference = _call(board, "reference", Text("载入参考数据", "load the reference data"), LOAD)
        sample: Summary = {}
        if settings.SYNTHETIC:  # SKILLCITY_SYNTHETIC=0 is a real city: it begins empty
            sample = _call(board, "sample", Text("导入示例城市", "import the sample city"), IMPORT, scale)
        classes = _call(board, "evaluate", Text("评定人才类别", "find everyone's talent class"), EVALUATE)
        city = _call(board, "count", Text("统计", "count"), COUNT)
    seconds = round(time.monotonic() - begun, 2)
    summary = {**city, **classes, **reference, "sample": sample, "scale": scale, "seconds": seconds}
    return {**summary, "steps": board.seconds}


def demonstration() -> list[Any]:
    """One login of each role in a synthetic city, each as (role, user name, password); none in a real one."""
    from skillcity.site.demo import demo_accounts
    from skillcity.site.demo_certificates import demo_certificates

    with steps() as board:
        with board.step("accounts", Text("准备演示账号", "make the demonstration accounts")):
            logins = list(demo_accounts())
        with board.step("certificates", Text("准备演示证书", "make the demonstration certificates")):
            return [*logins, *demo_certificates()]


LOAD = "skillcity.reference.services:load_shipped"
IMPORT = "skillcity.site.sample.services:import_sample"
COUNT = "skillcity.site.summary:city_summary"
EVALUATE = "skillcity.policy.services:evaluate_everyone"


def _call(board: Steps, name: str, label: Text, target: str, *arguments: Any) -> Summary:
    """Run one step that another room supplies, by its dotted name. It may return figures for the summary."""
    module, _, function = target.partition(":")
    with board.step(name, label) as progress:
        step = getattr(importlib.import_module(module), function)
        result = step(*arguments, progress) if target != COUNT else step()
    return dict(result) if isinstance(result, dict) else {}


def _serve(found: Database, var: Path, host: str, port: int, logins: list[Any]) -> None:
    logs = var / "log"
    env = found.environment(var)
    static_files.collect(var / "static")
    services: list[processes.Service] = []
    if found.server is not None:
        services.append(processes.DatabaseService(found.server))
    services.append(processes.worker(env=env, log=LogFile(logs / "worker.log")))
    services.append(processes.web(host=host, port=port, env=env, log=LogFile(logs / "web.log")))
    supervisor = processes.Supervisor(services, LogFile(logs / "supervisor.log"), sweep=requeue_stalled)
    try:
        supervisor.start()
        answers = address.wait_until_answering(host, port, seconds=WEB_SECONDS, give_up=supervisor.is_stopping)
        if not supervisor.is_stopping():
            _welcome(address.url(host, port), logins, logs, answers=answers)
    except BaseException:
        supervisor.stop()
        raise
    supervisor.run()


def requeue_stalled() -> None:
    """Give the jobs of a killed worker back to the queue."""
    from django.db import close_old_connections, connection

    from skillcity.platform.jobs.services import requeue_stalled as requeue

    try:
        requeue()
    finally:
        close_old_connections()
        connection.close()


def _welcome(url: str, logins: list[Any], logs: Path, *, answers: bool) -> None:
    if not answers:
        click.echo(f"网站尚未应答，见 {logs / 'web.log'} / the web server does not answer yet, see its log", err=True)
    click.echo(f"\n  {url}\n", err=True)
    for login in logins:
        words = login.values() if isinstance(login, dict) else login
        click.echo("  " + "  ".join(str(word) for word in words), err=True)
    click.echo("\nCtrl-C 停止 / Ctrl-C stops everything", err=True)


def _scale(var: Path, given: float | None) -> float:
    """The size of this city: the first `up` decides, later ones may leave it out but not change it."""
    from skillcity.site.sample.engine.sample import DEFAULT_SCALE

    path = var / "scale"
    try:
        known = float(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = None
    if known is not None and given is not None and known != given:
        raise InputError(
            "site.other-scale",
            Text(
                f"此城市的规模是 {known:g}，不能改为 {given:g}。", f"this city has the scale {known:g}, not {given:g}."
            ),
            where=str(path),
            todo=Text("请用 --var 另选文件夹。", "Choose another folder with --var."),
        )
    scale = known or given or DEFAULT_SCALE
    path.write_text(f"{scale:g}\n", encoding="utf-8")
    return scale


def _note(var: Path, content: dict[str, str]) -> None:
    (var / "run" / "up.json").write_text(json.dumps(content), encoding="utf-8")


def _runs_already(var: Path) -> InputError:
    try:
        place = json.loads((var / "run" / "up.json").read_text(encoding="utf-8"))["url"]
    except (OSError, ValueError, KeyError):
        place = ""
    return InputError(
        "site.runs-already",
        Text(f"已在运行：{place or '正在准备'}。", f"it runs already: {place or 'still preparing'}."),
        where=str(var),
        todo=Text("请先用 Ctrl-C 停止它。", "Stop it with Ctrl-C first."),
    )


def _interrupt(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt

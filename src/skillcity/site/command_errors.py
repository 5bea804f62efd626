"""How an error leaves the command line: one clear line, a JSON object when asked for, and the exit code."""

from __future__ import annotations

import json
import os
import secrets
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from skillcity.kernel.errors import InputError, SkillcityError
from skillcity.kernel.text import Text

INTERRUPTED = 130
FAULT = 1
USAGE = 2
LITTLE_ROOM = 64 * 1024 * 1024  # bytes


def exit_with(error: BaseException, *, as_json: bool) -> NoReturn:
    """Explain the error on standard error, with `--json` also as an object on standard output, and end the process."""
    if isinstance(error, SystemExit):
        raise error
    if isinstance(error, click.exceptions.Exit):
        sys.exit(error.exit_code)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        _say("已中断。 / Interrupted.")
        sys.exit(INTERRUPTED)
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: no second complaint
        sys.exit(USAGE)
    if isinstance(error, click.ClickException):
        _usage(error, as_json=as_json)
    known = explain(error)
    if known is not None:
        _say(str(known))
        _answer(as_json, known.code, known.text, known.where)
        sys.exit(known.exit_code)
    _fault(error, as_json=as_json)


def explain(error: BaseException) -> SkillcityError | None:
    """The expected error behind an exception, or None when it is a fault of ours."""
    if isinstance(error, SkillcityError):
        return error
    names = [kind.__name__ for kind in type(error).__mro__]
    module = type(error).__module__
    if module.startswith(("psycopg", "django.db")):
        return _of_database(error)
    if isinstance(error, OSError):
        from skillcity.site.supervise.errors import of_os_error

        return of_os_error(error, error.filename or "") if error.errno in _EXPECTED else None
    if "ImproperlyConfigured" in names and "SKILLCITY_DB" in str(error):
        return InputError("site.no-database", Text("没有数据库。", "there is no database."))
    return None


_EXPECTED = {1, 13, 17, 20, 28, 30, 122}  # EPERM EACCES EEXIST ENOTDIR ENOSPC EROFS EDQUOT


def _of_database(error: BaseException) -> SkillcityError | None:
    cause = error.__cause__ if type(error).__module__.startswith("django") and error.__cause__ else error
    state = str(getattr(cause, "sqlstate", "") or "")
    if state == "53100" or "No space left on device" in str(cause) or _disk_is_full():
        from skillcity.site.supervise.errors import disk_full

        return disk_full("PostgreSQL")
    names = {kind.__name__ for kind in type(cause).__mro__} | {type(error).__name__}
    if names & {"OperationalError", "PoolTimeout"} and not state.startswith(("40", "55", "57014")):
        from skillcity.site.supervise.external import reason

        why = reason(cause)
        return InputError(
            "site.database-unreachable",
            Text(f"数据库没有应答：{why}。", f"the database does not answer: {why}."),
            todo=Text("请查看 var/log/postgres.log。", "See var/log/postgres.log."),
        )
    return None


def _disk_is_full() -> bool:
    """A server that cannot write its WAL ends at once: the connection only breaks, and its log has the reason."""
    from skillcity.site.supervise.logs import LogFile
    from skillcity.site.supervise.server import default_var

    try:
        room = os.statvfs(default_var())
    except OSError:
        return False
    log = LogFile(default_var() / "log" / "postgres.log")
    return room.f_bavail * room.f_frsize < LITTLE_ROOM and "No space left" in log.last_complaint()


def _usage(error: click.ClickException, *, as_json: bool) -> NoReturn:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "./skillcity"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):  # a group of commands, called alone
        click.echo(error.format_message())
        sys.exit(0)
    message = error.format_message().rstrip(".")
    text = Text(f"用法有误：{_in_chinese(error, message)}。", f"wrong usage: {message}.")
    _say(f"{text.zh} / {text.en}\n用法见 / see: {path} --help")
    _answer(as_json, "site.usage", text, path)
    sys.exit(USAGE)


def _in_chinese(error: click.ClickException, message: str) -> str:
    """What click says in English only."""
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有命令 {error.command_name}"
    if isinstance(error, click.exceptions.NoSuchOption):
        return f"没有选项 {error.option_name}"
    parameter = getattr(error, "param", None)
    context = getattr(error, "ctx", None)
    name = parameter.get_error_hint(context) if parameter is not None else getattr(error, "param_hint", None)
    if isinstance(error, click.exceptions.MissingParameter):
        return f"缺少参数 {name or ''}".rstrip()
    if isinstance(error, click.exceptions.BadParameter):
        return f"参数 {name or ''} 的值不可用（{error.message.rstrip('.')}）"
    return message


def _fault(error: BaseException, *, as_json: bool) -> NoReturn:
    """Keep the traceback in the log and give the person a reference to it."""
    from skillcity.site.supervise.server import default_var

    reference = secrets.token_hex(4)
    log = default_var() / "log" / "faults.log"
    kept = _keep(log, reference, error)
    place = str(log) if kept else "stderr"
    _say(
        f"程序出错，编号 {reference}，详情见 {place}。 / A fault of ours: reference {reference}, details in {place}. "
        f"({type(error).__name__})"
    )
    if not kept:
        traceback.print_exception(error)
    text = Text(f"程序出错，编号 {reference}", f"a fault of ours, reference {reference}")
    _answer(as_json, "site.fault", text, place)
    sys.exit(FAULT)


def _keep(log: Path, reference: str, error: BaseException) -> bool:
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} {reference} {sys.argv[1:]}\n")
            file.write("".join(traceback.format_exception(error)))
        log.chmod(0o600)
    except OSError:
        return False
    return True


def _say(line: str) -> None:
    click.echo(line, err=True)


def _answer(as_json: bool, code: str, text: Text, where: str) -> None:
    if as_json:
        content = {"error": {"code": code, "zh": text.zh, "en": text.en, "where": where}}
        click.echo(json.dumps(content, ensure_ascii=False))

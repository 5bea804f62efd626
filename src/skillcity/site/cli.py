"""The command line: one group, whose commands are loaded when they are called.

A command of a room is declared in its `cli.py` and listed here by name. Its module should import Django's models inside
the functions. Before a command runs, a database is started or joined and Django is set up; a command with the attribute
`without_database = True` gets neither.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from skillcity import __version__
from skillcity.kernel.text import Text
from skillcity.site.command_errors import exit_with


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is (`module:attribute`) and what it is for; `needs_django` prepares the database before it."""

    target: str
    help: Text
    needs_django: bool = True


COMMANDS = {
    "up": Command("skillcity.site.supervise.up:up", Text("启动整个系统", "start the whole city"), False),
    "test": Command("skillcity.site.testing:test", Text("运行全部检查与测试", "run every check and test"), False),
    "import": Command("skillcity.platform.imports.cli:import_", Text("导入工作簿", "import a workbook or CSV file")),
    "facts": Command("skillcity.facts.cli:facts", Text("事实台账", "the ledger of facts")),
    "reference": Command("skillcity.reference.cli:reference", Text("参考数据", "reference data")),
    "policy": Command("skillcity.policy.cli:policy", Text("政策目录与人才分类", "catalogues and talent classes")),
    "credential": Command("skillcity.credentials.cli:credential", Text("证书核验", "verify certificates")),
    "sample": Command("skillcity.site.sample.cli:sample", Text("示例城市", "the sample city")),
    "account": Command("skillcity.platform.accounts.cli:account", Text("账号", "accounts")),
    "jobs": Command("skillcity.platform.jobs.cli:jobs", Text("后台任务", "background jobs")),
    "check": Command("skillcity.site.check:check", Text("核对现有数据", "verify the live data")),
    "lock": Command("skillcity.site.locking:lock", Text("重新锁定依赖版本", "remake the locks of packages"), False),
    "worker": Command("skillcity.platform.jobs.worker:worker", Text("后台工作进程", "the worker process")),
    "django": Command(
        "skillcity.site.supervise.pass_through:django", Text("Django 管理命令", "any command of Django"), False
    ),
}


class City(click.Group):
    """A group that knows its commands by name only, and shows every expected error as one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; None when there is no such name."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        try:
            command = load(entry.target, cmd_name)
        except ModuleNotFoundError as error:
            if not entry.target.startswith(f"{error.name}"):
                raise
            return _absent(cmd_name)
        if entry.needs_django:
            from skillcity.site.supervise.setup import prepare_before

            prepare_before(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that help loads none of them."""
        with formatter.section("命令 Commands"):
            formatter.write_dl([(name, f"{entry.help.zh}: {entry.help.en}") for name, entry in COMMANDS.items()])

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run; in stand-alone mode every error becomes a message and an exit code (see `command_errors`)."""
        given = list(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(given, prog_name, standalone_mode=False, **extra)
        try:
            result = super().main(given, prog_name, standalone_mode=False, **extra)
        except BaseException as error:  # the last place where it can be explained
            exit_with(error, as_json="--json" in given)
        sys.exit(result if isinstance(result, int) else 0)


def load(target: str, name: str) -> click.Command:
    """The click command at `module:attribute`, or else the module's command of that name."""
    module_name, _, attribute = target.partition(":")
    try:
        module = importlib.import_module(module_name)
    except Exception as error:
        if type(error).__name__ not in ("AppRegistryNotReady", "ImproperlyConfigured"):
            raise
        from skillcity.site.supervise.setup import set_up_django

        set_up_django()
        sys.modules.pop(module_name, None)
        module = importlib.import_module(module_name)
    found = getattr(module, attribute, None)
    if isinstance(found, click.Command):
        return found
    for value in vars(module).values():
        if isinstance(value, click.Command) and value.name == name:
            return value
    raise LookupError(f"{module_name} has no command {name}")


def _absent(name: str) -> click.Command:
    @click.command(name, context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("rest", nargs=-1)
    def absent(rest: tuple[str, ...]) -> None:
        raise click.UsageError(f"命令 {name} 尚未提供 / the command {name} is not built yet")

    return absent


CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.command(cls=City, context_settings=CONTEXT, no_args_is_help=False, invoke_without_command=True)
@click.version_option(__version__, message="skillcity %(version)s", help="显示版本 / show the version and exit")
@click.pass_context
def main(ctx: click.Context) -> None:
    """技能强城：事实进，权利出。 The open system for a city's skilled workers: facts in, rights out.

    \b
    ./skillcity up        starts everything: database, reference data, the
                          sample city, the evaluation, web server and worker.
                          Ctrl-C stops it all.
    ./skillcity test      runs every check and test.

    Everything that changes lives in `var/` (or SKILLCITY_VAR). DATABASE_URL names a PostgreSQL 15-18 to be used instead
    of the embedded one. Answers go to standard output, progress and messages to standard error.

    With --json a command prints one JSON object on one line; an error is then
    {"error": {"code", "zh", "en", "where"}}, on standard output too.

    Exit codes: 0 done; 1 a fault of ours, with a reference to the log; 2 something that you can put right: the message
    says what; 3 the question has no solution; 130 interrupted.

    Each command explains itself: ./skillcity COMMAND --help
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())

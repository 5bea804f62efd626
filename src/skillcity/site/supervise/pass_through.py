"""`./skillcity django ...`: any command of Django, for developers; runs as the owner of the database."""

from __future__ import annotations

import click

from skillcity.site.supervise.server import database, default_var
from skillcity.site.supervise.setup import set_up_django, use

WITHOUT_DATABASE = {
    "makemigrations",
    "help",
    "version",
    "check",
    "diffsettings",
    "findstatic",
    "collectstatic",
    "startapp",
}


@click.command(
    "django", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}, add_help_option=False
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django(words: tuple[str, ...]) -> None:
    """运行 Django 管理命令。 Run a command of Django, for example ./skillcity django shell.

    WORDS are the command and its arguments, handed over as they are; the database is opened as its owner.
    """
    from django.core.management import execute_from_command_line

    arguments = ["./skillcity django", *words]
    if not words or words[0] in WITHOUT_DATABASE or "--help" in words:
        set_up_django()
        execute_from_command_line(arguments)
        return
    var = default_var()
    with database(var) as found:
        use(found, var, as_owner=True)
        execute_from_command_line(arguments)

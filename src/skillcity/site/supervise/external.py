"""A real PostgreSQL server named by DATABASE_URL: checked first, with one clear line when it does not fit."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import conninfo

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.site.supervise import roles
from skillcity.site.supervise.connecting import Parameters, connect
from skillcity.site.supervise.secrets import Secrets

OLDEST, NEWEST = 15, 18


def prepare(url: str, secrets: Secrets) -> Any:
    """Check the server and make the application's role. Returns a `server.Database`.

    Errors: `site.database-url`, `site.database-unreachable`, `site.database-version`, `site.no-chinese-search`,
    `site.application-role`, `site.application-role-too-strong`.
    """
    from skillcity.site.supervise.server import Database

    owner = parse(url)
    with reach(owner) as connection:
        _check_version(connection, owner)
        _check_search(connection, owner)
        app = owner | {"user": roles.APPLICATION, "password": secrets.app_password}
        _ensure_application(connection, app)
    return Database(owner=owner, app=app)


def parse(url: str) -> Parameters:
    """The psycopg parameters of a URL such as `postgresql://owner:password@host:5432/skillcity`."""
    try:
        parameters = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise InputError(
            "site.database-url",
            Text("DATABASE_URL 的写法有误。", "DATABASE_URL cannot be read."),
            todo=Text(
                "应为 postgresql://用户:密码@主机:5432/数据库。",
                "It looks like postgresql://user:password@host:5432/database.",
            ),
        ) from error
    return {name: str(value) for name, value in parameters.items() if value is not None}


def reach(parameters: Parameters) -> psycopg.Connection[Any]:
    """Connect, or say in one line (without the password) which server does not answer and why."""
    try:
        return connect(parameters)
    except psycopg.OperationalError as error:
        raise InputError(
            "site.database-unreachable",
            Text(f"连接不上数据库：{reason(error)}。", f"the database does not let us in: {reason(error)}."),
            where=place(parameters),
            todo=Text("请检查 DATABASE_URL 和服务器。", "Check DATABASE_URL and the server."),
        ) from error


def place(parameters: Parameters) -> str:
    """The server in words, without the password."""
    return f"{parameters.get('host', 'localhost')}:{parameters.get('port', '5432')}/{parameters.get('dbname', '')}"


def reason(error: BaseException) -> str:
    """The last line of what libpq says, which is the most telling one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    return lines[0].rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".?")


def _check_version(connection: psycopg.Connection[Any], owner: Parameters) -> None:
    version = connection.info.server_version // 10000
    if not OLDEST <= version <= NEWEST:
        raise InputError(
            "site.database-version",
            Text(f"这是 PostgreSQL {version}。", f"this is PostgreSQL {version}."),
            where=place(owner),
            todo=Text(f"请使用 {OLDEST} 至 {NEWEST} 版。", f"Use a version from {OLDEST} to {NEWEST}."),
        )


def _check_search(connection: psycopg.Connection[Any], owner: Parameters) -> None:
    try:
        roles.ensure_extensions(connection)
        row = connection.execute(
            "select current_setting('server_encoding') = 'UTF8' and array_length(show_trgm('焊工'), 1) > 0"
        ).fetchone()
    except psycopg.Error as error:
        raise InputError(
            "site.database-extensions",
            Text(f"装不上所需扩展：{reason(error)}。", f"an extension cannot be made: {reason(error)}."),
            where=place(owner),
            todo=Text(
                f"请由管理员执行：create extension {'; create extension '.join(roles.EXTENSIONS)};",
                f"Let an administrator run: create extension {'; create extension '.join(roles.EXTENSIONS)};",
            ),
        ) from error
    if row is None or not row[0]:
        raise InputError(
            "site.no-chinese-search",
            Text("此数据库不能检索中文。", "this database cannot search Chinese."),
            where=place(owner),
            todo=Text(
                "请新建：createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 skillcity",
                "Make another: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 skillcity",
            ),
        )


def _ensure_application(connection: psycopg.Connection[Any], app: Parameters) -> None:
    name = roles.APPLICATION
    if not _signs_in(app):
        try:
            roles.set_role(connection, name, app["password"])
        except psycopg.Error as error:
            raise InputError(
                "site.application-role",
                Text(f"不能建立数据库角色 {name}。", f"the database role {name} cannot be made by this user."),
                where=place(app),
                todo=Text(
                    f"请由管理员执行：create role {name} login password '（见 var/secrets.json 的 app_password）'",
                    f"Let an administrator run: create role {name} login password '(app_password in var/secrets.json)'",
                ),
            ) from error
        reach(app).close()
    if roles.is_above_row_security(connection, name):
        raise InputError(
            "site.application-role-too-strong",
            Text(
                f"数据库角色 {name} 不受行级安全约束。", f"row-level security does not bind the database role {name}."
            ),
            where=place(app),
            todo=Text(
                f"请执行：alter role {name} nosuperuser nobypassrls;",
                f"Run: alter role {name} nosuperuser nobypassrls;",
            ),
        )


def _signs_in(app: Parameters) -> bool:
    try:
        connect(app).close()
    except psycopg.OperationalError:
        return False
    return True

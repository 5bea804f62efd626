"""Who may import what."""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.imports.kinds import ImportKind, all_kinds


class Permission(Enum):
    """The answer, and why."""

    SYSTEM = "the system itself imports everything"
    ROLE = "the role is listed for the kind"
    REFUSED = "the role is not listed for the kind"


def may_import(actor: Actor, kind: ImportKind) -> Permission:
    """Whether the actor may import this kind; strangers may nothing."""
    if actor.role is None:
        return Permission.SYSTEM if actor.reach is Reach.CITY else Permission.REFUSED
    return Permission.ROLE if actor.role in kind.roles else Permission.REFUSED


def require_import(actor: Actor, kind: ImportKind) -> None:
    """Raise Refused unless the actor may import this kind."""
    if may_import(actor, kind) is Permission.REFUSED:
        raise Refused(
            "imports.not-allowed",
            Text(f"您的角色不能导入“{kind.label.zh}”。", f"Your role may not import “{kind.label.en}”."),
            todo=Text("请由有权限的人员导入。", "Ask someone whose role may."),
        )


def kinds_for(actor: Actor) -> list[ImportKind]:
    """The kinds that the actor may import, in their order."""
    return [kind for kind in all_kinds() if may_import(actor, kind) is not Permission.REFUSED]

"""What the house promises and import-linter cannot say: faces of rooms, keys that point down, no signals."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import grimp
from django.apps import apps
from django.db.models import ForeignKey

PACKAGE = Path(__file__).parent.parent / "src" / "skillcity"
FLOORS = ["kernel", "platform", "reference", "registry", "facts", "policy", "credentials", "site"]
PRIVATE = {"views", "forms", "urls", "cli", "rest", "taking", "templatetags", "migrations"}
# One room looks into another's pages: each with its reason.
KNOWN = {
    ("platform.imports", "skillcity.platform.jobs.views"): "the page of an import shows how far its job is",
    ("policy", "skillcity.platform.jobs.views"): "the page of a simulation shows how far its job is",
}
NAMED_BACKWARDS = {("facts", "Fact", "person")}  # `person.facts` reads as what it is, and only facts ask for it


def room_of(module: str) -> str:
    """`registry` of skillcity.registry.views.people, `platform.jobs` of skillcity.platform.jobs.views."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if parts[:1] == ["platform"] else parts[0] if parts else ""


def sources() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
    )


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("skillcity", cache_dir=None)


def test_no_room_imports_the_pages_commands_or_forms_of_another() -> None:
    found = []
    for importer in sorted(graph().modules):
        for imported in graph().find_modules_directly_imported_by(importer):
            here, there = room_of(importer), room_of(imported)
            if here == there or here in {"site", "__main__", ""} or ".tests" in importer or there in {"", "kernel"}:
                continue
            inside = set(imported.removeprefix(f"skillcity.{there}").split("."))
            if inside & PRIVATE and (here, imported) not in KNOWN:
                found.append(f"{importer} -> {imported}")
    assert found == []


def test_tests_are_imported_by_tests_only() -> None:
    found = [
        (importer, imported)
        for importer in graph().modules
        if ".tests" not in importer
        for imported in graph().find_modules_directly_imported_by(importer)
        if ".tests" in imported
    ]
    assert found == []


def our_keys() -> list[ForeignKey[object, object]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("skillcity.")]
    return [field for model in models for field in model._meta.get_fields() if isinstance(field, ForeignKey)]


def floor(model: type) -> int:
    return FLOORS.index(room_of(model.__module__).split(".")[0])


def test_foreign_keys_point_down_the_floors_and_leave_no_name_above() -> None:
    for key in our_keys():
        target = key.related_model
        if not isinstance(target, type) or not target.__module__.startswith("skillcity."):
            continue
        name = (key.model._meta.app_label, key.model.__name__, key.name)
        assert floor(target) <= floor(key.model), name
        if room_of(target.__module__) != room_of(key.model.__module__) and name not in NAMED_BACKWARDS:
            assert str(key.remote_field.related_name).endswith("+"), name


def test_one_thing_causes_another_by_a_call_and_never_by_a_signal() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SIGNALS)
    ]
    assert found == []


SIGNALS = ("django.dispatch", "django.db.models.signals", "django.contrib.auth.signals", "allauth.account.signals")
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("time", "time"), ("timezone", "now")}
CHANCE = {"random", "randint", "choice", "shuffle", "sample", "uniform", "gauss"}


def test_an_engine_has_no_clock_and_no_chance_without_a_seed() -> None:
    found = []
    for path in sources():
        if "engine" not in path.parts and path.parent.name != "kernel":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                base = node.func.value
                owner = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
                if (owner, node.func.attr) in CLOCKS or (owner == "random" and node.func.attr in CHANCE):
                    found.append(f"{path}:{node.lineno}")
    assert found == []


def test_every_file_says_its_idea_first() -> None:
    missing = [
        path for path in sources() if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [path for path in missing if path.name not in {"apps.py", "__init__.py"}] == []


def test_every_template_extends_the_page_or_is_a_part_of_one() -> None:
    """A page that drew its own frame would lack the headings, the language and the way out."""
    whole = [
        path
        for path in PACKAGE.rglob("*.html")
        if "<html" in path.read_text(encoding="utf-8") and path != PACKAGE / "platform/ui/templates/ui/page.html"
    ]
    assert whole == []


def test_every_act_in_the_audit_has_a_name_for_people() -> None:
    from skillcity.platform.audit.acts import ACTS

    written = {act for path in sources() for act in re.findall(r'\bact="([^"]+)"', path.read_text())}
    assert written - set(ACTS) == set(), "name it in platform/audit/acts.py"

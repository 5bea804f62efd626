"""From the file of a catalogue to a `Catalogue`, with every problem of the file at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from pathlib import Path, PurePosixPath

from skillcity.kernel.text import Text
from skillcity.policy.engine import reading
from skillcity.policy.engine.benefit import Benefit
from skillcity.policy.engine.benefit_reading import read_benefit
from skillcity.policy.engine.catalogue import (
    Catalogue,
    Citation,
    ClassOrder,
    Clause,
    Confidence,
    InForce,
    NamedSet,
    Source,
    Status,
)
from skillcity.policy.engine.checking import check_clauses
from skillcity.policy.engine.located import Node, Scalar, Table, read_yaml
from skillcity.policy.engine.parsing import parse
from skillcity.policy.engine.problems import Place, PolicyError, Problem, did_you_mean
from skillcity.policy.engine.schema import Schema

MAX_CLAUSES = 500
OpenSet = Callable[[str], str]
"""Gives the text of a set file by its path relative to the catalogue; OSError when it is not there."""


def load(path: Path, schema: Schema) -> Catalogue:
    """The catalogue of a file; PolicyError with all its problems when there is one."""
    found, problems = examine(path, schema)
    if found is None:
        raise PolicyError(*problems)
    return found


def load_folder(folder: Path, schema: Schema) -> tuple[Catalogue, ...]:
    """All editions of a catalogue: the `*.yaml` files of a folder, oldest first; PolicyError with all problems."""
    pairs = [examine(path, schema) for path in sorted(folder.glob("*.yaml"))]
    problems = [problem for _, found in pairs for problem in found]
    if problems:
        raise PolicyError(*problems)
    catalogues = [catalogue for catalogue, _ in pairs if catalogue is not None]
    return tuple(sorted(catalogues, key=lambda catalogue: (catalogue.in_force.start or date.min, catalogue.edition)))


def check(paths: Iterable[Path], schema: Schema) -> tuple[Problem, ...]:
    """Everything that is wrong in these catalogue files; an empty tuple: all can be used."""
    return tuple(problem for path in paths for problem in examine(path, schema)[1])


def examine(path: Path, schema: Schema) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a file, or everything that is wrong with it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        what = Text("文件无法读取，或不是 UTF-8 编码。", "The file cannot be read, or is not UTF-8.")
        return None, (Problem("policy.unreadable", Place(str(path), 1, 1), what),)
    return read(text, schema, file=str(path), open_set=lambda name: (path.parent / name).read_text("utf-8"))


def read(text: str, schema: Schema, *, file: str, open_set: OpenSet) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a text (a draft, say); `file` is the name used in messages."""
    problems: list[Problem] = []
    found: Catalogue | None = None
    with reading.collecting(problems):
        root = reading.table(
            read_yaml(text, file),
            ("catalogue", "region", "edition", "in_force", "source"),
            ("title", "supersedes", "sets", "names", "outcome", "clauses", "benefits"),
        )
        found = _catalogue(root, schema, open_set, problems)
    return (None if problems else found), tuple(problems)


def _catalogue(root: Table, schema: Schema, open_set: OpenSet, problems: list[Problem]) -> Catalogue:
    values = root.values
    sets: dict[str, NamedSet] = {}
    if "sets" in values:
        for name, node in _open_table(values["sets"]).values.items():
            with reading.collecting(problems):
                sets[name] = _named_set(name, node, open_set)
    if ("outcome" in values) != ("clauses" in values) or not {"clauses", "benefits"} & set(values):
        what = ("应同时写 outcome 和 clauses，或只写 benefits。", "`outcome` with `clauses` are needed, or `benefits`.")
        raise reading.fail("policy.missing-key", root.place, *what)
    outcome = _outcome(values["outcome"]) if "outcome" in values else ClassOrder((), {}, every=True)
    clauses: list[Clause] = []
    declared = _open_table(values["sets"]).values if "sets" in values else {}
    for node in _lines(values.get("clauses")):
        with reading.collecting(problems):
            clauses.append(_clause(node, schema, outcome, declared, {clause.id for clause in clauses}))
    problems.extend(check_clauses(clauses, outcome))
    benefits: list[Benefit] = []
    for node in _lines(values.get("benefits")):
        with reading.collecting(problems):
            benefits.append(
                read_benefit(
                    node,
                    schema,
                    sets=declared,
                    classes=outcome.order,
                    taken={*(clause.id for clause in clauses), *(benefit.id for benefit in benefits)},
                    citation=_citation,
                    in_force=_in_force,
                )
            )
    source = _source(values["source"])
    title = reading.maybe_words(values.get("title")) or Text(source.title, source.title)
    return Catalogue(
        catalogue=reading.string(values["catalogue"]),
        region=reading.string(values["region"]),
        edition=reading.string(values["edition"]),
        title=title,
        in_force=_in_force(values["in_force"]),
        source=source,
        outcome=outcome,
        sets=sets,
        names=_names(values.get("names")),
        clauses=tuple(clauses),
        schema=schema,
        supersedes=reading.string(values.get("supersedes")),
        benefits=tuple(benefits),
    )


def _lines(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    nodes = reading.items(node)
    if not 1 <= len(nodes) <= MAX_CLAUSES:
        what = (f"应有 1 至 {MAX_CLAUSES} 条。", f"There must be 1 to {MAX_CLAUSES} clauses.")
        raise reading.fail("policy.too-big", node.place, *what)
    return nodes


def _open_table(node: Node) -> Table:
    """A table whose keys are free."""
    return reading.table(node, (), tuple(node.values) if isinstance(node, Table) else ())


def _names(node: Node | None) -> dict[str, Text]:
    return {} if node is None else {code: reading.words(label) for code, label in _open_table(node).values.items()}


def _outcome(node: Node) -> ClassOrder:
    values = reading.table(node, ("kind", "order", "take"), ("labels",)).values
    every = reading.choice(values["kind"], ("class", "rights")) == "rights"
    reading.choice(values["take"], ("all",) if every else ("highest",))
    order = tuple(reading.string(item) for item in reading.items(values["order"]))
    if len(set(order)) != len(order) or not order:
        raise reading.fail(
            "policy.duplicate", values["order"].place, "类别重复或为空。", "A class is given twice, or none."
        )
    labels: dict[str, Text] = {}
    if "labels" in values:
        labels = {
            name: reading.words(label) for name, label in reading.table(values["labels"], (), order).values.items()
        }
    return ClassOrder(order, labels, every)


def _clause(node: Node, schema: Schema, outcome: ClassOrder, sets: Collection[str], taken: Collection[str]) -> Clause:
    required = ("id", "gives", "text", "cite", "status", "when")
    values = reading.table(node, required, ("in_force", "near", "data_gap", "impact")).values
    clause_id = reading.string(values["id"])
    if clause_id in taken:
        what = (f"条款编号“{clause_id}”重复。", f'The clause id "{clause_id}" is given twice.')
        raise reading.fail("policy.duplicate", values["id"].place, *what)
    when: Scalar = reading.scalar(values["when"])
    near = _open_table(values["near"]).values if "near" in values else {}
    return Clause(
        id=clause_id,
        gives=reading.choice(values["gives"], outcome.order),
        text=reading.words(values["text"]),
        cite=_citation(values["cite"]),
        status=Status(reading.choice(values["status"], list(Status))),
        when=parse(when.text, schema=schema, sets=sets, place=when.place_of),
        place=node.place,
        when_place=when.place,
        in_force=_in_force(values["in_force"]) if "in_force" in values else None,
        near=tuple((name, reading.string(value)) for name, value in near.items()),
        data_gap=reading.maybe_words(values.get("data_gap")),
        impact=reading.maybe_words(values.get("impact")),
    )


def _in_force(node: Node) -> InForce:
    values = reading.table(node, ("from",), ("to", "confidence")).values
    start, end = reading.day(values["from"]), reading.day(values.get("to"))
    if start and end and end < start:
        raise reading.fail("policy.dates", node.place, "截止早于起始。", "The end lies before the beginning.")
    return InForce(start, end, _confidence(values["confidence"]) if "confidence" in values else None)


def _confidence(node: Node) -> Confidence:
    return Confidence(reading.choice(node, list(Confidence)))


def _source(node: Node) -> Source:
    values = reading.table(node, ("title", "confidence"), ("issuer", "number", "url", "retrieved", "note")).values
    return Source(
        title=reading.string(values["title"]),
        confidence=_confidence(values["confidence"]),
        issuer=reading.string(values.get("issuer")),
        number=reading.string(values.get("number")),
        url=reading.string(values.get("url")),
        retrieved=reading.day(values.get("retrieved")),
        note=reading.maybe_words(values.get("note")),
    )


def _citation(node: Node) -> Citation:
    values = reading.table(node, ("document", "confidence"), ("item", "date", "url")).values
    return Citation(
        document=reading.string(values["document"]),
        confidence=_confidence(values["confidence"]),
        item=reading.string(values.get("item")),
        dated=reading.day(values.get("date")),
        url=reading.string(values.get("url")),
    )


def _named_set(name: str, node: Node, open_set: OpenSet) -> NamedSet:
    path = reading.string(node)
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not path.endswith(".yaml"):
        todo = Text("写成 sets/名称.yaml。", "Write sets/name.yaml.")
        what = ("集合文件应在目录之下。", "A set file must lie below the catalogue's folder.")
        raise reading.fail("policy.set-missing", node.place, *what, todo)
    if not name.isascii() or not name.isidentifier():
        raise reading.fail("policy.refused", node.place, f"集合名称“{name}”不合规。", f'"{name}" is no plain name.')
    try:
        text = open_set(path)
    except (OSError, UnicodeDecodeError):
        what = (f"找不到集合文件“{path}”。", f'The set file "{path}" is not there.')
        raise reading.fail("policy.set-missing", node.place, *what) from None
    values = reading.table(read_yaml(text, path), ("set", "label", "edition", "status", "source", "members"), ()).values
    if reading.string(values["set"]) != name:
        todo = did_you_mean(name, [reading.string(values["set"])])
        what = (f"文件里的集合不叫“{name}”。", f'The set in the file is not called "{name}".')
        raise reading.fail("policy.set-missing", values["set"].place, *what, todo)
    return NamedSet(
        name=name,
        label=reading.words(values["label"]),
        edition=reading.string(values["edition"]),
        status=Status(reading.choice(values["status"], list(Status))),
        source=_source(values["source"]),
        members=frozenset(_member(item) for item in reading.items(values["members"])),
    )


def _member(node: Node) -> str:
    """A code, alone or with its name beside it for the reader."""
    if isinstance(node, Table):
        return reading.string(reading.table(node, ("code",), ("name",)).values["code"])
    return reading.string(node)

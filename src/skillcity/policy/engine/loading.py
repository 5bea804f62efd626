"""From the file of a catalogue to a `Catalogue`, with every problem of the file at its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from keyword import iskeyword
from pathlib import Path, PurePosixPath

from skillcity.kernel.text import Text
from skillcity.policy.engine import reading
from skillcity.policy.engine.benefit import Benefit
from skillcity.policy.engine.benefit_reading import (
    citation,
    free_code,
    in_force,
    read_benefit,
    source_of,
    status,
)
from skillcity.policy.engine.catalogue import Catalogue, ClassOrder, Clause, NamedSet, Status
from skillcity.policy.engine.checking import check_clauses
from skillcity.policy.engine.located import Allowance, Node, Scalar, Table, read_yaml
from skillcity.policy.engine.parsing import parse
from skillcity.policy.engine.problems import Place, PolicyError, Problem, did_you_mean
from skillcity.policy.engine.schema import Schema
from skillcity.policy.engine.tolerances import read_tolerances

MAX_CLAUSES = 500
MAX_CLASSES = 100
MAX_SETS = 50
MAX_INCLUDED = 5
"""How far a set may reach through the sets that it includes."""
A_FILE = 1_000
"""Characters that every set file costs besides its own, so that there cannot be endlessly many small ones."""
_SET_PATH = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.yaml")
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
    name = "".join(each if each.isprintable() else "?" for each in str(path))
    try:
        text = reading.read_file(path)
    except reading.Unreadable as error:
        return None, (Problem("policy.unreadable", Place(name, 1, 1), error.what, error.todo),)
    return read(text, schema, file=name, open_set=lambda found: reading.read_file(path.parent / found, path.parent))


def read(text: str, schema: Schema, *, file: str, open_set: OpenSet) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The catalogue of a text (a draft, say); `file` is the name used in messages."""
    problems: list[Problem] = []
    found: Catalogue | None = None
    files = _SetFiles(open_set, PurePosixPath(file).parent)
    with reading.collecting(problems):
        root = reading.table(
            read_yaml(text, file, files.allowance),
            ("catalogue", "region", "edition", "in_force", "source"),
            ("title", "supersedes", "sets", "names", "outcome", "clauses", "benefits"),
        )
        found = _catalogue(root, schema, files, problems)
    return (None if problems else found), tuple(dict.fromkeys(problems))[: reading.MAX_PROBLEMS]


def _catalogue(root: Table, schema: Schema, files: _SetFiles, problems: list[Problem]) -> Catalogue:
    values = root.values
    sets: dict[str, NamedSet] = {}
    declared = _declared(values["sets"]) if "sets" in values else {}
    for name, node in declared.items():
        with reading.collecting(problems):
            sets[name] = files.named(name, node)
    if ("outcome" in values) != ("clauses" in values) or not {"clauses", "benefits"} & set(values):
        what = ("应同时写 outcome 和 clauses，或只写 benefits。", "`outcome` with `clauses` are needed, or `benefits`.")
        todo = Text("请补上缺少的部分。", "Add what is missing.")
        raise reading.fail("policy.missing-key", root.place, *what, todo)
    outcome = _outcome(values["outcome"]) if "outcome" in values else ClassOrder((), {}, every=True)
    clauses: list[Clause] = []
    for node in reading.until_full(_lines(values.get("clauses")), problems):
        with reading.collecting(problems):
            clauses.append(_clause(node, schema, outcome, declared, {clause.id for clause in clauses}))
    problems.extend(check_clauses(clauses, outcome))
    benefits: list[Benefit] = []
    for node in reading.until_full(_lines(values.get("benefits")), problems):
        taken = {*(clause.id for clause in clauses), *(benefit.id for benefit in benefits)}
        with reading.collecting(problems):
            benefits.append(read_benefit(node, schema, sets=declared, classes=outcome.order, taken=taken))
    source = source_of(values["source"])
    title = reading.maybe_words(values.get("title")) or Text(source.title, source.title)
    return Catalogue(
        catalogue=reading.plain_code(values["catalogue"]),
        region=reading.region(values["region"]),
        edition=reading.plain_code(values["edition"]),
        title=title,
        in_force=in_force(values["in_force"]),
        source=source,
        outcome=outcome,
        sets=sets,
        names=_names(values.get("names")),
        clauses=tuple(clauses),
        schema=schema,
        supersedes=reading.string(values.get("supersedes")),
        benefits=tuple(benefits),
    )


def _declared(node: Node) -> dict[str, Node]:
    found = reading.open_table(node).values
    if len(found) > MAX_SETS:
        what = (f"集合超过 {MAX_SETS} 个。", f"There are more than {MAX_SETS} sets.")
        raise reading.fail("policy.too-big", node.place, *what, Text("请合并集合。", "Join some of them."))
    return found


def _lines(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    nodes = reading.items(node)
    if not 1 <= len(nodes) <= MAX_CLAUSES:
        what = (f"应有 1 至 {MAX_CLAUSES} 条。", f"There must be 1 to {MAX_CLAUSES} clauses.")
        todo = Text("请补写，或分成几个目录。", "Write one, or make several catalogues of it.")
        raise reading.fail("policy.too-big", node.place, *what, todo)
    return nodes


def _names(node: Node | None) -> dict[str, Text]:
    return (
        {} if node is None else {code: reading.words(label) for code, label in reading.open_table(node).values.items()}
    )


def _outcome(node: Node) -> ClassOrder:
    values = reading.table(node, ("kind", "order", "take"), ("labels",)).values
    every = reading.choice(values["kind"], ("class", "rights")) == "rights"
    reading.choice(values["take"], ("all",) if every else ("highest",))
    order = tuple(reading.code(item) for item in reading.items(values["order"]))
    if len(set(order)) != len(order) or not 1 <= len(order) <= MAX_CLASSES:
        what = (
            f"类别重复，或不是 1 至 {MAX_CLASSES} 个。",
            f"A class is given twice, or not 1 to {MAX_CLASSES} of them.",
        )
        todo = Text("每类只写一次。", "Write each class once.")
        raise reading.fail("policy.duplicate", values["order"].place, *what, todo)
    labels: dict[str, Text] = {}
    if "labels" in values:
        labels = {
            name: reading.words(label) for name, label in reading.table(values["labels"], (), order).values.items()
        }
    return ClassOrder(order, labels, every)


def _clause(node: Node, schema: Schema, outcome: ClassOrder, sets: Collection[str], taken: Collection[str]) -> Clause:
    required = ("id", "gives", "text", "cite", "status", "when")
    values = reading.table(node, required, ("in_force", "near", "data_gap", "impact")).values
    when: Scalar = reading.scalar(values["when"])
    return Clause(
        id=free_code(values["id"], taken),
        gives=reading.choice(values["gives"], outcome.order),
        text=reading.words(values["text"]),
        cite=citation(values["cite"]),
        status=status(values["status"]),
        when=parse(when.text, schema=schema, sets=sets, place=when.place_of),
        place=node.place,
        when_place=when.place,
        in_force=in_force(values["in_force"]) if "in_force" in values else None,
        near=read_tolerances(values.get("near")),
        data_gap=reading.maybe_words(values.get("data_gap")),
        impact=reading.maybe_words(values.get("impact")),
    )


@dataclass(frozen=True, slots=True)
class _SetFiles:
    """The set files of one catalogue; each that can be used is read once."""

    open_set: OpenSet
    folder: PurePosixPath
    allowance: Allowance = field(default_factory=Allowance)
    known: dict[str, tuple[NamedSet, Place]] = field(default_factory=dict)

    def named(self, name: str, node: Node) -> NamedSet:
        """A set that the catalogue declares."""
        if not name.isascii() or not name.isidentifier() or iskeyword(name) or len(name) > 40:
            said = reading.shown(name)
            todo = Text("只用英文字母、数字和下划线。", "Use plain letters, digits and underscores.")
            raise reading.fail(
                "policy.refused", node.place, f"集合名称“{said}”不合规。", f'"{said}" is no plain name.', todo
            )
        found, place = self.file(_set_path(node), node, ())
        if found.name != name:
            what = (f"文件里的集合不叫“{name}”。", f'The set in the file is not called "{name}".')
            raise reading.fail("policy.set-missing", place, *what, did_you_mean(name, [found.name]))
        return found

    def file(self, path: str, asked: Node, above: tuple[str, ...]) -> tuple[NamedSet, Place]:
        """The set of a file, and where its name stands; `above`: the files that include it, outermost first."""
        if path in above:
            chain = " → ".join((*above[above.index(path) :], path))
            what = (f"集合互相包含：{chain}。", f"The sets include each other: {chain}.")
            todo = Text("请去掉其中一处 includes。", "Drop one of these `includes`.")
            raise reading.fail("policy.cycle", asked.place, *what, todo)
        if len(above) > MAX_INCLUDED:
            what = (f"集合的包含超过 {MAX_INCLUDED} 层。", f"Sets include sets over more than {MAX_INCLUDED} levels.")
            todo = Text("请直接包含最后一个。", "Include the last one directly.")
            raise reading.fail("policy.too-big", asked.place, *what, todo)
        if path not in self.known:
            self.known[path] = self.read(path, asked, above)
        return self.known[path]

    def read(self, path: str, asked: Node, above: tuple[str, ...]) -> tuple[NamedSet, Place]:
        """The set of a file that was not read yet; PolicyError with all its problems."""
        self.allowance.spend(asked.place, characters=A_FILE)
        try:
            text = self.open_set(path)
        except (OSError, ValueError) as error:
            why = error.what if isinstance(error, reading.Unreadable) else Text("没有这个文件。", "It is not there.")
            todo = error.todo if isinstance(error, reading.Unreadable) else Text("请核对路径。", "Check the path.")
            what = (f"不能读取集合文件“{path}”：{why.zh}", f'The set file "{path}" cannot be read. {why.en}')
            raise reading.fail("policy.set-missing", asked.place, *what, todo) from None
        root = read_yaml(text, str(self.folder / path), self.allowance)
        own = isinstance(root, Table) and "includes" in root.values and "members" not in root.values
        required = ("set", "label", "edition", "status", "source", *(() if own else ("members",)))
        values = reading.table(root, required, ("members", "includes")).values
        problems: list[Problem] = []
        members: set[str] = set()
        names: dict[str, str] = {}
        illustrative = status(values["status"]) is Status.ILLUSTRATIVE
        for node in reading.until_full(reading.some(values["includes"]) if "includes" in values else (), problems):
            with reading.collecting(problems):
                other = self.beside(path, node, above)
                self.allowance.spend(node.place, values=len(other.members))
                members |= other.members
                names |= other.names
                illustrative = illustrative or other.status is Status.ILLUSTRATIVE
        for node in reading.until_full(reading.some(values["members"]) if "members" in values else (), problems):
            with reading.collecting(problems):
                code, said = _member(node)
                members.add(code)
                names |= {code: said} if said else {}
        if problems:
            raise PolicyError(*problems)
        found = NamedSet(
            name=reading.code(values["set"]),
            label=reading.words(values["label"]),
            edition=reading.string(values["edition"]),
            status=Status.ILLUSTRATIVE if illustrative else Status.IN_FORCE,
            source=source_of(values["source"]),
            members=frozenset(members),
            names=names,
        )
        return found, values["set"].place

    def beside(self, path: str, node: Node, above: tuple[str, ...]) -> NamedSet:
        """A set that the set of a file includes: one of the same folder."""
        other = _set_path(node)
        folder = PurePosixPath(path).parent
        if PurePosixPath(other).parent != folder:
            what = (f"只能包含“{folder}”里的集合。", f'Only sets of the folder "{folder}" can be included.')
            raise reading.fail(
                "policy.set-missing",
                node.place,
                *what,
                Text(f"写成 {folder}/名称.yaml。", f"Write {folder}/name.yaml."),
            )
        return self.file(other, node, (*above, path))[0]


def _set_path(node: Node) -> str:
    path = reading.string(node)
    if not _SET_PATH.fullmatch(path):
        what = ("集合文件应在目录之下。", "A set file must lie below the catalogue's folder.")
        todo = Text("写成 sets/名称.yaml，名称用英文字母和数字。", "Write sets/name.yaml, in plain letters and digits.")
        raise reading.fail("policy.set-missing", node.place, *what, todo)
    return path


def _member(node: Node) -> tuple[str, str]:
    """A code, and its name where one stands beside it."""
    if isinstance(node, Table):
        values = reading.table(node, ("code",), ("name",)).values
        return reading.string(values["code"]), reading.string(values.get("name"))
    return reading.string(node), ""

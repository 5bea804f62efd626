"""From the nodes of a catalogue's file to its benefits, and to what they share with its clauses."""

from __future__ import annotations

from collections.abc import Callable, Collection

from skillcity.kernel.text import Text
from skillcity.policy.engine import reading
from skillcity.policy.engine.amounts import Amount, parse_amount
from skillcity.policy.engine.benefit import PAYMENT, Benefit, Cap, Local, Measure
from skillcity.policy.engine.catalogue import Citation, Confidence, InForce, Source, Status
from skillcity.policy.engine.located import Node, Scalar
from skillcity.policy.engine.parsing import parse
from skillcity.policy.engine.schema import Kind, Schema
from skillcity.policy.engine.tree import Condition

REQUIRED = ("id", "text", "cite", "status", "measure", "amount")
OPTIONAL = (
    "when", "each", "where", "once_per", "ladder", "cap", "counts", "exclusive", "local", "in_force", "data_gap",
    "impact",
)  # fmt: skip


def read_benefit(
    node: Node,
    schema: Schema,
    *,
    sets: Collection[str],
    classes: Collection[str],
    taken: Collection[str],
) -> Benefit:
    """One benefit; PolicyError with what is wrong. `taken`: the ids given before, `classes`: those of the catalogue."""
    values = reading.table(node, REQUIRED, OPTIONAL).values
    name = free_code(values["id"], taken)
    measure = Measure(reading.choice(values["measure"], list(Measure)))
    kind = schema.spellings[reading.choice(values["each"], schema.spellings)] if "each" in values else None
    for key in ("where", "once_per", "ladder"):
        if key in values and kind is None:
            what = (f"没有 each 就不能写 {key}。", f"`{key}` needs `each`.")
            todo = Text("请加上 each: 事实种类。", "Add each: and a kind of fact.")
            raise reading.fail("policy.missing-key", values[key].place, *what, todo)

    def amount(found: Node) -> Amount:
        text = reading.scalar(found)
        return parse_amount(text.text, kind=kind, classes=classes, scale=measure.scale, place=text.place_of)

    def condition(key: str, of: str | None) -> Condition | None:
        if key not in values:
            return None
        text: Scalar = reading.scalar(values[key])
        return parse(text.text, schema=schema, sets=sets, place=text.place_of, kind=of)

    return Benefit(
        id=name,
        text=reading.words(values["text"]),
        cite=citation(values["cite"]),
        status=status(values["status"]),
        measure=measure,
        amount=amount(values["amount"]),
        place=node.place,
        when=condition("when", None),
        each=kind.name if kind else None,
        where=condition("where", kind.name) if kind else None,
        once_per=_shared(values, "once_per", kind, schema),
        ladder="".join(_shared(values, "ladder", kind, schema)),
        cap=_cap(values["cap"], schema, measure) if "cap" in values else None,
        counts=frozenset(reading.code(each) for each in reading.some(values["counts"]))
        if "counts" in values
        else frozenset(),
        exclusive=reading.string(values.get("exclusive")),
        local=_local(values["local"], amount) if "local" in values else (),
        in_force=in_force(values["in_force"]) if "in_force" in values else None,
        data_gap=reading.maybe_words(values.get("data_gap")),
        impact=reading.maybe_words(values.get("impact")),
    )


def free_code(node: Node, taken: Collection[str]) -> str:
    """An id that nothing else in the catalogue has."""
    name = reading.code(node)
    if name in taken:
        what = (f"编号“{name}”重复。", f'The id "{name}" is given twice.')
        raise reading.fail("policy.duplicate", node.place, *what, Text("请换一个编号。", "Choose another id."))
    return name


def status(node: Node) -> Status:
    """Whether a line is in force or illustrative."""
    return Status(reading.choice(node, list(Status)))


def confidence(node: Node) -> Confidence:
    """How well it is known."""
    return Confidence(reading.choice(node, list(Confidence)))


def in_force(node: Node) -> InForce:
    """First and last day; PolicyError `policy.dates` when they are the wrong way round."""
    values = reading.table(node, ("from",), ("to", "confidence")).values
    start, end = reading.day(values["from"]), reading.day(values.get("to"))
    if start and end and end < start:
        todo = Text("请核对两个日期。", "Check both days.")
        raise reading.fail("policy.dates", node.place, "截止早于起始。", "The end lies before the beginning.", todo)
    return InForce(start, end, confidence(values["confidence"]) if "confidence" in values else None)


def citation(node: Node) -> Citation:
    """The place in a document."""
    values = reading.table(node, ("document", "confidence"), ("item", "date", "url")).values
    return Citation(
        document=reading.string(values["document"]),
        confidence=confidence(values["confidence"]),
        item=reading.string(values.get("item")),
        dated=reading.day(values.get("date")),
        url=reading.string(values.get("url")),
    )


def source_of(node: Node) -> Source:
    """Where something was read."""
    values = reading.table(node, ("title", "confidence"), ("issuer", "number", "url", "retrieved", "note")).values
    return Source(
        title=reading.string(values["title"]),
        confidence=confidence(values["confidence"]),
        issuer=reading.string(values.get("issuer")),
        number=reading.string(values.get("number")),
        url=reading.string(values.get("url")),
        retrieved=reading.day(values.get("retrieved")),
        note=reading.maybe_words(values.get("note")),
    )


def _payments(node: Node, schema: Schema) -> Kind:
    if PAYMENT not in schema.kinds:
        what = ("事实中没有 payment(发放)这一种。", "There is no kind of fact `payment`.")
        todo = Text("请去掉 once_per、ladder 和 cap。", "Drop `once_per`, `ladder` and `cap`.")
        raise reading.fail("policy.unknown-name", node.place, *what, todo)
    return schema.kinds[PAYMENT]


def _shared(values: dict[str, Node], key: str, kind: Kind | None, schema: Schema) -> tuple[str, ...]:
    """Fields that the fact and a payment both have; for the ladder both need a level too."""
    if key not in values or kind is None:
        return ()
    node = values[key]
    payment = _payments(node, schema)
    nodes = [node] if key == "ladder" else list(reading.some(node))
    names = tuple(reading.string(each) for each in nodes)
    common = {name for name in kind.attributes if name in payment.attributes} - {"valid_from", "valid_to"}
    for each, name in zip(nodes, names, strict=True):
        if name not in common or (key == "ladder" and "level" not in common):
            said = reading.shown(name)
            what = (f"“{said}”不是两种记录共有的字段。", f'"{said}" is not a field of both records.')
            raise reading.fail("policy.unknown-name", each.place, *what, reading.advice(name, common))
    return names


def _cap(node: Node, schema: Schema, measure: Measure) -> Cap:
    _payments(node, schema)
    values = reading.table(node, ("per",), ("times", "amount")).values
    if len(values) == 1:
        todo = Text("例如 times: 3。", "For example times: 3.")
        raise reading.fail(
            "policy.missing-key", node.place, "应写 times 或 amount。", "`times` or `amount` is needed.", todo
        )
    if "amount" in values and measure is Measure.RATE:
        todo = Text("请用 times。", "Use `times`.")
        raise reading.fail(
            "policy.wrong-type", values["amount"].place, "费率没有金额上限。", "A rate has no sum to cap.", todo
        )
    return Cap(
        per="year" if reading.choice(values["per"], ("year", "life")) == "year" else "life",
        times=reading.number(values["times"]) if "times" in values else None,
        amount=reading.number(values["amount"]) * measure.scale if "amount" in values else None,
    )


def _local(node: Node, amount: Callable[[Node], Amount]) -> tuple[Local, ...]:
    found: dict[str, Local] = {}
    for item in reading.some(node):
        values = reading.table(item, ("region", "amount", "cite", "status"), ()).values
        region = reading.region(values["region"])
        if region in found:
            what = (f"地区“{region}”重复。", f'The region "{region}" is given twice.')
            todo = Text("每个地区只写一次。", "Give each region once.")
            raise reading.fail("policy.duplicate", values["region"].place, *what, todo)
        cite = citation(values["cite"])
        found[region] = Local(region, amount(values["amount"]), cite, status(values["status"]))
    return tuple(found.values())

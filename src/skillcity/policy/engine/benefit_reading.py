"""From the nodes of a catalogue's file to its benefits."""

from __future__ import annotations

from collections.abc import Callable, Collection

from skillcity.policy.engine import reading
from skillcity.policy.engine.amounts import Amount, parse_amount
from skillcity.policy.engine.benefit import PAYMENT, Benefit, Cap, Local, Measure
from skillcity.policy.engine.catalogue import Citation, InForce, Status
from skillcity.policy.engine.located import Node, Scalar
from skillcity.policy.engine.parsing import parse
from skillcity.policy.engine.problems import did_you_mean
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
    citation: Callable[[Node], Citation],
    in_force: Callable[[Node], InForce],
) -> Benefit:
    """One benefit; PolicyError with what is wrong. `taken`: the ids given before, `classes`: those of the catalogue."""
    values = reading.table(node, REQUIRED, OPTIONAL).values
    name = reading.string(values["id"])
    if name in taken:
        raise reading.fail("policy.duplicate", values["id"].place, f"编号“{name}”重复。", f'The id "{name}" is taken.')
    measure = Measure(reading.choice(values["measure"], list(Measure)))
    kind = schema.spellings[reading.choice(values["each"], schema.spellings)] if "each" in values else None
    for key in ("where", "once_per", "ladder"):
        if key in values and kind is None:
            what = (f"没有 each 就不能写 {key}。", f"`{key}` needs `each`.")
            raise reading.fail("policy.missing-key", values[key].place, *what)

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
        status=_status(values["status"]),
        measure=measure,
        amount=amount(values["amount"]),
        place=node.place,
        when=condition("when", None),
        each=kind.name if kind else None,
        where=condition("where", kind.name) if kind else None,
        once_per=_shared(values, "once_per", kind, schema),
        ladder="".join(_shared(values, "ladder", kind, schema)),
        cap=_cap(values["cap"], schema) if "cap" in values else None,
        counts=frozenset(reading.string(each) for each in reading.items(values["counts"]))
        if "counts" in values
        else frozenset(),
        exclusive=reading.string(values.get("exclusive")),
        local=_local(values["local"], amount, citation) if "local" in values else (),
        in_force=in_force(values["in_force"]) if "in_force" in values else None,
        data_gap=reading.maybe_words(values.get("data_gap")),
        impact=reading.maybe_words(values.get("impact")),
    )


def _status(node: Node) -> Status:
    return Status(reading.choice(node, list(Status)))


def _payments(node: Node, schema: Schema) -> Kind:
    if PAYMENT not in schema.kinds:
        what = ("事实中没有 payment(发放)这一种。", "There is no kind of fact `payment`.")
        raise reading.fail("policy.unknown-name", node.place, *what)
    return schema.kinds[PAYMENT]


def _shared(values: dict[str, Node], key: str, kind: Kind | None, schema: Schema) -> tuple[str, ...]:
    """Fields that the fact and a payment both have; for the ladder both need a level too."""
    if key not in values or kind is None:
        return ()
    node = values[key]
    payment = _payments(node, schema)
    nodes = [node] if key == "ladder" else list(reading.items(node))
    names = tuple(reading.string(each) for each in nodes)
    common = {name for name in kind.attributes if name in payment.attributes} - {"valid_from", "valid_to"}
    for each, name in zip(nodes, names, strict=True):
        if name not in common or (key == "ladder" and "level" not in common):
            what = (f"“{name}”不是两种记录共有的字段。", f'"{name}" is not a field of both records.')
            raise reading.fail("policy.unknown-name", each.place, *what, did_you_mean(name, common))
    return names


def _cap(node: Node, schema: Schema) -> Cap:
    _payments(node, schema)
    values = reading.table(node, ("per",), ("times", "amount")).values
    if len(values) == 1:
        raise reading.fail("policy.missing-key", node.place, "应写 times 或 amount。", "`times` or `amount` is needed.")
    return Cap(
        per="year" if reading.choice(values["per"], ("year", "life")) == "year" else "life",
        times=reading.number(values["times"]) if "times" in values else None,
        amount=reading.number(values["amount"]) * 100 if "amount" in values else None,
    )


def _local(node: Node, amount: Callable[[Node], Amount], citation: Callable[[Node], Citation]) -> tuple[Local, ...]:
    found: dict[str, Local] = {}
    for item in reading.items(node):
        values = reading.table(item, ("region", "amount", "cite", "status"), ()).values
        region = reading.string(values["region"])
        if len(region) != 6 or not region.isdigit() or region in found:
            what = (
                f"地区代码“{region}”不是六位数字，或重复。",
                f'"{region}" is no code of six digits, or is twice.',
            )
            raise reading.fail("policy.wrong-type", values["region"].place, *what)
        cite = citation(values["cite"])
        found[region] = Local(region, amount(values["amount"]), cite, _status(values["status"]))
    return tuple(found.values())

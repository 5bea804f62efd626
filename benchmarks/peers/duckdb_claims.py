"""A benefit with a claim for each fact, as tables of the statement.

The facts that may give a claim are joined with the payments made; a truth that is not known is NULL. The first of two
facts for the same thing and what the cap leaves are window functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duckdb_words import amount, condition, constant, quoted


def claims(policy: Mapping[str, Any], number: int) -> dict[str, str]:
    """The tables by name; the last, b0 for the benefit 0, has a row for each person with a claim."""
    benefit, name, day = policy["benefits"][number], f"b{number}", f"DATE '{policy['day']}'"
    counts = f"p.benefit IN {constant('', benefit['counts'])}" if benefit["counts"] else "TRUE"
    return {
        f"{name}_found": _found(policy, number, day),
        f"{name}_closed": _closed(benefit, name, counts, day),
        f"{name}_states": _states(benefit, name),
        f"{name}_left": _left(benefit["cap"], name, counts, day),
        name: f"""
            SELECT owner, sum(amount)::BIGINT AS amount, bool_or(open) AS open FROM (
                SELECT owner, left_may AS amount, left_may = 0 AND left_sure > 0 AS open FROM {name}_left
                UNION ALL SELECT owner, 0, TRUE FROM {name}_states WHERE unsure
            ) GROUP BY owner""",
    }


def _found(policy: Mapping[str, Any], number: int, day: str) -> str:
    benefit, where = policy["benefits"][number], policy["benefits"][number]["where"]
    sure, may = (policy["questions"][asked]["where"] for asked in (where["sure"], where["maybe"] or where["sure"]))
    ladder = [benefit["ladder"], "level"] if benefit["ladder"] else []
    keys = ", ".join(f"f.{quoted(key)}" for key in dict.fromkeys([*benefit["once_per"], *ladder]))
    return f"""
        SELECT * FROM (
            SELECT f.owner, f.rowid AS row, f.valid_from, {keys}, {amount(benefit)} AS amount,
                sure{number} AND {condition(sure, of="f.")} AS sure
            FROM {quoted(benefit["each"])} f JOIN people USING (owner)
            WHERE f.valid_from <= {day} AND {condition(may, of="f.")} AND may{number}
        ) WHERE amount IS NULL OR amount > 0"""


def _closed(benefit: Mapping[str, Any], name: str, counts: str, day: str) -> str:
    """Whether a payment for the same thing, or for a higher level, closes a claim."""
    ladder = quoted(benefit["ladder"])
    same = " AND ".join(f"c.{quoted(key)} = p.{quoted(key)}" for key in benefit["once_per"]) or "FALSE"
    higher = f"c.{ladder} = p.{ladder} AND p.level > c.level" if benefit["ladder"] else "FALSE"
    closed = f"({counts}) AND (({same}) OR ({higher}))"
    return f"""
        SELECT c.row, bool_or({closed}) AS paid, bool_or(coalesce({closed}, TRUE)) AS may_paid
        FROM {name}_found c JOIN payment p ON p.owner = c.owner AND p.valid_from <= {day} GROUP BY c.row"""


def _states(benefit: Mapping[str, Any], name: str) -> str:
    """What becomes of each claim before the cap: `first` are due, `unsure` are not known."""
    first = "TRUE"
    if benefit["once_per"]:
        keys = [quoted(key) for key in benefit["once_per"]]
        full = " AND ".join(f"{key} IS NOT NULL" for key in keys)
        place = f"row_number() OVER (PARTITION BY owner, due, {', '.join(keys)} ORDER BY valid_from, row)"
        first = f"{place} = 1 OR NOT ({full})"
    return f"""
        SELECT *, NOT due AND NOT paid AS unsure, due AND ({first}) AS first FROM (
            SELECT c.*, coalesce(paid, FALSE) AS paid,
                sure AND amount IS NOT NULL AND NOT coalesce(may_paid, FALSE) AS due
            FROM {name}_found c LEFT JOIN {name}_closed USING (row)
        )"""


def _left(cap: Mapping[str, Any], name: str, counts: str, day: str) -> str:
    """What the cap leaves of each claim, the highest amounts first, with the payments that surely or maybe count."""
    spent, left = [], []
    for mode, test in (("sure", counts), ("may", f"coalesce({counts}, TRUE)")):
        spent.append(f"count(*) FILTER ({test}) AS n_{mode}")
        spent.append(f"coalesce(sum(amount) FILTER ({test}), 0) AS paid_{mode}")
        spent.append(f"coalesce(bool_or(amount IS NULL) FILTER ({test}), FALSE) AS no_{mode}")
        left.append(f"{_allotted(cap, mode)} AS left_{mode}")
    in_order = "PARTITION BY owner ORDER BY amount DESC, row"
    return f"""
        WITH spent AS (
            SELECT owner, {", ".join(spent)} FROM payment p
            WHERE p.valid_from <= {day} AND p.valid_from BETWEEN DATE '{cap["from"]}' AND DATE '{cap["to"]}'
                AND owner IN (SELECT owner FROM {name}_states)
            GROUP BY owner
        ), ranked AS (
            SELECT owner, row, amount, row_number() OVER ({in_order}) AS place, coalesce(
                sum(amount) OVER ({in_order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0
            ) AS before
            FROM {name}_states WHERE first
        )
        SELECT owner, row, {", ".join(left)} FROM ranked LEFT JOIN spent USING (owner)"""


def _allotted(cap: Mapping[str, Any], mode: str) -> str:
    """What is left to a claim that has `before` due before it, with the payments that count in this mode."""
    left = "amount"
    if cap["amount"] is not None:
        money = f"CASE WHEN coalesce(no_{mode}, FALSE) THEN 0 ELSE {cap['amount']} - coalesce(paid_{mode}, 0) END"
        left = f"greatest(0, least(amount, {money} - before))"
    if cap["times"] is not None:
        left = f"CASE WHEN place <= {cap['times']} - coalesce(n_{mode}, 0) THEN {left} ELSE 0 END"
    return left

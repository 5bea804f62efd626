"""Money as whole fen (1 yuan = 100 fen): no rounding can ever hide in a sum."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

from skillcity.kernel.compact import compact
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

_SIGNS = re.compile(r"^(人民币|RMB|CNY)?¥?|元$")
# Groups of exactly three: "1,23" is more likely a mistyped decimal point than 123 yuan.
_AMOUNT = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_MOST_YUAN_DIGITS = 15  # what a 64-bit column of fen can surely hold


@dataclass(frozen=True, slots=True, order=True)
class Fen:
    """An amount in fen. Adds to and subtracts from Fen, multiplies by int; everything else is a TypeError."""

    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int:  # bool is an int to Python, not to an accountant
            raise TypeError(f"Fen takes an int, not {type(self.amount).__name__}")

    @classmethod
    def parse(cls, text: str) -> Fen:
        """Read yuan: "1,234.56", "1234.5元", "¥１，２３４".

        Errors: `money.unreadable`, `money.decimals`, `money.too-large`.
        """
        match = _AMOUNT.fullmatch(_SIGNS.sub("", compact(text)))
        if not match:
            raise InputError(
                "money.unreadable",
                Text(f"“{text[:40]}”不是金额。", f"“{text[:40]}” is not an amount of money."),
                todo=Text("请写成 1234.56 或 1,234.56(元)。", "Write yuan as 1234.56 or 1,234.56."),
            )
        sign, yuan, fen = match[1], match[2].replace(",", ""), match[3] or ""
        if len(fen) > 2:
            raise InputError(
                "money.decimals",
                Text(f"“{text[:40]}”的小数超过两位。", f"“{text[:40]}” has more than two decimals."),
                todo=Text("请先四舍五入到分。", "Round it to whole fen first."),
            )
        if len(yuan.lstrip("0")) > _MOST_YUAN_DIGITS:
            raise InputError(
                "money.too-large",
                Text(f"金额超过 {_MOST_YUAN_DIGITS} 位。", f"The amount has more than {_MOST_YUAN_DIGITS} digits."),
                todo=Text("请核对金额。", "Check the amount."),
            )
        return cls(int(f"{sign}{yuan}{fen:0<2}"))

    @property
    def yuan(self) -> str:
        """The amount in yuan for people, such as "-1,234.56"."""
        whole, rest = divmod(abs(self.amount), 100)
        return f"{'-' * (self.amount < 0)}{whole:,}.{rest:02}"

    def split(self, *weights: int) -> tuple[Fen, ...]:
        """Parts in proportion to the weights (ints >= 0, not all 0): exact in sum, each within 1 fen of its share.

        `Fen(100).split(1, 1, 1)` is 34, 33, 33. Error: `money.weights`.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise InputError(
                "money.weights",
                Text(
                    "分摊的权重不能为负，也不能全为 0。", "The weights of a split must not be negative, nor all zero."
                ),
                todo=Text("请更正权重。", "Correct the weights."),
            )
        # Rounding the running total up spends each left-over fen once, at the earliest part that has a claim on it.
        marks = [0, *(-(-self.amount * weight // total) for weight in accumulate(weights))]
        return tuple(Fen(after - before) for before, after in pairwise(marks))

    def __str__(self) -> str:
        return self.yuan

    def __bool__(self) -> bool:
        return self.amount != 0

    def __neg__(self) -> Fen:
        return Fen(-self.amount)

    def __add__(self, other: Fen) -> Fen:
        return Fen(self.amount + other.amount) if isinstance(other, Fen) else NotImplemented

    def __sub__(self, other: Fen) -> Fen:
        return Fen(self.amount - other.amount) if isinstance(other, Fen) else NotImplemented

    def __mul__(self, times: int) -> Fen:
        return Fen(self.amount * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

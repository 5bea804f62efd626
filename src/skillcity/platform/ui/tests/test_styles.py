"""The style sheets: contrast of every pair in use, both themes, no other host, and their weight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "ui"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
SHEETS = sorted(STATIC.glob("*.css"))

TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link") for ground in ("paper", "surface", "wash", "sunk")),
    *((tone, ground) for tone in ("good", "warn", "bad", "busy", "indigo") for ground in ("paper", "surface")),
    *((tone, f"{tone}-wash") for tone in ("good", "warn", "bad", "busy")),
    *(("ink", f"{tone}-wash") for tone in ("good", "warn", "bad", "busy")),
    *(("link", f"{tone}-wash") for tone in ("good", "warn", "bad", "busy")),
    ("on-indigo", "indigo"), ("on-indigo", "indigo-strong"), ("surface", "bad"), ("ink", "mark"), ("ink-soft", "track"),
    *((ink, ground) for ink in ("on-head", "on-head-soft") for ground in ("head", "head-deep")),
]  # fmt: skip
SIGN_PAIRS = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("bar", "surface"),
    ("bar", "track"),
    ("bar", "paper"),
    ("motif", "head-deep"),
]


def tokens(block: str) -> dict[str, str]:
    """The custom properties with a plain colour."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", block))


def body(selector: str) -> str:
    """The declarations of the first rule of that selector."""
    start = TOKENS.index(selector + " {") + len(selector)
    return TOKENS[start : TOKENS.index("}", start)]


LIGHT = tokens(body(":root"))
DARK = {**LIGHT, **tokens(body(':root[data-theme="dark"]'))}
THEMES = {"light": LIGHT, "dark": DARK}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_has_a_contrast_of_at_least_four_and_a_half(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGN_PAIRS)
def test_signs_and_borders_have_a_contrast_of_at_least_three(theme: str, sign: str, ground: str) -> None:
    assert contrast(THEMES[theme][sign], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface", "wash", "head", "head-deep", "indigo", "warn-wash"])
def test_one_of_the_two_focus_colours_is_visible_on_every_ground(theme: str, ground: str) -> None:
    colours = THEMES[theme]
    assert max(contrast(colours["focus"], colours[ground]), contrast(colours["halo"], colours[ground])) >= 3


def test_the_two_focus_colours_differ_from_each_other() -> None:
    assert contrast(LIGHT["focus"], LIGHT["halo"]) >= 3


def test_dark_by_the_device_is_dark_by_choice() -> None:
    by_device = body('@media (prefers-color-scheme: dark) { :root:not([data-theme="light"])')
    assert by_device.split() == body(':root[data-theme="dark"]').split()


def test_large_text_stays_between_18_and_30_pixels() -> None:
    sizes = re.findall(r"--(?:small|body|h[123]|figure): ([\d.]+)rem", body(':root[data-text="large"]'))
    assert len(sizes) == 6
    assert all(18 <= 16 * float(size) <= 30 for size in sizes)


def test_targets_are_44_pixels_and_60_in_large_text() -> None:
    assert "--target: 2.75rem" in body(":root")
    assert "--target: 3.75rem" in body(':root[data-text="large"]')


@pytest.mark.parametrize("path", [*SHEETS, STATIC / "ui.js", *STATIC.glob("*.svg")], ids=lambda path: path.name)
def test_nothing_comes_from_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?://|url\([\"']?(?:data:|//)|@import|@font-face", text)


def test_every_colour_variable_is_declared() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", "".join(path.read_text(encoding="utf-8") for path in SHEETS)))
    assert used <= set(re.findall(r"--([\w-]+):", TOKENS))


def test_the_style_sheets_and_the_script_stay_light() -> None:
    assert sum(path.stat().st_size for path in SHEETS) < 32_500
    assert (STATIC / "ui.js").stat().st_size < 6_200

"""The guard over every template of the project, and the guard itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillcity.platform.ui.guard import PACKAGE, problems, problems_in, templates


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_keeps_the_rules(path: Path) -> None:
    assert list(problems(path)) == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>x</script>", "inline script"),
        ("<p style='color:red'>", "style attribute"),
        ("<style>p{}</style>", "inline style sheet"),
        ('<a onclick="x()">', "event handler"),
        ('<img src="https://example.org/x.png">', "external host"),
        ('<img src="data:image/png;base64,x">', "data: address"),
        ("{{ x|safe }}", "filter safe"),
        ("<p>中文</p>", "Chinese outside"),
        ('{% t "中文" %}', "one language only"),
        ('<form method="post">{% idempotency_key %}</form>', "without csrf_token"),
        ('<form method="post">{% csrf_token %}</form>', "without idempotency_key"),
    ],
)
def test_the_guard_finds_a_breach(source: str, what: str) -> None:
    assert any(what in problem for problem in problems_in(source, "x.html"))


@pytest.mark.parametrize(
    "source",
    [
        '{% t "中文" "English" n=count %}',
        "{# 中文 in a comment #}",
        '<script src="{% static "x.js" %}" defer></script>',
        '<form method="post">{% csrf_token %}{% idempotency_key %}</form>',
        '<form method="get"></form>',
    ],
)
def test_the_guard_lets_the_good_pass(source: str) -> None:
    assert list(problems_in(source, "x.html")) == []


def test_a_breach_is_reported_with_its_line() -> None:
    assert next(problems_in("\n{# 一\n二 #}\n<style>", "x.html")) == "x.html:4: inline style sheet"

"""`t`, `tr` and `say`: both languages in place, everything escaped."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.functional import Promise

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import language, say, tr


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("code", "expected"), [("zh-hans", "zh"), ("zh-hant", "zh"), ("de", "zh"), ("en", "en"), ("en-gb", "en")]
)
def test_english_is_for_who_asks_and_chinese_for_all_others(code: str, expected: str) -> None:
    with translation.override(code):
        assert language() == expected


def test_without_an_active_language_it_is_chinese() -> None:
    with translation.override(None):
        assert language() == "zh"


@pytest.mark.parametrize(("code", "word"), [("zh-hans", "人员"), ("en", "People")])
def test_t_takes_two_wordings_or_a_text(code: str, word: str) -> None:
    with translation.override(code):
        assert shown('{% t "人员" "People" %}') == word
        assert shown("{% t text %}", text=Text("人员", "People")) == word
        assert shown("{{ text|say }}", text=Text("人员", "People")) == word


def test_t_fills_in_and_escapes_its_values() -> None:
    with translation.override("en"):
        assert shown('{% t "{n} 人" "{n} people" n=n %}', n="<b>3</b>") == "&lt;b&gt;3&lt;/b&gt; people"
        assert shown('{% t "在{where}" "in {where}" where=w %}', w=Text("鹿城", "Lucheng")) == "in Lucheng"


def test_t_escapes_a_text_and_keeps_what_is_already_safe() -> None:
    assert shown("{% t x %}", x=Text("<i>", "<i>")) == "&lt;i&gt;"
    assert shown('{% day d as when %}{% t "自{d}" "from {d}" d=when %}', d="2025-07-14").startswith("自<time ")


def test_t_does_not_escape_where_escaping_is_off() -> None:
    assert shown('{% autoescape off %}{% t "{n}" "{n}" n=n %}{% endautoescape %}', n="a&b") == "a&b"
    assert shown("{% autoescape off %}{% t n %}{% endautoescape %}", n="a&b") == "a&b"


def test_t_shows_nothing_for_none_and_a_plain_string_as_it_is() -> None:
    assert shown("{% t x %}", x=None) == ""
    assert shown("{% t x %}", x="焊工") == "焊工"


def test_tr_chooses_when_it_is_shown() -> None:
    late = tr("姓名", "Name")
    assert isinstance(late, Promise)
    with translation.override("en"):
        assert str(late) == "Name"
        assert say(late) == "Name"
    with translation.override("zh-hans"):
        assert str(late) == "姓名"

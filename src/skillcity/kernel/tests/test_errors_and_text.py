from __future__ import annotations

from skillcity.kernel.errors import InputError, SkillcityError
from skillcity.kernel.text import Text


def test_a_text_speaks_chinese_unless_asked_in_english() -> None:
    text = Text("你好", "Hello")
    assert str(text) == text.in_language("zh-hans") == "你好"
    assert text.in_language("en-GB") == "Hello"


def test_a_text_inside_a_text_keeps_its_language() -> None:
    filled = Text("{name}:{count} 人", "{name}: {count} people").format(name=Text("焊工", "welder"), count=3)
    assert filled == Text("焊工:3 人", "welder: 3 people")


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = InputError("room.code", Text("错了。", "Wrong."), where="row 3", todo=Text("请改。", "Correct it."))
    assert error.text == Text("row 3: 错了。请改。", "row 3: Wrong. Correct it.")
    assert str(error) == "[room.code] row 3: 错了。请改。 / row 3: Wrong. Correct it."
    assert SkillcityError("room.code", Text("错了。", "Wrong.")).text == Text("错了。", "Wrong.")

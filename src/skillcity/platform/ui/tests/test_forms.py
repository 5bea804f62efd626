"""Fields tied to their words, the error summary, the repeat key and masked values."""

from __future__ import annotations

import re

from django import forms
from django.template import Context, Template

from skillcity.platform.ui.language import tr
from skillcity.platform.ui.tags.forms import field, idempotency_key


class Sample(forms.Form):
    name = forms.CharField(label=tr("姓名", "Name"), help_text=tr("与证件一致", "As on the card"))
    way = forms.ChoiceField(label="way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="note", required=False, widget=forms.Textarea(attrs={"placeholder": "x"}))
    sure = forms.BooleanField(label="sure")
    secret = forms.CharField(widget=forms.HiddenInput)


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_hint_and_error_are_tied_to_the_control() -> None:
    page = field(Sample({})["name"])
    assert 'aria-describedby="id_name_hint id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert page.count('id="id_name_hint"') == page.count('id="id_name_error"') == 1
    assert '<label for="id_name">' in page


def test_a_field_without_errors_has_only_its_hint() -> None:
    page = field(Sample()["name"])
    assert 'aria-describedby="id_name_hint"' in page
    assert "aria-invalid" not in page


def test_radio_buttons_are_a_fieldset_with_a_legend() -> None:
    page = field(Sample({})["way"])
    assert page.startswith("<fieldset")
    assert 'aria-describedby="id_way_error"' in page
    assert page.count('type="radio"') == 2
    assert '<label for="id_way_1">B</label>' in page


def test_an_optional_field_says_so_and_placeholders_go() -> None:
    page = field(Sample()["note"])
    assert "选填" in page
    assert "placeholder" not in page


def test_a_single_check_box_has_its_label_behind_it() -> None:
    page = field(Sample()["sure"])
    assert page.index("<input") < page.index('<label for="id_sure">')


def test_a_list_to_choose_from_keeps_its_groups_and_the_choice() -> None:
    class Choice(forms.Form):
        place = forms.ChoiceField(choices=[("", "<all>"), ("group", [("a", "A"), ("b", "B")])])

    page = " ".join(field(Choice({"place": "b"})["place"]).split())
    assert '<option value="">&lt;all&gt;</option><optgroup label="group"><option value="a">A</option>' in page
    assert '<option value="b" selected>B</option></optgroup></select>' in page


def test_a_hidden_field_is_only_itself() -> None:
    assert field(Sample()["secret"]) == '<input type="hidden" name="secret" id="id_secret">'


def test_the_error_summary_links_each_error_to_its_control() -> None:
    form = Sample({"name": "x", "way": "c"})
    form.add_error(None, "whole")
    page = shown("{% error_summary form %}", form=form)
    assert re.findall(r'href="#([\w]+)"', page) == ["id_way_0", "id_sure"]
    assert "whole" in page
    assert 'tabindex="-1" autofocus' in page


def test_there_is_no_error_summary_without_errors() -> None:
    assert shown("{% error_summary form %}", form=Sample()).strip() == ""
    assert shown("{% error_summary form %}", form=None).strip() == ""


def test_each_form_gets_its_own_key() -> None:
    keys = {re.findall(r'value="([0-9a-f-]{36})"', idempotency_key())[0] for _ in range(3)}
    assert len(keys) == 3


def test_a_masked_value_is_revealed_by_a_post_with_its_tokens() -> None:
    page = shown('{% masked "33**1X" reveal_url="/r" field="id" %}', csrf_token="abc")
    assert 'method="post"' in page
    assert "csrfmiddlewaretoken" in page
    assert "idempotency_key" in page
    assert "<form" not in shown('{% masked "33**1X" %}')

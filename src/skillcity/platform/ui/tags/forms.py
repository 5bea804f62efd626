"""Form pieces: the key that makes a repeat harmless, a field with label, hint and error tied together, masked data."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def idempotency_key() -> SafeString:
    """A hidden field with a fresh UUID: the same form sent twice does its work once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4())


def described_by(bound: BoundField) -> str:
    """The ids of hint and error, for `aria-describedby`."""
    ids = [f"{bound.auto_id}_hint"] if bound.help_text else []
    return " ".join([*ids, f"{bound.auto_id}_error"] if bound.errors else ids)


def field(bound: BoundField) -> str:
    """A whole form field; a set of radio buttons or check boxes becomes a fieldset with a legend."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_hidden()
    group = isinstance(widget, GROUPS)
    attrs: dict[str, Any] = {"placeholder": False}  # the label says it; a placeholder vanishes while typing
    if describe := described_by(bound):
        attrs["aria-describedby"] = describe
    if bound.errors and not group:
        attrs["aria-invalid"] = "true"
    return render_to_string(
        "ui/tags/field.html",
        {
            "bound": bound,
            "group": group,
            "single": isinstance(widget, forms.CheckboxInput),
            "control": "" if group else bound.as_widget(attrs=attrs),
            "describe": describe,
        },
    )


def first_control(bound: BoundField) -> str:
    """The id an error links to: in a group, the first choice."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUPS) else bound.auto_id


def error_summary(form: forms.BaseForm | None) -> dict[str, Any]:
    """All errors of a form in one focused box, each a link to its field; nothing when there are none."""
    if not form or not form.is_bound or not form.errors:
        return {"errors": []}
    errors: list[dict[str, Any]] = [
        {"target": "", "label": "", "message": message} for message in form.non_field_errors()
    ]
    for bound in form:
        target = "" if bound.is_hidden else first_control(bound)
        errors += [{"target": target, "label": bound.label, "message": message} for message in bound.errors]
    return {"errors": errors}


def masked(context: Context, value: str, reveal_url: str = "", label: object = "", field: str = "") -> dict[str, Any]:
    """A masked value (`3303**********1X`) with a button that asks to see it; the view logs who looked.

    `reveal_url` receives a POST with the name of the `field`; without it no button is shown.
    """
    return {
        "value": value,
        "reveal_url": reveal_url,
        "label": label,
        "field": field,
        "csrf_token": context.get("csrf_token"),
    }

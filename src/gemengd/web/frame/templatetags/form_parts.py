# SPDX-License-Identifier: EUPL-1.2
"""The controls of a form with the classes of the design system."""

from __future__ import annotations

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.utils.safestring import SafeString

register = template.Library()

_CLASSES = {
    "textbox": "utrecht-textbox utrecht-textbox--html-input",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "file": "gm-file",
    "group": "",
}


@register.filter
def control_kind(field: BoundField) -> str:
    """`textbox`, `textarea`, `select`, `checkbox`, `file` or `group` (radio buttons, checkboxes)."""
    widget = field.field.widget
    if field.use_fieldset:
        return "group"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, Textarea):
        return "textarea"
    if isinstance(widget, Select):
        return "select"
    return "file" if widget.needs_multipart_form else "textbox"


@register.filter
def control(field: BoundField) -> SafeString:
    """The control of a field; Django adds `aria-invalid` and `aria-describedby`."""
    kind = control_kind(field)
    names = [field.field.widget.attrs.get("class", ""), _CLASSES[kind]]
    if field.errors and kind not in ("group", "file"):
        names.append(f"utrecht-{kind}--invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, names))} if any(names) else None)

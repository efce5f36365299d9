# SPDX-License-Identifier: EUPL-1.2
"""Fields of forms: question, explanation, what is wrong, control, each tied to the others."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from gemengd.web.frame.templatetags.form_parts import control, control_kind


class Everything(forms.Form):
    name = forms.CharField(label="Naam", help_text="Zoals op de site.")
    words = forms.CharField(label="Uitleg", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Soort", choices=[("a", "Gemeente")])
    role = forms.ChoiceField(label="Rol", choices=[("l", "Lezer")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Akkoord")
    data = forms.FileField(label="Bestand")


def rendered(form) -> str:
    return render_to_string("parts/form.html", {"form": form})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("name", "textbox"),
        ("words", "textarea"),
        ("kind", "select"),
        ("role", "group"),
        ("agreed", "checkbox"),
        ("data", "file"),
    ],
)
def test_every_control_has_its_kind(name, kind):
    assert control_kind(Everything()[name]) == kind


def test_a_control_has_the_class_of_the_design_system():
    assert 'class="utrecht-textbox utrecht-textbox--html-input"' in control(Everything()["name"])


def test_a_class_of_the_form_itself_stays():
    form = Everything()
    form.fields["name"].widget.attrs["class"] = "postcode"
    assert 'class="postcode utrecht-textbox' in control(form["name"])


def test_an_empty_form_has_no_summary_of_errors():
    assert "data-errors" not in rendered(Everything())


def test_what_is_wrong_is_tied_to_its_control():
    html = rendered(Everything({}))
    [field] = re.findall(r"<input[^>]*name=\"name\"[^>]*>", html)
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)
    assert described
    assert all(f'id="{name}"' in html for name in described[1].split())


def test_the_summary_links_to_every_field_that_is_wrong():
    html = rendered(Everything({}))
    targets = re.findall(r'<li><a class="nl-link" href="#([^"]+)"', html)
    assert len(targets) == 5
    assert all(f'id="{target}"' in html for target in targets)


def test_every_control_has_a_label():
    html = rendered(Everything())
    names = re.findall(r'<(?:input|select|textarea)[^>]*\bid="([^"]+)"', html)
    assert len(names) == 6
    assert all(f'for="{name}"' in html for name in names)

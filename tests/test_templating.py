"""What a reason may hold: names, parts of a tally, a few filters, conditions and loops."""

from types import SimpleNamespace

import pytest
from jinja2.sandbox import SandboxedEnvironment

from rubicon.language.templating import BadReason, names_in, say_reason, slips_in

GOOD = {
    "A plain sentence, 100 % plain.": set(),
    "{{ host }} asked {{guarantor}}.": {"host", "guarantor"},
    "{{ tally.total }} states: {{ tally.members }}.": {"tally"},
    "{{ host | upper }} and {{ tally.members | join(', ') }}": {"host", "tally"},
    "{% if n %}{{ n }}{% else %}none{% endif %}": {"n"},
    "{% for m in tally.members %}{{ m }}{% if not loop.last %}, {% endif %}{% endfor %}": {"tally"},
    "{{ 'yes' if n and m else 'no' }}": {"n", "m"},
    "{# a remark #}{{ host }}": {"host"},
    "{{ host|lower|upper|lower|upper|capitalize }}": {"host"},
    "{{ tally.members | sort | join(', ') | upper }}": {"tally"},
}

BAD = {
    "{{ host": "do not match",
    "{{ host } asked": "do not match",
    "{{ host }} }}": "do not match",
    "{{ }}": "do not match",
    "{% if n %}": "do not match",
    "{% frob %}": 'no tag "frob"',
    "{{ host | frobnicate }}": 'no filter "frobnicate"',
    "{{ host.name }}": '"host.name" has no meaning',
    "{{ tally.sum }}": '"tally.sum" has no meaning',
    "{{ ''.__class__ }}": '".__class__" has no meaning',
    "{{ host['x'] }}": "cannot call, compute",
    "{{ range(9) }}": "cannot call, compute",
    "{{ 'a' * 999999999 }}": "cannot call, compute",
    "{{ '%999999999d' % 1 }}": "cannot call, compute",
    "{% include 'x' %}": "cannot call, compute",
    "{% set x = 1 %}": "cannot call, compute",
    "{% macro m() %}{% endmacro %}": "cannot call, compute",
    "{{" + "(" * 900: "nests too deeply",
    "{{ " + "9" * 5000 + " }}": "too long",
    "x" * 1001: "too long: 1,001 characters, and at most 1,000 are read",
    "{{ host | join(host) }}": "a text is joined",
    "{{ host|join(host)|join(host)|join(host) }}": "a text is joined",
    "{{ host | sort | join(', ') }}": "a text is joined",
    "{{ tally.members | join(', ') | join(', ') }}": "a text is joined",
    "{% for m in tally.members %}{{ m | join(m) }}{% endfor %}": "a text is joined",
    "{{ host" + "|upper" * 6 + " }}": "too many filters",
    "{{ host" + "|upper" * 150 + " }}": "too many filters",
    "{{ tally.members | join(host | upper | lower) }}": "too many filters",
}


@pytest.mark.parametrize("reason", GOOD)
def test_the_names_of_a_reason_are_found(reason):
    """Names of loops are the reason's own; everything else is looked up in the rule."""
    assert names_in(reason) == GOOD[reason]


@pytest.mark.parametrize(
    "reason", [*GOOD, "{{ tally }}, {{\thost\n}} {{host}}{{ host }}", "{{ true }} {{ host }}"]
)
def test_a_reason_says_what_its_template_says(reason):
    """A reason of nothing but text and names, which needs no template, is filled as one would fill it."""
    tally = SimpleNamespace(total=2, members=("Armenia", "Belarus"))
    values = {"host": "Kazakhstan {{ n }}", "guarantor": r"\\1", "n": 3, "m": "", "tally": tally}
    said = SandboxedEnvironment().from_string(reason).render(values)
    assert say_reason(reason, values) == " ".join(said.split())


def test_what_a_reason_says_is_bounded():
    """A reason whose values are long is cut, and a loop over many ends where nothing more is told."""
    said = say_reason("{{ host }} {{ host }}", {"host": "x" * 3_000})
    assert len(said) == 4_000
    assert said.endswith("…")
    tally = SimpleNamespace(members=("y" * 100,) * 1_000_000)
    looped = say_reason("{% for m in tally.members %}{{ m }}{% endfor %}", {"tally": tally})
    assert len(looped) == 4_000


def test_a_reason_cannot_be_said_without_its_values():
    """What a reason names and its values lack is a mistake, in a template or not."""
    for reason in ("{{ host }}.", "{{ host | upper }}."):
        with pytest.raises(BadReason):
            say_reason(reason, {})


@pytest.mark.parametrize("reason", BAD, ids=lambda reason: reason[:30])
def test_a_reason_that_does_more_than_name_is_refused(reason):
    """Nothing is called, computed, set or included, and no bracket or number is too much for the reader."""
    with pytest.raises(BadReason) as caught:
        names_in(reason)
    assert BAD[reason] in caught.value.what


def test_the_line_of_a_mistake_is_that_of_the_text():
    """A reason over several lines is wrong on one of them."""
    with pytest.raises(BadReason) as caught:
        names_in("one\ntwo\n{{ host | frobnicate }}")
    assert caught.value.line == 3


def test_a_variable_in_another_dress_is_a_slip():
    """`{host}` and `?host` would be printed as they stand; a brace or a question of another kind is none."""
    slips = list(slips_in("{host} asked\n?leader. Did {{ host }} ask? {other}", ["host", "leader"]))
    assert slips == [("{host}", "{{ host }}", 1), ("?leader", "{{ leader }}", 2)]

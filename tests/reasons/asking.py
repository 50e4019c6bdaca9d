"""Every answer as a user gets it: the object that its JSON is, and the same in another form."""

import json

from rubicon.explaining import explain, why
from rubicon.explaining.grounds import with_grounds
from rubicon.explaining.lacking import why_not
from rubicon.explaining.pivots import tell_pivots
from rubicon.explaining.what_if import what_if
from rubicon.rendering import FORMATS, render_assessment, render_why
from rubicon.rendering.answers import render_what_if, render_why_not
from rubicon.rendering.history import render_comparison, render_timeline
from rubicon.rendering.pivots import render_pivots
from rubicon.rendering.records import shifts_object
from rubicon.supposing.finding import pivots_of
from rubicon.surveying.comparing.beside import compare
from rubicon.surveying.timeline import timeline

PROSE = tuple(form for form in FORMATS if form != "json")
"""The forms that are read."""


def given(render, answer, form):
    """Return the object of an answer, once it was written in a form that is read, too."""
    assert render(answer, form).strip()
    return json.loads(render(answer, "json"))


def report(world, form, earlier=None):
    """Return the explanation of a judgement, its object, and what shifted since an earlier one."""
    explanation = explain(world.assessment, earlier=earlier and earlier.assessment)
    shifts = shifts_object(world.vocabulary, explanation.earlier) if earlier else []
    return explanation, given(render_assessment, explanation, form), shifts


def reasons(world, literal, form):
    """Return the answer to `why`, and its object."""
    answer = with_grounds(world.assessment, why(world.assessment, literal))
    return answer, given(render_why, answer, form)


def lacks(world, literal, form="json"):
    """Return the object of the answer to `why-not`."""
    return given(render_why_not, why_not(world.assessment, literal), form)


def differences(before, after, form):
    """Return the object of the answer to `what-if`."""
    return given(render_what_if, what_if(before.assessment, after.assessment), form)


def history(rulebook, case, form):
    """Return the object of a timeline."""
    return given(render_timeline, timeline(rulebook, case), form)


def contrast(rulebook, one, other, form):
    """Return the object of a comparison."""
    return given(render_comparison, compare(rulebook, one, other), form)


def turning(world, about, form):
    """Return the object of the answer to `pivots`."""
    return given(render_pivots, tell_pivots(world.assessment, pivots_of(world.assessment, about)), form)

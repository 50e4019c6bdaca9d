"""Render explanations by the templates of a folder, one text for each form."""

import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, get_args
from urllib.parse import quote, urlencode

from rubicon.explaining.contents import Explanation, Why
from rubicon.explaining.pages import RulePage
from rubicon.language.binding import literal_of
from rubicon.language.conditions import Condition
from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.language.templates import render_template
from rubicon.places import shipped
from rubicon.rendering.filing import ReportWords
from rubicon.rendering.fitting import ROOMS, Room, fitting, said_of
from rubicon.rendering.linking import LinkTarget, unmarked
from rubicon.rendering.spelling import capital, css_string, listed, lower_first, percent, spelled, stopped
from rubicon.rendering.wording import Linked, Markup, Words

FORMATS = (*get_args(Markup), "json")
"""The formats that everything can be rendered in."""

WIDTH = 100
"""Characters of a line of plain text."""


class About(Protocol):
    """What an answer is about: a case, and what puts it outside the framework's scope."""

    @property
    def case(self) -> Case:
        """Return the case."""

    @property
    def outside(self) -> tuple[Condition, ...]:
        """Return the conditions of the scope that are not definite."""


class Checked(Protocol):
    """What a check counts."""

    @property
    def folder(self) -> str:
        """Return the folder of the rulebook."""

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""

    @property
    def rules(self) -> int:
        """Return the number of rules read."""

    @property
    def examples(self) -> int:
        """Return the number of examples run."""

    @property
    def statements(self) -> int:
        """Return the number of statements of the vocabulary."""

    @property
    def background(self) -> int:
        """Return the number of standing facts."""

    @property
    def cases(self) -> int:
        """Return the number of cases read."""


def render_assessment(
    explanation: Explanation, form: str, folder: Path | None = None, *, brief: bool = False
) -> str:
    """Render a report in one of `FORMATS`, by the templates of a folder (default: the shipped ones).

    With `brief` its first page alone; JSON is the same with it and without.
    """
    if form == "json":
        from rubicon.rendering.objects import assessment_object  # noqa: PLC0415 - a text needs none of it

        return as_json(assessment_object(explanation))
    if brief:
        return _first_page(explanation, _form(form), folder)
    words = ReportWords(explanation.rulebook, _form(form), (explanation.opening, explanation))
    drawing = _drawn(folder, explanation, words) if words.form == "html" else None
    places = _places(explanation, words) if words.links is not None else {}
    given = {"e": explanation, "drawing": drawing, "places": places, "room": _room(explanation, folder)}
    return _render(folder, "report/report.j2", words, explanation.case.title, given, explanation)


def _first_page(explanation: Explanation, form: Markup | Linked, folder: Path | None) -> str:
    """Render the first page, with as much room for its lists as the words that it may have leave."""
    words = ReportWords(explanation.rulebook, form)
    given = {"e": explanation, "room": _room(explanation, folder)}
    return _render(folder, "report/brief.j2", words, explanation.case.title, given, explanation)


def _room(explanation: Explanation, folder: Path | None) -> Room:
    """Return how much the first page has room for within its words."""
    words = ReportWords(explanation.rulebook, "text")
    given = {"e": explanation, "room": ROOMS[0]}
    whole = len(_body(folder, "report/brief.j2", words, given, (explanation,)).split())
    return fitting(whole, said_of(folder or shipped("templates"), explanation, words, FILTERS))


def render_why(why: Why, form: str, folder: Path | None = None) -> str:
    """Render the answer to `why` in one of `FORMATS`."""
    if form == "json":
        from rubicon.rendering.objects import why_object  # noqa: PLC0415 - a text needs none of it

        return as_json(why_object(why))
    words = Words(why.rulebook, _form(form), why)
    return _render(folder, "why/why.j2", words, "Why", {"y": why}, why)


def render_rules_list(rulebook: Rulebook, form: str, folder: Path | None = None) -> str:
    """Render the list of all rules, by topic, in one of `FORMATS`."""
    if form == "json":
        from rubicon.rendering.objects import rules_object  # noqa: PLC0415 - a text needs none of it

        return as_json(rules_object(rulebook.rules))
    return _render(folder, "rules/rules.j2", Words(rulebook, _form(form)), "Rules", {"rulebook": rulebook})


def render_rule(page: RulePage, form: str, folder: Path | None = None) -> str:
    """Render a rule as a page in one of `FORMATS`."""
    if form == "json":
        from rubicon.rendering.objects import rule_object  # noqa: PLC0415 - a text needs none of it

        return as_json(rule_object(page))
    words = Words(page.rulebook, _form(form), page)
    return _render(folder, "rules/rule.j2", words, page.rule.title, {"p": page})


def render_check(counts: Checked, folder: Path | None = None) -> str:
    """Say in one line what a check did."""
    place = folder or shipped("templates")
    return render_template(place, "rules/check.j2", {"c": counts}, html=False, filters=FILTERS).strip() + "\n"


def render_page(
    rulebook: Rulebook,
    form: str,
    template: str,
    title: str,
    values: Mapping[str, Any],
    folder: Path | None = None,
) -> str:
    """Render what a later room tells, in one of `FORMATS` but JSON; `values` are what its template names."""
    words = Words(rulebook, _form(form), tuple(values.values()))
    return _render(folder, template, words, title, values)


def render_answer(
    rulebook: Rulebook,
    form: str,
    name: str,
    title: str,
    values: Mapping[str, Any],
    folder: Path | None = None,
) -> str:
    """Render an answer that cites nothing, in one of the forms of words, by a template of its name."""
    return _render(folder, name, Words(rulebook, _form(form)), title, values)


def as_json(content: Any) -> str:
    """Spell an object as JSON, keys in the order given, one final newline."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _form(form: str) -> Markup | Linked:
    for known in (*get_args(Markup), *get_args(Linked)):
        if form == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"unknown format {form!r}; the formats are {', '.join(FORMATS)}")


def _drawn(folder: Path | None, explanation: Explanation, words: Words) -> object:
    if explanation.map is None:
        return None
    from rubicon.rendering.boxes import draw  # noqa: PLC0415 - only a page with a drawing needs it

    given = {"nodes": explanation.map.nodes, "q": explanation.question, "w": words}
    texts = render_template(
        folder or shipped("templates"), "report/boxes.j2", given, html=False, filters=FILTERS
    )
    return draw(explanation.map, unmarked(texts).splitlines())


def _places(explanation: Explanation, words: Words) -> dict[str, str]:
    """Return where each box of the drawing leads: to why it is so, a section to where it is told."""
    found = {}
    for node in explanation.map.nodes if explanation.map else ():
        literal = node.literal or (node.reason.literal if node.reason else None)
        if node.pattern is not None and not node.pattern.variables:
            literal = literal_of(node.pattern)
        if node.kind == "question" and explanation.question and explanation.question.claims:
            literal = explanation.question.claims[0].literal
        if literal is not None:
            found[node.key] = _place(words, literal)
        elif node.told is not None:
            found[node.key] = f"#{node.told.key}"
    return found


FILTERS: Mapping[str, Callable[..., object]] = {
    "capital": capital,
    "css": css_string,
    "listed": listed,
    "lower_first": lower_first,
    "percent": percent,
    "spelled": spelled,
    "stopped": stopped,
}
"""What templates can do with words beside Jinja's own filters."""


def _render(
    folder: Path | None, name: str, words: Words, title: str, values: Mapping[str, Any], *about: About
) -> str:
    """Render an answer, between the markings of the cases it is about; one outside the scope is headed by that."""
    body = _body(folder, name, words, values, about)
    if words.links is not None:
        body = words.links.linked(body, lambda target: _place(words, target))
    if words.form == "html":
        page = {"title": title, "body": _Safe(body), "marking": _marking(about)}
        place = folder or shipped("templates")
        return _tidy(render_template(place, "dress/page.html.j2", page, html=True, filters=FILTERS))
    return _wrapped(_tidy(body)) if words.form == "text" else _tidy(body)


def _body(
    folder: Path | None, name: str, words: Words, values: Mapping[str, Any], about: Sequence[About]
) -> str:
    """Return what an answer says, as the templates leave it."""
    outside = tuple(dict.fromkeys(line for one in about for line in one.outside))
    given = {"w": words, "form": words.form, "marking": _marking(about), "outside": outside, **values}
    place, html = folder or shipped("templates"), words.form == "html"
    return render_template(place, "words/page.j2", {"answer": name, **given}, html=html, filters=FILTERS)


def _marking(about: Sequence[About]) -> str:
    return " · ".join(dict.fromkeys(one.case.marking for one in about if one.case.marking))


def _place(words: Words, target: LinkTarget) -> str:
    """Return where the page of a target is: beside the one shown that which tells why a sentence is so."""
    match target:
        case Literal():
            return f"why?{urlencode({'sentence': speak(words.vocabulary, target)})}"
        case Rule():
            return f"/rules/{quote(target.id)}"
        case Case():
            return f"/case/{quote(target.name, safe='')}/"


class _Safe(str):
    """HTML that templates made, already escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


_ITEM = re.compile(r" *(?:(- )|(\d+\. )|(\[\d+\] ))")
"""How a list item begins, by its kind; a numbered heading is none."""


def _tidy(text: str) -> str:
    """Take out what templates leave behind: trailing spaces, and blank lines that part nothing, or list items alike."""
    lines = "\n".join([line.rstrip() for line in text.splitlines()])
    first, *others = re.sub(r"\n\n\n+", "\n\n", lines).strip().split("\n\n")
    said = [first]
    for part in others:
        kind, last = _ITEM.match(part), _ITEM.match(said[-1], said[-1].rfind("\n") + 1)
        said += ("\n" if kind and last and kind.lastindex == last.lastindex else "\n\n", part)
    return "".join(said) + "\n"


def _wrapped(text: str) -> str:
    """Wrap plain text, with lists hanging from their marks."""
    return "\n".join(_wrap(line) for line in text.splitlines()) + "\n"


def _wrap(line: str) -> str:
    lead = re.match(r" *(?:- |\[\d+\] )?", line)
    indent = " " * (len(lead.group()) if lead else 0)
    if len(line) <= WIDTH:
        return line
    wrapped = textwrap.wrap(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrapped)

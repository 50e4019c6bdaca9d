"""The words for keys and their values: which key is meant by another, how one is written, what a value is."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from rubicon.problems import did_you_mean, nearest, several

_MEANT = {
    "when": ("if",),
    "where": ("if",),
    "conditions": ("if",),
    "condition": ("if",),
    "requires": ("if",),
    "conclude": ("then",),
    "concludes": ("then",),
    "conclusion": ("then",),
    "conclusions": ("then",),
    "except": ("unless",),
    "exception": ("unless",),
    "exceptions": ("unless",),
    "else": ("otherwise",),
    "default": ("otherwise",),
    "reason": ("because", "why"),
    "why": ("because",),
    "because": ("why",),
    "explanation": ("because", "why"),
    "priority": ("overrides",),
    "beats": ("overrides",),
    "sources": ("cites", "source"),
    "references": ("cites",),
    "alias": ("also",),
    "aliases": ("also",),
    "sentence": ("that",),
    "statement": ("that",),
    "fact": ("that",),
    "claim": ("that",),
    "text": ("that", "form"),
    "facts": ("given", "fact"),
    "date": ("on", "as_of"),
    "day": ("on", "as_of"),
    "from": ("on", "since"),
    "start": ("on", "since"),
    "begin": ("on", "since"),
    "end": ("until",),
    "to": ("until",),
    "rating": ("grade",),
    "reliability": ("grade",),
    "comment": ("note",),
    "comments": ("note",),
    "remark": ("note",),
    "description": ("note", "means"),
    "definition": ("means",),
    "question": ("ask",),
    "negation": ("denied",),
    "negated": ("denied",),
    "synonyms": ("hints", "also"),
    "type": ("kind",),
    "url": ("address",),
    "link": ("address",),
    "name": ("title",),
    "year": ("date",),
}
"""Keys that come to mind, and those that the language has instead."""

_NEEDLESS = {"id": "Leave it out: a rule is called as its file, <topic>/<rule-name>."}
"""Keys of a rule that come to mind, and why there are none."""

_OF_FILES = frozenset(
    [
        "title",
        "as_of",
        "roles",
        "author",
        "marking",
        "if",
        "then",
        "because",
        "overrides",
        "cites",
        "school",
        "kind",
        "status",
        "unless",
    ]
)
"""Keys that stand at the top of a file; below a table they belong to it."""

_SAMPLES = {
    "a text": '{key} = "…"',
    "a day": "{key} = 2022-01-05",
    "true or false": "{key} = true",
    "a whole number": "{key} = 3",
    "a list of texts": '{key} = ["…"]',
    "a table": "{key} = {{ … }}, or a table [{key}] of its own",
    "a list of tables": "[[{key}]], in double brackets, before each one",
}

_BY_KEY = {
    "ranges": '[ranges], a table with the range of each answer in per cent: "likely" = [55, 80]',
    "scale": 'scale = "…", whose words of likelihood the ranges give: a standard, or whoever set them',
    "as_of": "as_of = 2022-01-05, the day from which the case is judged",
    "grade": 'grade = "B2"',
    "horizon": "horizon = 60, a number of days",
    "if": 'if = ["…"], one sentence or more',
    "then": 'then = "…", a sentence that follows',
    "why": 'why = "…", the reason for assuming it',
}
"""Better samples for some keys."""


def meant_by(key: str, known: Collection[str], below: str) -> tuple[list[str], str]:
    """Return the keys that may be meant by one that is none of the known ones, and say so; `below` is its table."""
    meant = [other for other in _MEANT.get(key, ()) if other in known][:1]
    if below and key in _OF_FILES:
        return [], f"It stands below {below}, and so belongs to it: move it up, above the first [table]."
    if key in _NEEDLESS and "if" in known:
        return [], _NEEDLESS[key]
    if meant:
        return meant, f'Did you mean "{meant[0]}"?'
    close = did_you_mean(key, known)
    return nearest(key, known), close or f"The keys here are: {several(sorted(known))}."


def lowered(keys: Collection[str]) -> list[str]:
    """Return those of some keys that belong to the top of a file."""
    return [key for key in keys if key in _OF_FILES]


def said_of_lowered(keys: Collection[str], below: str) -> tuple[str, str]:
    """Say what is wrong with several keys of the top that stand below a table, and the remedy."""
    if {"if", "then"} <= set(keys):
        return "a second rule begins here", "A file holds one rule: give it a file of its own."
    names = ", ".join(f'"{key}"' for key in keys)
    return (
        f"unknown keys {names}",
        f"They stand below {below}, and so belong to it: move them up, above the first [table].",
    )


def unquoted(key: str, text: str) -> str:
    """Say how a day is written that stands in quotes."""
    try:
        return f"Leave the quotes out: {key} = {date.fromisoformat(text.strip())}"
    except ValueError:
        from rubicon.language.figures import A_DAY, day_hint  # noqa: PLC0415 - only a mistake needs it

        hint = day_hint(text).removesuffix(A_DAY).strip()
        day = hint.removeprefix("Write it as ").removeprefix("Leave the time of day out: ")
        if day != hint:
            return f"Write {key} = {day}"
        return (
            f"{hint}\nA day stands without quotes: {key} = 2022-01-05"
            if hint
            else f"Write {sample_of(key, 'a day')}"
        )


def sample_of(key: str, wanted: str) -> str:
    """Show how a key is written whose value is wanted to be so."""
    return _BY_KEY.get(key) or _SAMPLES[wanted].format(key=key)


def called(value: Any) -> str:
    """Name the kind of a TOML value, with its article."""
    kinds: list[tuple[type, str]] = [
        (bool, "true or false"),
        (str, "a text"),
        (int, "a number"),
        (float, "a number"),
        (datetime, "a day with a time"),
        (date, "a day"),
        (list, "a list"),
        (dict, "a table"),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), "a time of day")

"""Say why a sentence has no reading, or more than one, and which sentence may have been meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from rubicon.language.conditions import Pattern, Term, Variable
from rubicon.language.names import Doubts, Names, Unread, is_variable
from rubicon.language.shapes import WIDEST, Shape, fits
from rubicon.language.tokens import LONGEST, fold, is_number, key_of, value_text
from rubicon.language.vocabulary import Slot
from rubicon.problems import did_you_mean, forbidden_in, nearest, one, several, shortened

LINE = 120
"""Characters of a faulty sentence that a message quotes."""

CLOSEST = 30
"""Forms with the most words of a sentence, among which the nearest are sought."""

WAYS = 50
"""Ways to fit one form that are looked at for what is wrong."""

FIGURES = {
    word: str(figure)
    for figure, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
} | {"a hundred": "100", "a thousand": "1000"}
"""Number words and the figures to write instead."""

INSTEAD = {
    **dict.fromkeys(
        (
            "nothing shows",
            "nothing says that",
            "nothing suggests that",
            "it is not shown that",
            "there is no evidence that",
            "there is no sign that",
            "unless",
        ),
        "nothing shows that",
    ),
    **dict.fromkeys(
        ("it is unclear whether", "it is unknown whether", "it is open if"), "it is open whether"
    ),
    **dict.fromkeys(("it is contested whether", "it is disputed that"), "it is disputed whether"),
    **dict.fromkeys(
        ("it is not true that", "it is not so that", "it is not the case that", "not"), "it is false that"
    ),
    **dict.fromkeys(("no fewer than", "no less than", "not fewer than", "more than"), "at least"),
    **dict.fromkeys(("no more than", "not more than", "up to", "fewer than", "less than"), "at most"),
    **dict.fromkeys(("the total of", "the total", "the sum"), "the sum of"),
    **dict.fromkeys(("the maximum", "the highest", "the greatest"), "the largest"),
    **dict.fromkeys(("the minimum", "the lowest"), "the smallest"),
    **dict.fromkeys(("all reported", "each reported"), "every reported"),
    **dict.fromkeys(("any reported", "one reported"), "some reported"),
}
"""Openings that come to mind, and those that the language has instead."""

_UNITS = {"week": 7, "year": 365}
_SHORT = re.compile(r"([0-9][0-9.,]*)\s*(k|m|bn|thousand|million|billion)", re.IGNORECASE)
_ZEROS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


def bounded(text: str) -> str:
    """Return a text that is short enough to be a sentence, and holds no control character.

    Raises:
        Unread: it is too long, or holds one.
    """
    if len(text) > LONGEST:
        raise Unread(
            f"the sentence has {len(text):,} characters; at most {LONGEST:,} are read",
            "Say it in a shorter sentence.",
        )
    forbidden = forbidden_in(text)
    if forbidden:
        raise Unread(forbidden[1], "Delete it.")
    return text


def ambiguous(readings: Mapping[Pattern, Shape]) -> Unread:
    """Say which readings a sentence has."""
    ways = []
    for pattern in sorted(readings, key=lambda p: (p.statement, str(p.terms), p.truth)):
        shape = readings[pattern]
        values = zip(shape.statement.slots, pattern.terms, strict=True)
        said = ", ".join(f"{slot.name} = {_shown(term)}" for slot, term in values)
        ways.append(f'  "{shape.text}"{shape.at} with {said}' if said else f'  "{shape.text}"{shape.at}')
    return Unread(
        f"the sentence can be read in {len(readings)} ways",
        "\n".join([*ways, "Word one of the forms, or name one of the entities, so that they differ."]),
    )


def _shown(term: Term) -> str:
    return f"?{term.name}" if isinstance(term, Variable) else value_text(term)


def unknown(
    names: Names, doubts: Doubts, shapes: Iterable[Shape], tokens: Sequence[str], folded: Sequence[str]
) -> Unread:
    """Say what is wrong with a sentence that has no reading, or which forms come nearest."""
    shapes = list(shapes)
    said = " ".join(folded)
    meant = next((opening for other, opening in INSTEAD.items() if said.startswith(other + " ")), "")
    if meant:
        return Unread(f'unknown sentence "{_spelled(tokens)}"', f"Write `{meant} …`")
    best: list[tuple[Slot, Sequence[str]]] | None = None
    found: Shape | None = None
    words = set(folded)
    for shape in sorted((s for s in shapes if s.words <= words), key=lambda s: (-len(s.words), s.text)):
        for spans in islice(fits(shape.parts, folded), WAYS):
            filled = [(slot, tokens[a:b]) for slot, (a, b) in zip(shape.slots, spans, strict=True)]
            bad = [(slot, said) for slot, said in filled if names.term(slot.kind, said) is None]
            if best is None or len(bad) < len(best):
                best, found = bad, shape
    if best is not None and found is not None:
        return _misfits(names, doubts, found, best, tokens)
    if doubts.explain(folded):
        return Unread("unknown sentence", told=True)
    return Unread(f'unknown sentence "{_spelled(tokens)}"', _forms(names, shapes, tokens, folded))


def joined(tokens: Sequence[str], joint: str) -> Unread:
    """Say how two sentences that a word joins are written."""
    hint = "Write two lines: conditions of one list hold together."
    if joint == "or":
        hint = "Write the alternatives as a list inside `if`: one of them is enough."
    return Unread(f'"{_spelled(tokens)}" is two sentences, joined by "{joint}"', hint)


def _misfits(
    names: Names,
    doubts: Doubts,
    shape: Shape,
    bad: Sequence[tuple[Slot, Sequence[str]]],
    tokens: Sequence[str],
) -> Unread:
    form = f'The form is "{shape.text}"{shape.at}.'
    if not bad:  # a slot that stands twice holds two things
        return Unread(
            f'"{_spelled(tokens)}" says two things in one place', f"{form} The same stands in both."
        )
    found = [_misfit(names, slot, said) for slot, said in bad if not doubts.excuse(said)]
    if not found:
        return Unread("unknown entity", told=True)
    return Unread(
        "; ".join(what for what, _ in found), "\n".join([*(hint for _, hint in found if hint), form])
    )


def _misfit(names: Names, slot: Slot, said: Sequence[str]) -> tuple[str, str]:
    text = _spelled(said)
    if said[0].startswith("?") and len(said) == 1 and not is_variable(said[0]):
        return f'"{text}" cannot be a variable', "A variable is ? and one word of letters, digits and _."
    if slot.kind == "number":
        return f'"{text}" stands where {{{slot.name}}} wants a number', number_hint(text)
    if slot.kind == "date":
        return (
            f'"{text}" stands where {{{slot.name}}} wants a day',
            "Write days as 2022-01-05 or 5 January 2022.",
        )
    if slot.kind == "text":
        return f'"{text}" stands where {{{slot.name}}} wants a text', 'Put it in double quotes: "…"'
    if slot.kind in names.listed:
        values = names.names_of(slot.kind)
        hint = did_you_mean(text, values) or f"The values are: {several(values)}."
        return f'"{text}" stands where {{{slot.name}}} wants {one(slot.kind)}', hint
    entity = names.names.get(key_of(said))
    if entity:
        return (
            f"wrong kind: {entity.name} is {one(entity.kind)}, and {{{slot.name}}} wants {one(slot.kind)}",
            "",
        )
    hint = did_you_mean(text, names.names_of(slot.kind))
    if not hint and len(said) == 1 and said[0].isidentifier() and said[0].islower():
        hint = f"If it is a variable, write ?{said[0]}; if it is an entity, declare it."
    return f'unknown entity "{text}"', hint or "Add it to the entities of the rulebook or of the case."


def number_hint(text: str) -> str:
    """Say how a number is to be written.

    >>> number_hint("three"), number_hint("2.5 million")
    ('Write it in figures: 3', 'Write it in figures: 2,500,000')
    """
    folded = text.casefold()
    short = _SHORT.fullmatch(text)
    if folded in FIGURES:
        return f"Write it in figures: {FIGURES[folded]}"
    if is_number(text):
        return "Write it with at most 40 digits."
    if short and is_number(short.group(1)):
        whole, _, part = short.group(1).replace(",", "").partition(".")
        zeros = _ZEROS[short.group(2).lower()]
        if len(part) <= zeros and len(whole) <= WIDEST:
            return f"Write it in figures: {int(whole + part.ljust(zeros, '0')):,}"
    unit = re.fullmatch(r"([0-9]{1,4}) (week|year)s?", folded)
    if unit:
        return f"Count it in days: {int(unit.group(1)) * _UNITS[unit.group(2)]} days"
    alone = re.sub(r" ?(%|per ?cent)$", "", folded)
    if is_number(alone):
        return f"Write the number alone: {alone}"
    if is_number(text.replace(" ", "")):
        return f"Write it as {text.replace(' ', '')}"
    return "Write a number such as 2500 or 100,000."


def _forms(names: Names, shapes: Sequence[Shape], tokens: Sequence[str], folded: Sequence[str]) -> str:
    """Return the forms nearest to a sentence, once what it names is blotted out."""
    words = {word for word in folded if len(word) > len("the")}
    likely = sorted(shapes, key=lambda shape: (-len(words & shape.words), shape.text))[:CLOSEST]
    bare = {_bare(shape): shape for shape in reversed(likely)}
    close = [bare[text] for text in nearest(_blotted(names, tokens), bare)]
    close = close or [shape for shape in likely if words & shape.words][:3]
    if not close:
        return "The vocabulary has no sentence like it. Use one that it has, or declare it: [statement.…]"
    listed = "\n".join(f'  "{shape.text}"{shape.at}' for shape in close)
    return f"The vocabulary's nearest forms are:\n{listed}"


def _bare(shape: Shape) -> str:
    return " ".join("…" if isinstance(part, Slot) else part for part in shape.parts)


def _blotted(names: Names, tokens: Sequence[str]) -> str:
    said: list[str] = []
    at = 0
    while at < len(tokens):
        ends = range(min(at + WIDEST, len(tokens)), at, -1)
        end = next((end for end in ends if _is_value(names, tokens[at:end])), None)
        said.append("…" if end else fold(tokens[at]))
        at = end or at + 1
    return " ".join(said)


def _is_value(names: Names, tokens: Sequence[str]) -> bool:
    if len(tokens) == 1 and (tokens[0].startswith(("?", '"')) or is_number(tokens[0])):
        return True
    key = key_of(tokens)
    return key in names.names or any(key in values for values in names.listed.values())


def _spelled(tokens: Sequence[str]) -> str:
    said = " ".join(f'{token}"' if token.startswith('"') else token for token in tokens)
    said = re.sub(r" (['’]s\b|[,;:](?= |$))", r"\1", said)
    return shortened(said, LINE)

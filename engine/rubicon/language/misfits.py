"""What does not fit the slots of a form: which one was meant, and what is wrong with each value."""

import re
from collections.abc import Sequence
from itertools import islice

from rubicon.language.figures import day_hint, no_number, number_hint
from rubicon.language.names import Doubts, Names, Unread, is_variable
from rubicon.language.shapes import Shape, fits
from rubicon.language.suggesting import units_of
from rubicon.language.tokens import fold, key_of, two_readings
from rubicon.language.vocabulary import Slot
from rubicon.problems import CLOSE, did_you_mean, nearest, one, several, shortened

WAYS = 50
"""Ways to fit one form that are looked at for what is wrong."""

LONGEST_DAY = 4
"""Tokens of the longest number or day that may be meant where another spelling of one stands."""

ALIKE_NAME = 0.75
"""How near a name must be to be all that is suggested for one that is unknown."""

LINE = 120
"""Characters of a faulty sentence that a message quotes."""

_SMALL = frozenset(
    [
        "of",
        "and",
        "the",
        "in",
        "for",
        "to",
        "at",
        "on",
        "de",
        "la",
        "le",
        "du",
        "el",
        "al",
        "bin",
        "von",
        "van",
        "'s",
        "or",
    ]
)
_CLAUSE = frozenset(("that", "whether", "which", "who", "because", "while"))
_WHOEVER = {
    **dict.fromkeys(
        (
            "any",
            "some",
            "a",
            "an",
            "another",
            "other",
            "someone",
            "somebody",
            "anyone",
            "anybody",
            "something",
        ),
        "For whoever it may be write a variable that begins with ?_, as in ?_x.",
    ),
    **dict.fromkeys(
        ("no", "nobody", "none", "nothing", "neither"),
        "That none does is written with `nothing shows that` and a variable that begins with ?_, as in ?_x.",
    ),
    **dict.fromkeys(
        ("every", "each", "all", "both", "everyone", "everybody"),
        "No sentence speaks of all at once: name each, or count them with `at least 3 ?_x: …`",
    ),
    **dict.fromkeys(
        ("it", "they", "he", "she", "this", "these", "its", "their"),
        "Each sentence stands alone: name who is meant, or write the variable.",
    ),
}
"""Words that stand for no one in particular, and what is written instead."""


Fillings = list[tuple[Slot, Sequence[str]]]


def best_fit(names: Names, shapes: Sequence[Shape], tokens: Sequence[str]) -> tuple[Shape, Fillings] | None:
    """Return the form whose words stand in a sentence, and what does not fit its slots; the fewest first."""
    best: tuple[tuple[int, int], Shape, Fillings] | None = None
    folded = [fold(token) for token in tokens]
    words = set(folded)
    for shape in sorted((s for s in shapes if s.words <= words), key=lambda s: (-len(s.words), s.text)):
        for spans in islice(fits(shape.parts, folded), WAYS):
            filled = [(slot, tokens[a:b]) for slot, (a, b) in zip(shape.slots, spans, strict=True)]
            bad = [(slot, said) for slot, said in filled if names.term(slot.kind, said) is None]
            cost = (len(bad), sum(len(said) for _, said in bad))
            if (best is None or cost < best[0]) and all(_may_fill(names, *one) for one in bad):
                best = cost, shape, bad
    return best[1:] if best else None


def _may_fill(names: Names, slot: Slot, said: Sequence[str]) -> bool:
    """Tell whether tokens may be meant to stand in a slot, and are not half of another sentence."""
    if slot.kind in ("number", "date"):
        return len(said) <= LONGEST_DAY
    if slot.kind == "text" or key_of(said) in names.names:
        return True
    if not _CLAUSE.isdisjoint(map(str.casefold, said)):
        return False
    return re.search("N.*l.*N", _marks(names, said)) is None


def has_value(names: Names, slot: Slot, said: Sequence[str]) -> bool:
    """Tell whether tokens that do not fit a slot hold a value that may be all that was meant for it."""
    if slot.kind in ("number", "date", "text") or len(said) == 1 or key_of(said) in names.names:
        return False
    if nearest(" ".join(said), names.names_of(slot.kind), cutoff=CLOSE) or _variable_hint(said):
        return False
    units = units_of(names, said)
    return any(unit.said for unit in (units[:1] if slot.kind in names.listed else units))


def has_more(names: Names, said: Sequence[str]) -> bool:
    """Tell whether words follow a name that may belong to the form rather than to the name."""
    return re.search("N.*l", _marks(names, said)) is not None


def _marks(names: Names, said: Sequence[str]) -> str:
    """Mark each name (N), small word (s) and other word (l)."""
    units = units_of(names, said)
    return "".join("N" if u.said or u.is_name else "s" if u.text in _SMALL else "l" for u in units)


def misfits(names: Names, doubts: Doubts, shape: Shape, bad: Fillings, tokens: Sequence[str]) -> Unread:
    """Say what does not fit the slots of a form."""
    form = f'The form is "{shape.text}"{shape.at}.'
    if not bad:  # a slot that stands twice holds two things
        return Unread(f'"{spelled(tokens)}" says two things in one place', f"{form} The same stands in both.")
    found = [_misfit(names, slot, said) for slot, said in bad if not doubts.excuse(said)]
    if not found:
        return Unread("unknown entity", told=True)
    what = "; ".join(what for what, _ in found)
    hints = dict.fromkeys(hint for _, hint in found if hint)
    return Unread(what, "\n".join([*hints, form]), cause=what)


def _misfit(names: Names, slot: Slot, said: Sequence[str]) -> tuple[str, str]:
    text = spelled(said)
    stands = f'"{text}" stands where {{{slot.name}}} wants'
    if said[0].startswith("?") and len(said) == 1 and not is_variable(said[0]):
        return f'"{text}" cannot be a variable', "A variable is ? and one word of letters, digits and _."
    is_known = names.entity(text.strip("?")) is not None
    if (hint := _variable_hint(said)) and slot.kind != "text" and not is_known:
        return f'"{text}" cannot be a variable', hint
    if slot.kind == "number":
        return no_number(text) if two_readings(text) else f"{stands} a number", number_hint(text)
    if slot.kind == "date":
        return f"{stands} a day", day_hint(text)
    if slot.kind == "text" and len(said) == 1 and said[0].startswith('"'):
        return (
            f"{text} ends in a backslash",
            "Leave it out: before a quote it would make the quote part of the text.",
        )
    if slot.kind == "text":
        return f"{stands} a text", 'Put it in double quotes: "…"'
    if slot.kind in names.listed:
        values = names.names_of(slot.kind)
        hint = did_you_mean(text, values) or f"The values are: {several(values)}."
        return f"{stands} {one(slot.kind)}", hint
    entity = names.names.get(key_of(said))
    if entity:
        return (
            f"wrong kind: {entity.name} is {one(entity.kind)}, and {{{slot.name}}} wants {one(slot.kind)}",
            "",
        )
    hint = _name_hint(names, slot, said, text)
    if hint in _WHOEVER.values():
        return f'"{text}" names nobody', hint
    return f'unknown entity "{text}"', hint


def _variable_hint(said: Sequence[str]) -> str:
    """Say how a variable is written that has something about it, or is marked in another way."""
    text = " ".join(said)
    if said[0].casefold() in ("the", "a", "an", "any") and len(said) == 2 and is_variable(said[1]):
        return f"Leave out `{said[0]}`: `{said[1]}` stands for the whole name, its article too."
    if said[0] == "?" and len(said) == 2:
        return f"Write it without a space: ?{said[1]}"
    if said[0].startswith("?") and len(said) > 1 and all(word.isidentifier() for word in said[1:]):
        return f'A variable is one word: {"_".join(said)}, if all of it names one; else leave "{" ".join(said[1:])}" out.'
    found = re.fullmatch(r"(?:\{\{? ?|\$\{?|<|@|%)(\w+)(?: ?\}?\}|>|%)?|(\w+)\?", text)
    return f"In rules a variable is written ?{found[1] or found[2]}" if found else ""


def _name_hint(names: Names, slot: Slot, said: Sequence[str], text: str) -> str:
    """Say what may be meant by a name that is none."""
    if said[0].startswith('"'):
        return "Names are written without quotes."
    parts = [part for part in re.split(r",? and |, | or ", text) if part]
    if len(parts) > 1 and all(names.entity(part) or part.startswith("?") for part in parts):
        return "A sentence names one: write a sentence for each."
    known = names.names_of(slot.kind)
    hint = did_you_mean(text, known)
    if hint and not nearest(text, known, cutoff=ALIKE_NAME):
        hint = f"{hint} Else add it to the entities."
    general = _WHOEVER.get(said[0].casefold(), "")
    if general and (said[0].islower() or not hint) and not (said[0] == "a" and hint):
        return general
    inner = [
        " ".join(unit.said)
        for unit in units_of(names, said)
        if unit.said and key_of(unit.said) in names.names
    ]
    if not hint and len(said) == 1 and said[0].isidentifier() and said[0].islower():
        hint = f"If it is a variable, write ?{said[0]}; if it is an entity, declare it."
    if not hint and len(inner) == 1:
        hint = f'"{inner[0]}" alone is an entity. If that is not what is meant, declare "{text}".'
    return hint or "Add it to the entities of the rulebook or of the case."


def spelled(tokens: Sequence[str]) -> str:
    """Return tokens as a text, of a long one its beginning."""
    said = " ".join(f'{token}"' if token.startswith('"') else token for token in tokens)
    said = re.sub(r" (['’]s\b|[,;:](?= |$))", r"\1", said)
    return shortened(said, LINE)

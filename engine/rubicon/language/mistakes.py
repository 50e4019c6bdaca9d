"""Say why a sentence has no reading, or more than one, and which sentence may have been meant."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rubicon.language.conditions import Pattern, Term, Variable
from rubicon.language.instead import instead
from rubicon.language.misfits import best_fit, has_more, has_value, misfits, spelled
from rubicon.language.names import Doubts, Joined, Names, Unread
from rubicon.language.shapes import Shape
from rubicon.language.speaking import speak_pattern
from rubicon.language.suggesting import CLEAR, Near, is_value, nearest_forms, units_of
from rubicon.language.tokens import day, fold, value_text
from rubicon.problems import did_you_mean, like_latin

UNKNOWN = "unknown sentence"
"""How it is told that a sentence has no reading; the sentence follows, in quotes."""

NO_FORM = "no form for"
"""How the cause begins of sentences without a form; sentences alike in all but their values share it."""

JOINTS = {
    **dict.fromkeys(
        ("and", ",", ";", "but", "while", "whereas", "though", "although"),
        "Write two lines, which in a rule must both hold; in a case, two facts.",
    ),
    "or": "Write the alternatives as a list inside `if`: one of them is enough.",
    **dict.fromkeys(
        ("unless", "except"), 'The second is an exception: it stands in a key beside `if`, unless = ["…"]'
    ),
    **dict.fromkeys(
        ("if", "when", "whenever", "because", "since", "as", "so", "therefore", "then"),
        "A rule says that: its `if` holds the one, its `then` the other.",
    ),
    **dict.fromkeys(
        ("otherwise", "else"), 'What is presumed instead stands in a key of its own: otherwise = "…"'
    ),
    **dict.fromkeys(
        ("before", "after", "until"), "Days are compared in a line of their own: `?one < ?other`"
    ),
}
"""Words that join two sentences, and how the two are written instead."""

SentenceReader = Callable[[Sequence[str]], Pattern | None]
"""Reads tokens as a sentence; None if they have no reading, or several."""


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
    names: Names, doubts: Doubts, shapes: Sequence[Shape], tokens: Sequence[str], heard: SentenceReader
) -> Unread:
    """Say what is wrong with a sentence that has no reading, or which forms come nearest."""
    folded = [fold(token) for token in tokens]
    what = f'{UNKNOWN} "{spelled(tokens)}"'
    hint = instead(" ".join(folded))
    if len(tokens) == 1 and tokens[0].startswith('"'):
        hint = "Leave the inner quotes out: within a sentence they make a text of it."
    if hint:
        return Unread(what, hint)
    alike = [like_latin(token) for token in tokens]
    if alike != list(tokens) and heard(alike):
        strange = next(pair for pair in zip(tokens, alike, strict=True) if pair[0] != pair[1])
        return Unread(what, did_you_mean(strange[0], strange[1:]))
    joined = next(_joined(tokens, folded, heard), None)
    if joined is not None:
        return joined
    denied = _denied(names, doubts, shapes, tokens, heard)
    if denied is not None:
        return denied
    fit = best_fit(names, shapes, tokens)
    mixed = fit is not None and any(has_value(names, slot, said) for slot, said in fit[1])
    if fit is not None and not mixed:
        return misfits(names, doubts, *fit, tokens)
    if doubts.explain(folded):
        return Unread(UNKNOWN, told=True)
    near = nearest_forms(names, shapes, tokens)
    if not near or near[0].distance > CLEAR or (fit and not any(has_more(names, said) for _, said in fit[1])):
        beside = next(_beside(names, tokens, heard), "")
        if beside:
            return Unread(what, beside)
        if fit is not None:
            return misfits(names, doubts, *fit, tokens)
    kept = " ".join(unit.text for unit in units_of(names, tokens))
    return Unread(what, _forms(near), cause=f"{NO_FORM} {kept}")


def _joined(tokens: Sequence[str], folded: Sequence[str], heard: SentenceReader) -> Iterator[Unread]:
    for at, joint in enumerate(folded):
        if joint in JOINTS:
            left = tokens[: at - 1] if at and folded[at - 1] in (",", ";") else tokens[:at]
            if heard(left) and heard(tokens[at + 1 :]):
                yield Joined(f'"{spelled(tokens)}" is two sentences, joined by "{joint}"', JOINTS[joint])


def _denied(
    names: Names, doubts: Doubts, shapes: Sequence[Shape], tokens: Sequence[str], heard: SentenceReader
) -> Unread | None:
    """Say how a sentence is denied that is denied in words of its own."""
    candidates = list(_affirmed(tokens, [fold(token) for token in tokens]))
    for said in candidates:
        found = heard(said)
        if found is not None:
            denied = speak_pattern(names.vocabulary, Pattern(found.statement, found.terms, not found.truth))
            return Unread(f'{UNKNOWN} "{spelled(tokens)}"', f"Write `{denied}`")
    for said in candidates if "no" not in tokens else ():
        fit = best_fit(names, shapes, said)
        if fit is not None and not any(has_more(names, bad) for _, bad in fit[1]):
            amiss = misfits(names, doubts, *fit, said)
            return Unread(
                amiss.what, f"{amiss.remedy}\nIt is denied with `it is false that …`", told=amiss.told
            )
    return None


def _affirmed(tokens: Sequence[str], folded: Sequence[str]) -> Iterator[list[str]]:
    """Yield the sentences that a denial in its own words may deny: `does not claim` → `claims`."""
    for at, word in enumerate(folded):
        before, after = [*tokens[:at]], [*tokens[at + 1 :]]
        helping = re.fullmatch(
            r"(does|do|did|is|are|was|were|has|have|had|will|would|could|should|ca|wo)n't", word
        )
        if helping:
            before.append({"ca": "can", "wo": "will"}.get(helping[1], helping[1]))
        elif word == "cannot":
            before.append("can")
        elif word == "no":
            yield from ([*before, *article, *after] for article in ([], ["a"], ["an"], ["any"]))
            if after[:1] == ["longer"]:
                yield [*before, *after[1:]]
            continue
        elif word not in ("not", "never"):
            continue
        yield [*before, *after]
        if before and before[-1].casefold() in ("does", "do", "did") and after:
            verb = after[0]
            for said in (verb, f"{verb}s", f"{verb}es", f"{verb[:-1]}ies", "has" if verb == "have" else verb):
                yield [*before[:-1], said, *after[1:]]


def _beside(names: Names, tokens: Sequence[str], heard: SentenceReader) -> Iterator[str]:
    """Yield how a sentence is written that is one but for what stands before, after or within it."""
    size = len(tokens)
    spans = [(0, end) for end in range(size - 1, 1, -1)] + [(start, size) for start in range(1, size - 1)]
    for start, end in spans:
        if heard(tokens[start:end]):
            rest = [token for token in (*tokens[:start], *tokens[end:]) if token not in (",", ";")]
            yield _apart(names, tokens[start:end], rest)
    for at in range(1, size - 1):
        said = [*tokens[:at], *tokens[at + 1 :]]
        if heard(said):
            yield _apart(names, said, tokens[at : at + 1])


def _apart(names: Names, said: Sequence[str], rest: Sequence[str]) -> str:
    only = f'Only "{spelled(said)}" is a sentence.'
    joint, more = rest[0].casefold(), rest[1:]
    if joint in ("and", "or") and more and is_value(names, more):
        return f"{only} A sentence names one: write a sentence for each."
    if joint in ("on", "since", "from") and day(more):
        return f"{only} In a case its day stands beside it: on = {day(more)}"
    return f'{only} Leave "{spelled(rest)}" out, or say it in a sentence of its own.'


def _forms(near: Sequence[Near]) -> str:
    if not near:
        return "The vocabulary has no sentence like it. Use one that it has, or declare it: [statement.…]"
    if near[0].distance <= CLEAR:
        near = [one for one in near if one.distance <= near[0].distance + CLEAR / 2]
    said = "form is" if len(near) == 1 else "forms are"
    return f"The vocabulary's nearest {said}:\n" + "\n".join(
        f'  "{one.shape.text}"{one.shape.at}' for one in near
    )

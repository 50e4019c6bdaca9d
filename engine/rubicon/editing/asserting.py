"""What an example asserts of the explanation: by which rules a conclusion stands, on what it rests, and how."""

from collections.abc import Iterator

from rubicon.judging.judgements import Argument, Verdict
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
from rubicon.language.rules import Example
from rubicon.language.speaking import speak
from rubicon.problems import several


def unexplained(
    ledger: Ledger, example: Example, literal: Literal, verdict: Verdict
) -> Iterator[tuple[str, str]]:
    """Yield what an example says of the explanation of a literal and is not so, each with how it is instead.

    The verdict is that on the literal, or on its contrary.
    """
    said = speak(ledger.vocabulary, literal)
    if example.standing and not _stands(example, verdict):
        yield f'"{said}" should be {example.standing}', f"It is {verdict.standing}."
    held = ledger.meets(literal)
    carrying = [argument for argument in ledger.for_(held) if argument.stands] if held else []
    rules = [argument.instance.rule.id for argument in carrying if argument.instance]
    for name in example.by if held else ():
        if name not in rules:
            by = several(dict.fromkeys(rules)) if rules else "what is given"
            yield f'"{said}" should stand by {name}', f"It stands by {by}."
    below = _beneath(ledger, carrying)
    for other in example.because_of if held else ():
        if ledger.meets(other) not in below:
            what = f'"{said}" should rest on "{speak(ledger.vocabulary, other)}"'
            yield what, _rests_on(ledger, below)


def _stands(example: Example, verdict: Verdict) -> bool:
    if example.standing == "established":
        return verdict.truth is not None
    return verdict.standing == example.standing


def _beneath(ledger: Ledger, carrying: list[Argument]) -> tuple[Literal, ...]:
    """Return what some arguments rest on, at whatever remove."""
    premises = [premise for argument in carrying for premise in ledger.premises(argument)]
    return tuple(dict.fromkeys([*premises, *(one.literal for one in ledger.beneath(premises))]))


def _rests_on(ledger: Ledger, below: tuple[Literal, ...]) -> str:
    if not below:
        return "It rests on nothing that is established."
    return "\n".join(["It rests on:", *(f"  {speak(ledger.vocabulary, one)}" for one in below)])

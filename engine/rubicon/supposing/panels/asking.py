"""What is read off a circuit for each row: the answer, how it stands, what is in play, and each variable."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from rubicon.judging.conflicts import Conflicts
from rubicon.language.binding import extended
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Literal, Value, sort_key
from rubicon.language.rules import Framework, Section
from rubicon.supposing.scenarios.building import Builder
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.conditions import supporters
from rubicon.supposing.scenarios.formulas import FALSE, Formula, every, some
from rubicon.supposing.scenarios.standing import in_play, spoken_for


class Reading(Struct, frozen=True):
    """The gates of one grounding that are read, by what they tell.

    `answers` are the answers in order, each with the gate that it is established, and that it is so definitely;
    `open_` those that nothing is and the answer is undecided, or contested; `playing` those of the candidates;
    `sections` those that a variable is met, not met, contested.
    """

    answers: tuple[tuple[str, int, int], ...]
    undecided: int
    contested: int
    playing: tuple[tuple[str, int], ...]
    sections: tuple[tuple[int, int, int], ...]

    @property
    def gates(self) -> tuple[int, ...]:
        """Return every gate that is read, in one order."""
        told = [gate for _, so, surely in self.answers for gate in (so, surely)]
        played = [gate for _, gate in self.playing]
        return (*told, self.undecided, self.contested, *played, *(g for some in self.sections for g in some))

    def numbered(self, numbers: Mapping[int, int]) -> "Reading":
        """Return the reading with its gates numbered anew."""
        return Reading(
            tuple((word, numbers[so], numbers[surely]) for word, so, surely in self.answers),
            numbers[self.undecided],
            numbers[self.contested],
            tuple((word, numbers[gate]) for word, gate in self.playing),
            tuple((numbers[met], numbers[not_met], numbers[doubt]) for met, not_met, doubt in self.sections),
        )


class ReadingPlan(Struct):
    """The formulas of a reading, asked for before the circuit is wired."""

    answers: list[tuple[str, Literal]]
    sections: list[tuple[list[Literal], list[Literal]]]


def prepare(cells: Cells, framework: Framework, roles: Mapping[str, Value]) -> ReadingPlan:
    """Ask for every cell that a reading needs."""
    spoken = _spoken(cells)
    index = _slot(framework, roles)
    found = _matching(spoken, (framework.question,), roles)
    answers: list[tuple[str, Literal]]
    if index is None:
        answers = [(word, one) for said in found for word, one in (("yes", said), ("no", said.contrary))]
    else:
        slot = cells.possibilities.vocabulary.statements[framework.question.statement].slots[index]
        kind = cells.possibilities.vocabulary.kinds.get(slot.kind)
        order = {value: at for at, value in enumerate(kind.values if kind else ())}
        answers = [(str(one.atom.values[index]), one) for one in found]
        answers.sort(key=lambda pair: order.get(pair[0], -1))
    variables = [section for section in framework.sections if section.kind == "variable"]
    sections = [
        (_matching(spoken, one.for_, roles), _matching(spoken, one.against, roles)) for one in variables
    ]
    asked = ReadingPlan(answers, sections)
    _touch(cells, asked)
    return asked


def variables_of(framework: Framework) -> tuple[Section, ...]:
    """Return the sections that come out one way or another."""
    return tuple(section for section in framework.sections if section.kind == "variable")


def _spoken(cells: Cells) -> list[Literal]:
    """Return the affirmed literal of every statement that anything may speak of, in canonical order."""
    return sorted({Literal(one.atom, True) for one in (*cells.asserting, *cells.concluding)}, key=sort_key)


def _matching(
    spoken: Sequence[Literal], patterns: Sequence[Pattern], roles: Mapping[str, Value]
) -> list[Literal]:
    return [
        Literal(one.atom, pattern.truth)
        for pattern in patterns
        for one in spoken
        if extended(pattern, one.atom, roles) is not None
    ]


def _slot(framework: Framework, roles: Mapping[str, Value]) -> int | None:
    """Return the slot that holds the answer; None for a question of yes or no."""
    for index, term in enumerate(framework.question.terms):
        if isinstance(term, Variable) and term.name not in roles:
            return index
    return None


def _touch(cells: Cells, asked: ReadingPlan) -> None:
    for _, literal in asked.answers:
        _established(cells, literal)
        _definitely(cells, literal)
        _clashing(cells, literal)
        in_play(cells, literal)
        for other in _around(cells.conflicts, Literal(literal.atom, True)):
            _established(cells, other)
            supporters(cells, other)
    for favour, oppose in asked.sections:
        for literal in (*favour, *oppose):
            _is_argued(cells, literal)
            for other in (literal, *_rivals(cells.conflicts, literal)):
                _established(cells, other)
                spoken_for(cells, other)


def read_off(builder: Builder, cells: Cells, asked: ReadingPlan) -> Reading:
    """Make the gates that are read, once the circuit is wired."""
    circuit, affirmed = builder.circuit, dict.fromkeys(Literal(one.atom, True) for _, one in asked.answers)
    undecided, contested = [], []
    for literal in affirmed:
        around = _around(cells.conflicts, literal)
        clash = builder.surely(_clashing(cells, literal))
        settled = circuit.any(builder.surely(_established(cells, one)) for one in around)
        maybe = circuit.any(builder.possibly(_established(cells, one)) for one in around)
        argued = circuit.any(
            builder.surely(formula)
            for one in (literal, literal.contrary)
            for formula in supporters(cells, one)
        )
        free = circuit.negation(circuit.any((clash, settled)))
        undecided.append(circuit.every((free, maybe)))
        contested.append(circuit.any((clash, circuit.every((free, circuit.negation(maybe), argued)))))
    return Reading(
        tuple(
            (word, builder.surely(_established(cells, one)), builder.surely(_definitely(cells, one)))
            for word, one in asked.answers
        ),
        circuit.any(undecided),
        circuit.any(contested),
        tuple((word, builder.possibly(in_play(cells, one))) for word, one in asked.answers),
        tuple(_section(builder, cells, favour, oppose) for favour, oppose in asked.sections),
    )


def _section(
    builder: Builder, cells: Cells, favour: Sequence[Literal], oppose: Sequence[Literal]
) -> tuple[int, int, int]:
    """Return the gates that a variable is met, not met and contested (as `explaining.sections` has it)."""
    circuit = builder.circuit
    denied, doubtful = [], []
    for literal in dict.fromkeys((*favour, *oppose)):
        rivals = _rivals(cells.conflicts, literal)
        spoken = builder.surely(_is_argued(cells, literal))
        own = builder.surely(_established(cells, literal))
        against = circuit.any(builder.surely(_established(cells, one)) for one in rivals)
        if literal in favour:
            denied.append(circuit.every((spoken, against)))
        applying = circuit.any(builder.possibly(spoken_for(cells, one)) for one in (literal, *rivals))
        doubtful.append(circuit.every((spoken, circuit.negation(own), circuit.negation(against), applying)))
    pro = circuit.any(builder.surely(_established(cells, one)) for one in favour)
    con = circuit.any(builder.surely(_established(cells, one)) for one in oppose)
    not_met = circuit.every((circuit.negation(pro), circuit.any((con, *denied))))
    met = circuit.every((pro, circuit.negation(con)))
    rest = circuit.every((circuit.negation(pro), circuit.negation(not_met), circuit.any(doubtful)))
    return met, not_met, circuit.any((circuit.every((pro, con)), rest))


def _established(cells: Cells, literal: Literal) -> Formula:
    return cells.holds("established", literal) if literal in cells.conflicts.literals else FALSE


def _definitely(cells: Cells, literal: Literal) -> Formula:
    """Say when an established answer is definite; a denied one, when what denies it is."""
    if literal.truth:
        return cells.holds("definite", literal) if literal in cells.conflicts.literals else FALSE
    rivals = _rivals(cells.conflicts, literal.contrary)
    return some(every((_established(cells, one), cells.holds("definite", one))) for one in rivals)


def _clashing(cells: Cells, literal: Literal) -> Formula:
    return some(
        cells.holds("clashing", one) for one in (literal, literal.contrary) if one in cells.conflicts.literals
    )


def _is_argued(cells: Cells, literal: Literal) -> Formula:
    """Say when anything at all is said of a statement, be it by a rule that does not apply."""
    return some(
        cells.holds("argued", one) for one in (literal, literal.contrary) if one in cells.conflicts.literals
    )


def _rivals(conflicts: Conflicts, literal: Literal) -> tuple[Literal, ...]:
    """Return the conflict set of a literal, as far as anything may speak for it."""
    return tuple(conflicts.of(literal))


def _around(conflicts: Conflicts, literal: Literal) -> tuple[Literal, ...]:
    return (literal, *_rivals(conflicts, literal))

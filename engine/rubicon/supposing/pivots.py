"""What would change a judgement: smallest changes, robustness, weights and linchpins. DESIGN 5."""

from fractions import Fraction

from msgspec import Struct

from rubicon.judging.differences import Turn
from rubicon.judging.judgements import Judgement, Standing, Truth
from rubicon.judging.questions import Act, Reply
from rubicon.language.facts import Fact, Literal
from rubicon.language.rules import School


class Answer(Struct, frozen=True):
    """How the sentence asked after stands.

    Of the framework's question `literal` is the answer that is established; None where there is none. Of any
    other sentence `literal` is that sentence, and `truth` tells.
    """

    literal: Literal | None
    truth: Truth
    standing: Standing


class Share(Struct, frozen=True):
    """A share of completions, between 0 and 1; `error` is the standard error of an estimate, None if exact."""

    value: Fraction
    error: Fraction | None = None


class OpenQuestion(Struct, frozen=True):
    """An open question with its possible replies: yes and no, or the values of its `one_of` slot.

    `about` is the affirmed literal; of a question with values it is that of the first. `weight` is the share
    of completions, and of other replies, in which another reply alone changes the answer.
    """

    about: Literal
    replies: tuple[Reply, ...]
    weight: Share


class Doubt(Struct, frozen=True):
    """A doubtful input: a reported statement or an assumption, with all its assertions."""

    literal: Literal
    facts: tuple[Fact, ...]


class Move(Struct, frozen=True):
    """One part of a change. Of a question `literal` is what becomes given, of a fact what it asserts.

    `assumed` and `without` are what to hand to `assess` to make the move.
    """

    act: Act
    literal: Literal
    assumed: tuple[Literal, ...] = ()
    without: tuple[Literal, ...] = ()


class Change(Struct, frozen=True):
    """A smallest change: no part of it changes the answer. `path` runs from the moves to the new answer."""

    moves: tuple[Move, ...]
    answer: Answer
    path: tuple[Turn, ...]
    judgement: Judgement

    @property
    def assumed(self) -> tuple[Literal, ...]:
        """Return what to assume to make the change."""
        return tuple(literal for move in self.moves for literal in move.assumed)

    @property
    def without(self) -> tuple[Literal, ...]:
        """Return what to withdraw to make the change."""
        return tuple(literal for move in self.moves for literal in move.without)


class Linchpin(Struct, frozen=True):
    """A statement of the case or the background without whose assertions the answer falls, and what it then is."""

    literal: Literal
    facts: tuple[Fact, ...]
    answer: Answer


class End(Struct, frozen=True):
    """What the answer comes to: `literal` is that of the question, None where none is established, or the sentence."""

    literal: Literal | None
    truth: Truth


class Leaf(Struct, frozen=True):
    """The end of a course: what the answer then is; None where it is not settled there."""

    end: End | None


class Course(Struct, frozen=True):
    """A question to ask next, by its affirmed literal, and how to go on from each reply."""

    about: Literal
    replies: tuple[tuple[Reply, "Course | Leaf"], ...]


class Settled(Struct, frozen=True):
    """Replies after which the answer is the same, however all else that is open is answered or left open."""

    replies: tuple[Reply, ...]
    end: End


class Settling(Struct, frozen=True):
    """What settles the answer.

    `sets` are the smallest sets of replies, fewest first, and `more` as small that are not listed. `course` asks at
    worst `worst` questions (None: it ends unsettled somewhere). `shortest`: every state was judged, so that the sets are
    all there are and no course asks fewer at worst; else the sets are some, and the course is a greedy one.
    """

    sets: tuple[Settled, ...]
    more: int
    course: Course | Leaf
    worst: int | None
    shortest: bool

    @property
    def ends(self) -> tuple[End, ...]:
        """Return every end that is told, each once."""
        found = dict.fromkeys(one.end for one in self.sets)
        waiting: list[Course | Leaf] = [self.course]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Course):
                waiting += [after for _, after in one.replies]
            elif one.end is not None:
                found.setdefault(one.end)
        return tuple(found)


class Margin(Struct, frozen=True):
    """The fewest origins whose assertions, all withdrawn, change the answer: `sets` of the least size, of all `origins`.

    Without any, none do if it is `exhausted`; else none were found.
    """

    sets: tuple[tuple[str, ...], ...]
    exhausted: bool
    origins: int


class Weighed(Struct, frozen=True):
    """Between how much and how much weight stated odds put on an answer, as every unstated question may fall."""

    end: End
    low: Fraction
    high: Fraction


class Odds(Struct, frozen=True):
    """The weight on each answer by the odds stated for `stated`; `idle` are those that bear on nothing here.

    `exact`: the bounds are reached; else they are wider than need be, for the unstated questions are too many to fix
    each beforehand.
    """

    stated: tuple[tuple[Literal, Fraction], ...]
    idle: tuple[Literal, ...]
    weights: tuple[Weighed, ...]
    exact: bool


class Reversal(Struct, frozen=True):
    """The fewest replies that change a school's answer, one set of `ways`, as far as counted, and what it then is."""

    moves: tuple[Move, ...]
    end: End
    ways: int


class Elsewhere(Struct, frozen=True):
    """A school that would ask what the first would not: its answer, these questions, the weightiest first.

    `reversal` is what replies to these alone would change its answer; None where none was found.
    """

    school: School
    answer: Answer
    questions: tuple[OpenQuestion, ...]
    reversal: Reversal | None


class Pivots(Struct, frozen=True):
    """What would change the answer to the framework's question, or (`about`) the truth of a sentence.

    `changes` are the smallest ones, fewest moves first; `more` as small ones were found and not followed
    further. There are no others of up to `whole` moves, and none at all where `exhausted`. Where there are none,
    `beyond` has the smallest that take away what the case gives, too. `questions` stand
    in falling order of weight, `linchpins` in canonical order. `bits` is how many bits number all completions
    of the questions that bear on the answer; shares are exact where `sample` is None, else estimated from so
    many random completions.
    """

    about: Literal | None
    answer: Answer
    questions: tuple[OpenQuestion, ...]
    doubts: tuple[Doubt, ...]
    changes: tuple[Change, ...]
    more: int
    whole: int
    exhausted: bool
    beyond: tuple[Change, ...]
    robustness: Share
    linchpins: tuple[Linchpin, ...]
    bits: int
    sample: int | None
    settling: Settling
    margin: Margin
    odds: Odds | None = None

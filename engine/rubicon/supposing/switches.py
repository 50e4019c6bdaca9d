"""The suppositions of a case as switches: what is assumed, what is withdrawn, and which facts then count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rubicon.firing import fire
from rubicon.firing.confirming import confirm
from rubicon.firing.cutting import cut
from rubicon.firing.instances import Firings
from rubicon.judging import judge
from rubicon.judging.assessing import Assessment, judgement_of, supposed
from rubicon.judging.judgements import Judgement
from rubicon.judging.reaching import Outlook, assertions_of, current_of
from rubicon.language.dating import in_force, is_later
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.scenarios import Possibilities, Presence


class Switches(Struct, frozen=True):
    """Switches by what they suppose: a literal is assumed, or its assertions are withdrawn."""

    assumed: dict[Literal, int]
    without: dict[Literal, int]

    @property
    def all(self) -> tuple[int, ...]:
        """Return every switch."""
        return (*self.assumed.values(), *self.without.values())


def switches(assumed: Iterable[Literal], without: Iterable[Literal]) -> Switches:
    """Give each supposition a switch."""
    first = {literal: at for at, literal in enumerate(dict.fromkeys(assumed))}
    return Switches(first, {one: len(first) + at for at, one in enumerate(dict.fromkeys(without))})


def judged_with(
    assessment: Assessment,
    assumed: Sequence[Literal],
    without: Sequence[Literal],
    fired: Firings | None = None,
    bearing: Firings | None = None,
) -> Judgement:
    """Judge the case with more suppositions, as `assess` does.

    A firing over all that counts, and all that is supposed, has fired it already. Of it no more is judged than what is
    `bearing` on what is asked after, if that is given.
    """
    vocabulary = assessment.rulebook.vocabulary
    kept = [
        fact
        for fact in assertions_of(assessment)
        if fact.basis == "argument"
        or not (fact.literal in without or any(vocabulary.in_conflict(fact.literal, one) for one in assumed))
    ]
    known = {} if fired is None else {one.literal: one for one in fired.facts if one.basis == "argument"}
    own = [known.get(one.literal, one) for one in supposed(assumed)]
    facts = in_force(vocabulary, [*kept, *own], assessment.day)
    if fired is not None:
        wanted = set(map(id, facts))
        if sum(id(fact) in wanted for fact in fired.facts) == len(facts):
            part = fired if bearing is None else bearing
            some = tuple([fact for fact in part.facts if id(fact) in wanted])
            return judge(vocabulary, cut(vocabulary, part, facts=some))
    return judgement_of(vocabulary, assessment.judgements[0].rules, facts, assessment.day)


def possibilities(assessment: Assessment, own: Switches, outlook: Outlook | None = None) -> Possibilities:
    """Fire over all that counts under some suppositions, and say when each fact does.

    An outlook over all of them, and more, has fired it already.
    """
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    rules = assessment.judgements[0].rules
    if outlook is not None:
        current, assumed = list(outlook.current), [outlook.supposed[literal] for literal in own.assumed]
        firings = outlook.over((*current, *assumed))
    else:
        current, assumed = current_of(assessment), supposed(own.assumed)
        firings = fire(vocabulary, rules, (*current, *assumed), day)
        confirm(vocabulary, rules, (*current, *assumed), day, firings.instances)
    places = {id(fact): place for place, fact in enumerate(firings.facts)}
    presences = [Presence()] * len(firings.facts)
    enders = enders_of(vocabulary, current)
    against: defaultdict[object, list[tuple[Literal, int]]] = defaultdict(list)
    for literal, switch in own.assumed.items():
        against[vocabulary.group(literal.atom) or literal.atom].append((literal, switch))
    for fact in current:
        if fact.basis != "argument":
            atom = fact.literal.atom
            rivals = against.get(vocabulary.group(atom) or atom, ())
            off = [own.without[fact.literal]] if fact.literal in own.without else []
            off += [switch for one, switch in rivals if vocabulary.in_conflict(one, fact.literal)]
            ended_by = tuple(sorted(places[id(other)] for other in enders[id(fact)]))
            presences[places[id(fact)]] = Presence(off=tuple(off), ended_by=ended_by)
    for fact, switch in zip(assumed, own.assumed.values(), strict=True):
        presences[places[id(fact)]] = Presence(on=(switch,))
    return Possibilities(vocabulary, firings, tuple(presences))


def withdrawals(assessment: Assessment) -> tuple[Possibilities, tuple[Literal, ...]]:
    """Say when each fact counts if asserted sentences may be withdrawn, each with all its assertions.

    The sentences come with the possibilities, each at the number of its switch: on where it is withdrawn. The
    statement that poses the question is none of them. Nothing is fired anew unless a withdrawal brings a report
    back that a later one has ended.
    """
    vocabulary, day = assessment.rulebook.vocabulary, assessment.day
    firings = assessment.judgement.firings
    facts = current_of(assessment)
    if len(facts) > len(firings.facts):
        rules = assessment.judgements[0].rules
        firings = fire(vocabulary, rules, facts, day)
        confirm(vocabulary, rules, facts, day, firings.instances)
    places = {id(fact): place for place, fact in enumerate(firings.facts)}
    sentences = sorted({fact.literal for fact in firings.facts if fact.basis != "considered"}, key=sort_key)
    numbers = {literal: number for number, literal in enumerate(sentences)}
    enders = enders_of(vocabulary, firings.facts)
    presences = tuple(
        Presence(
            off=() if fact.basis == "considered" else (numbers[fact.literal],),
            ended_by=tuple(sorted(places[id(other)] for other in enders[id(fact)])),
        )
        for fact in firings.facts
    )
    return Possibilities(vocabulary, firings, presences), tuple(sentences)


def enders_of(vocabulary: Vocabulary, facts: Sequence[Fact]) -> defaultdict[int, list[Fact]]:
    """Return by the identity of each fact those that end it: later ones of its source that conflict with it."""
    found: defaultdict[int, list[Fact]] = defaultdict(list)
    by_source: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.source is not None and fact.on is not None:
            by_source[fact.source.key, fact.literal.atom.statement].append(fact)
    for alike in by_source.values():
        for one in alike:
            for other in alike:
                if is_later(other, one) and vocabulary.in_conflict(one.literal, other.literal):
                    found[id(one)].append(other)
    return found

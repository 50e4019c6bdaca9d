"""Assess a case: read → fire → judge, once for each school, on one day."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from rubicon.firing.confirming import fire_confirmed
from rubicon.judging import judge, verdict_of
from rubicon.judging.bearing import SchoolJudgement, Unjudged, fire_each
from rubicon.judging.findings import Finding, findings_of
from rubicon.judging.judgements import Judgement, Verdict
from rubicon.language.binding import ground
from rubicon.language.dating import in_force
from rubicon.language.facts import Case, Fact, Literal, Place
from rubicon.language.names import Unread
from rubicon.language.rules import Rule, Rulebook, School
from rubicon.language.sameness import Same
from rubicon.language.sentences import Language
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, Problem, did_you_mean, in_order
from rubicon.version import __version__

ARGUMENT = "argument"
"""The place that a problem of the command line names."""

CASES, SCHOOLS = 8, 64
"""Cases whose assertions are kept together in one process, and schools whose rules are, but for some out of force."""

SAID_BY_CHECK = frozenset({"RUB304", "RUB308", "RUB309"})
"""Findings that come for good reasons, and on every run, such as a later history as a source: `check` tells them, and
whoever writes the fact is told once."""


class Assessment(Struct, frozen=True, dict=True):
    """A case judged on a day; the first of `judgements` is the one the assessment stands on.

    `assumed` and `without` are what this run added and took away, `withdrawn` the assertions that fell.
    """

    rulebook: Rulebook
    case: Case
    day: date | None
    version: str
    judgements: tuple[SchoolJudgement, ...]
    assumed: tuple[Literal, ...] = ()
    without: tuple[Literal, ...] = ()
    withdrawn: tuple[Fact, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def judgement(self) -> Judgement:
        """Return the judgement of the first school."""
        return self.judgements[0].judgement

    @cached_property
    def asserted(self) -> tuple[Fact, ...]:
        """Return all that the rulebook and the case assert, whatever the day and whatever this run supposes."""
        return asserted(self.rulebook, self.case)

    @cached_property
    def language(self) -> Language:
        """Return the language of the rulebook and the case."""
        return language_of(self.rulebook, self.case)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return a finding for every ground statement that some fact or applicable rule speaks of."""
        return findings_of(self.judgement, self.rulebook.vocabulary)

    def verdict(self, sentence: str) -> Verdict:
        """Return the truth, standing and confidence of a sentence.

        Raises:
            BadInput: the sentence has no reading, or more than one.
        """
        literal = read_arguments(self.language, [sentence])[0]
        return verdict_on(self.judgement, self.rulebook.vocabulary, literal)


def verdict_on(judgement: Judgement, vocabulary: Vocabulary, literal: Literal) -> Verdict:
    """Return the verdict on a literal; for a denied one the truth is that of the denial."""
    found = verdict_of(vocabulary, judgement, literal.atom)
    if literal.truth or found.truth is None:
        return found
    return Verdict(found.atom, not found.truth, found.standing, found.confidence)


def language_of(rulebook: Rulebook, case: Case | None = None) -> Language:
    """Return the language of a rulebook, with the entities of a case."""
    return Language(rulebook.vocabulary, (*rulebook.entities, *(case.entities if case else ())))


def read_arguments(language: Language, sentences: Iterable[str]) -> tuple[Literal, ...]:
    """Read the sentences of a command line.

    Raises:
        BadInput: some have no reading; all of them are named.
    """
    found, problems = [], []
    for sentence in sentences:
        try:
            found.append(language.literal(sentence))
        except Unread as unread:
            from rubicon.language.openings import not_plain  # noqa: PLC0415 - only a mistake needs it

            why_not = not_plain(sentence) or unread
            problems.append(Problem(ARGUMENT, 0, why_not.what, why_not.remedy))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def assess(
    rulebook: Rulebook,
    case: Case,
    *,
    as_of: date | None = None,
    assume: Sequence[str] = (),
    without: Sequence[str] = (),
    schools: Sequence[str] | None = None,
    drafts: bool = False,
    tier: str | None = None,
) -> Assessment:
    """Judge a case on a day (default: its own), by one or more schools (default: the framework's).

    `tier` is the size of event that is asked about (default: the framework's). `assume` and `without` are sentences. An assumed sentence replaces, for this run, every asserted fact
    that it conflicts with; a sentence to do without withdraws every assertion of it.

    Raises:
        BadInput: a sentence cannot be read or is not asserted, a school or a tier is unknown, or a limit is
            passed.
    """
    rulebook = of_tier(rulebook, tier)
    vocabulary = rulebook.vocabulary
    said = (*assume, *without)
    read = read_arguments(language_of(rulebook, case), said) if said else ()
    assumed, removed = read[: len(assume)], read[len(assume) :]
    day = as_of or case.as_of
    every = asserted(rulebook, case)
    _check_removed(removed, without, every)
    kept: list[Fact] = []
    fallen: list[Fact] = []
    for fact in every:
        gone = fact.literal in removed or any(vocabulary.in_conflict(fact.literal, one) for one in assumed)
        (fallen if gone else kept).append(fact)
    kept += supposed(assumed)
    facts = in_force(vocabulary, kept, day)
    asked = rules_by_school(rulebook, schools, day, drafts=drafts)
    fired = fire_each(vocabulary, [rules for _, rules in asked], facts, day)
    judgements = [
        SchoolJudgement(school, rules, Unjudged(vocabulary, own))
        for (school, rules), own in zip(asked, fired, strict=True)
    ]
    warnings = in_order(one for one in (*rulebook.warnings, *case.warnings) if one.lint not in SAID_BY_CHECK)
    return Assessment(
        rulebook, case, day, __version__, tuple(judgements), assumed, removed, tuple(fallen), warnings
    )


def supposed(literals: Iterable[Literal]) -> list[Fact]:
    """Return what is assumed for a run as facts, each once."""
    return [Fact(literal, "argument", Place(ARGUMENT, 0)) for literal in dict.fromkeys(literals)]


def judgement_of(
    vocabulary: Vocabulary, rules: Sequence[Rule], facts: Sequence[Fact], day: date | None
) -> Judgement:
    """Fire rules over facts in force, confirm the firings independently, and judge them."""
    return judge(vocabulary, fire_confirmed(vocabulary, rules, facts, day))


def all_schools(rulebook: Rulebook) -> tuple[str, ...] | None:
    """Return the schools of the framework, the default one first; None where there is none to choose."""
    framework = rulebook.framework
    if framework is None or not framework.schools:
        return None
    names = [school.name for school in framework.schools]
    first = framework.default_school or names[0]
    return (first, *(name for name in names if name != first))


def asserted(rulebook: Rulebook, case: Case) -> tuple[Fact, ...]:
    """Return all that a rulebook and a case assert, whatever the day; the same facts each time."""
    return _asserted(Same(rulebook), Same(case))


@lru_cache(maxsize=CASES)
def _asserted(rulebook: Same[Rulebook], case: Same[Case]) -> tuple[Fact, ...]:
    return (*rulebook.thing.background, *considered(rulebook.thing, case.thing), *case.thing.facts)


def considered(rulebook: Rulebook, case: Case) -> tuple[Fact, ...]:
    """Return what every case asserts from its roles, for rules with absences to bind: of the framework, the tier."""
    framework = rulebook.framework
    if framework is None:
        return ()
    patterns = [
        framework.considered,
        *(t.considered for t in framework.tiers[:1] if t.considered is not None),
    ]
    literals = [ground(pattern, dict(case.roles)) for pattern in patterns]
    return tuple(
        Fact(literal, "considered", case.place) for literal in dict.fromkeys(literals) if literal is not None
    )


def of_tier(rulebook: Rulebook, name: str | None) -> Rulebook:
    """Return a rulebook whose framework asks about one of its tiers; None: as read, about the default one.

    Raises:
        BadInput: the framework has no such tier.
    """
    framework = rulebook.framework
    if name is None:
        return rulebook
    tiers = {tier.name: tier for tier in framework.tiers} if framework else {}
    if framework is None or name not in tiers:
        remedy = did_you_mean(name, tiers) or f"The tiers are: {', '.join(tiers) or 'none'}."
        raise BadInput([Problem(ARGUMENT, 0, f'unknown tier "{name}"', remedy)])
    first = tiers.pop(name)
    asked = replace(framework, tiers=(first, *tiers.values()), event=first.event)
    return replace(rulebook, framework=asked)


def _check_removed(removed: Iterable[Literal], sentences: Iterable[str], asserted: Iterable[Fact]) -> None:
    known = {fact.literal for fact in asserted}
    missing = [
        Problem(
            ARGUMENT,
            0,
            f'nothing asserts "{sentence}"',
            "Only what the case or the background asserts can be withdrawn.",
        )
        for literal, sentence in zip(removed, sentences, strict=True)
        if literal not in known
    ]
    if missing:
        raise BadInput(missing)


def rules_by_school(
    rulebook: Rulebook, wanted: Sequence[str] | None, day: date | None, *, drafts: bool
) -> list[tuple[School | None, tuple[Rule, ...]]]:
    """Return the schools asked for, by name or names, each with the rules that take part in its judgement on a day.

    Raises:
        BadInput: a school is unknown.
    """
    outside = frozenset(rule.id for rule in _dated(Same(rulebook.rules)) if not rule.in_force(day))
    declared = {school.name: school for school in rulebook.framework.schools} if rulebook.framework else {}
    if rulebook.framework is None:
        held = dict.fromkeys(rule.school for rule in rulebook.rules if rule.school is not None)
        declared = {name: School(name, name) for name in sorted(held)}
    names = [wanted] if isinstance(wanted, str) else wanted
    if names is None:
        names = (all_schools(rulebook) or ())[:1]
        if not names:
            return [(None, _taking_part(Same(rulebook.rules), None, outside, drafts))]
    unknown = [name for name in names if name not in declared]
    if unknown:
        raise BadInput(
            Problem(
                ARGUMENT,
                0,
                f'unknown school "{name}"',
                did_you_mean(name, declared) or f"The schools are: {', '.join(declared) or 'none'}.",
            )
            for name in unknown
        )
    found: list[tuple[School | None, tuple[Rule, ...]]] = []
    for name in dict.fromkeys(names):
        holders = frozenset({None, name, *declared[name].beside})
        found.append((declared[name], _taking_part(Same(rulebook.rules), holders, outside, drafts)))
    return found


@lru_cache(maxsize=CASES)
def _dated(rules: Same[tuple[Rule, ...]]) -> tuple[Rule, ...]:
    """Return the rules that do not take part on every day."""
    return tuple(rule for rule in rules.thing if rule.since is not None or rule.until is not None)


@lru_cache(maxsize=SCHOOLS)
def _taking_part(
    rules: Same[tuple[Rule, ...]],
    holders: frozenset[str | None] | None,
    outside: frozenset[str],
    drafts: bool,
) -> tuple[Rule, ...]:
    """Return the rules of some holders (None: of all) that take part but for some, by id; the same ones each time."""
    return tuple(
        rule
        for rule in rules.thing
        if rule.status in ("stable", "draft" if drafts else "stable")
        and (holders is None or rule.school in holders)
        and rule.id not in outside
    )

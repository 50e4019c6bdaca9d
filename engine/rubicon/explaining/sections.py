"""The sections of the report: what counts for and against each, and how it comes out."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from rubicon.explaining.brief import Known
from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Conflict, Rest
from rubicon.explaining.contents import ToldSection, VariableOutcome
from rubicon.explaining.doubts import doubts_of
from rubicon.explaining.roots import RANK, Roots, weakest_link
from rubicon.explaining.telling import Chapter, Teller
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Level, Literal, Value
from rubicon.language.rules import Rule, Section
from rubicon.language.speaking import fill


class Heads(Struct, frozen=True):
    """The literals that decide a section, and how it comes out."""

    section: Section
    state: VariableOutcome | None
    literals: tuple[Literal, ...]


def heads_of(ledger: Ledger, section: Section, roles: Mapping[str, Value]) -> Heads:
    """Find what decides a section on the day judged."""
    favour = spoken(ledger, section.for_, roles)
    oppose = spoken(ledger, section.against, roles)
    pro = [literal for literal in favour if ledger.established(literal)]
    con = [literal for literal in oppose if ledger.established(literal)]
    denied = [found for literal in favour if (found := ledger.opposite(literal)) is not None]
    doubtful = [
        literal
        for literal in (*favour, *oppose)
        if not ledger.established(literal)
        and ledger.opposite(literal) is None
        and (ledger.applying(literal) or ledger.against(literal))
    ]
    if section.kind == "findings":
        return Heads(section, None, _each((*pro, *con, *one_a_conflict(ledger, doubtful))))
    if pro and con:
        return Heads(section, "contested", _each((*pro, *con)))
    if pro:
        return Heads(section, "met", _each(pro))
    if con or denied:
        return Heads(section, "not met", _each((*con, *denied)))
    if doubtful:
        return Heads(section, "contested", one_a_conflict(ledger, doubtful))
    return Heads(section, "open", ())


def spoken(ledger: Ledger, patterns: Iterable[Pattern], roles: Mapping[str, Value]) -> list[Literal]:
    """Return the literals that patterns speak of, with their truth, pattern by pattern."""
    return [
        Literal(atom, pattern.truth)
        for pattern in patterns
        for atom in ledger.spoken(pattern.statement)
        if extended(pattern, atom, roles) is not None
    ]


def _each(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    return tuple(dict.fromkeys(literals))


def one_a_conflict(ledger: Ledger, literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Keep one literal of each conflict: its claim tells the other sides."""
    kept: dict[Literal, None] = {}
    for literal in literals:
        if not any(rival in kept for rival in ledger.rivals(literal)):
            kept.setdefault(literal)
    return tuple(kept)


def tell(
    teller: Teller,
    chapter: Chapter,
    heads: Heads,
    rules: tuple[Rule, ...],
    roles: Mapping[str, Value],
    roots: Roots,
) -> ToldSection:
    """Tell a section; `roots` are what its established literals rest on."""
    ledger = teller.ledger
    claims = tuple(teller.head(literal, chapter) for literal in heads.literals)
    settled = [literal for literal in heads.literals if ledger.established(literal)]
    decided = heads.state in ("met", "not met") and bool(settled)
    best = max(settled, key=lambda literal: RANK[_level(ledger, literal)]) if decided else None
    sources = dict.fromkeys(
        fact.source
        for literal in roots.literals
        for argument in ledger.asserting(literal)
        for fact in argument.facts
        if fact.source
    )
    doubts = _doubts(ledger, heads, roles)
    return ToldSection(
        chapter.key,
        chapter.index,
        heads.section,
        heads.state,
        _level(ledger, best) if best else None,
        claims,
        weakest_link(ledger, best) if best else None,
        presumed=decided and roots.presumed,
        sources=tuple(sources),
        silent=_silent(heads, rules) if not heads.literals else (),
        asks=fill(heads.section.asks, roles),
        standing=decided and roots.standing,
        rests=_rests(ledger, roots),
        known=_known(ledger, heads, roots, doubts) if heads.state else "nothing",
        doubts=doubts,
    )


def _rests(ledger: Ledger, roots: Roots) -> tuple[Rest, ...]:
    """Return what is asserted beneath a section, the case's own first."""
    ordered = (*roots.facts, *(one for one in roots.literals if one not in roots.facts))
    return tuple(
        Rest(one, tuple(c for argument in ledger.asserting(one) for c in asserted_in(argument)))
        for one in ordered
    )


def _known(ledger: Ledger, heads: Heads, roots: Roots, doubts: tuple[Conflict, ...]) -> Known:
    """Say how a section is known, or why it is not."""
    if heads.state in ("contested", "open"):
        return "reports" if doubts else "arguments" if heads.state == "contested" else "nothing"
    if roots.presumed:
        return "presumed"
    if any(ledger.asserting(literal) for literal in heads.literals):
        return "fact"
    return "inferred" if roots.facts else "standing"


def _doubts(ledger: Ledger, heads: Heads, roles: Mapping[str, Value]) -> tuple[Conflict, ...]:
    """Return the conflicts of reports that alone keep a variable from being settled."""
    if heads.state not in ("contested", "open"):
        return ()
    patterns = (*heads.section.for_, *heads.section.against)
    spoken_of = spoken(ledger, patterns, roles)
    return doubts_of(ledger, (side for one in spoken_of for side in (one, one.contrary)))


def _level(ledger: Ledger, literal: Literal) -> Level:
    return ledger.judgement.confidence.get(literal, "low")


def _silent(heads: Heads, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    wanted = {pattern.statement for pattern in (*heads.section.for_, *heads.section.against)}
    return tuple(
        rule
        for rule in sorted(rules, key=lambda rule: rule.id)
        if any(conclusion.statement in wanted for conclusion in rule.conclusions)
    )

"""The argument as a map: the question, the sections it rests on, their reasons, the facts at the bottom."""

from collections.abc import Iterable, Iterator

from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Claim, Premise
from rubicon.explaining.contents import Link, Map, Node, Question, ToldSection
from rubicon.explaining.roots import Roots, roots_of, roots_of_argument
from rubicon.explaining.telling import Teller
from rubicon.language.facts import Literal

REASONS, FACTS = 3, 3
"""The most reasons drawn for a section, and facts for a reason: a picture shows the shape, not all."""


def map_of(teller: Teller, question: Question, told: Iterable[ToldSection]) -> Map:
    """Draw up the map of an answer."""
    carrying = {key for claim in question.claims for key in _referred(claim)}
    carrying |= {key for reason in question.short for premise in reason.premises for key in _below(premise)}
    nodes: dict[str, Node] = {"question": Node("question", "question")}
    links: dict[Link, None] = {}
    for section in told:
        if section.state is None and section.key not in carrying:
            continue
        key = f"section {section.key}"
        nodes[key] = Node(key, "section", told=section)
        links.setdefault(Link("question", key, "support" if section.key in carrying else "idle"))
        for claim in section.claims:
            _reasons(teller, key, claim, nodes, links)
    return Map(tuple(nodes.values()), tuple(links))


def _referred(claim: Claim) -> Iterator[str]:
    """Yield the sections that a claim and what it rests on refer to."""
    if claim.told is not None:
        yield claim.told.key
    for reason in claim.reasons:
        for premise in reason.premises:
            yield from _below(premise)


def _below(premise: Premise) -> Iterator[str]:
    for claim in premise.claims:
        yield from _referred(claim)


def _reasons(
    teller: Teller, above: str, claim: Claim, nodes: dict[str, Node], links: dict[Link, None]
) -> None:
    """Add the arguments for a section's claim, the facts of each, and the arguments against it."""
    ledger = teller.ledger
    drawn: dict[str, str] = {}
    arguments = ledger.reasons(claim.literal) or ledger.applying(claim.literal)
    standing = [argument for argument in arguments if argument.instance is not None]
    roots: dict[str, Roots] = {}
    for reason, argument in zip(claim.reasons, standing, strict=False):
        rule = reason.rule.id if reason.rule else ""
        if len(drawn) == REASONS and rule not in drawn:
            continue
        key = drawn.setdefault(rule, f"{above} reason {rule}")
        if key not in nodes:
            nodes[key] = Node(key, "reason", reason=reason)
        links.setdefault(Link(above, key, "support"))
        roots.setdefault(key, Roots()).add(roots_of_argument(ledger, argument))
    for key, found in roots.items():
        _facts(teller, key, found, nodes, links)
    if claim.evidence or not claim.reasons:
        _facts(teller, above, roots_of(ledger, (claim.literal,)), nodes, links)
    for reason in claim.against[:REASONS]:
        key = f"{above} against {reason.rule.id if reason.rule else reason.literal}"
        if reason.rule is not None:
            nodes.setdefault(key, Node(key, "against", reason=reason))
            links.setdefault(Link(above, key, "attack"))


def _facts(teller: Teller, above: str, roots: Roots, nodes: dict[str, Node], links: dict[Link, None]) -> None:
    """Add the facts that something rests on: those of the case, else standing ones, else what is absent."""
    literals: dict[str, list[Literal]] = {}
    for literal in roots.facts or roots.literals:
        literals.setdefault(literal.atom.statement, []).append(literal)
    for alike in list(literals.values())[:FACTS]:
        key = f"fact {alike}"
        evidence = tuple(
            cited
            for literal in alike
            for argument in teller.ledger.asserting(literal)
            for cited in asserted_in(argument)
        )
        node = Node(key, "fact", literal=alike[0], evidence=evidence, more=len(alike) - 1)
        nodes.setdefault(key, node)
        links.setdefault(Link(above, key, "support"))
    if not literals:
        for pattern in list(roots.absences)[:1]:
            key = f"absence {pattern}"
            nodes.setdefault(key, Node(key, "absence", pattern=pattern))
            links.setdefault(Link(above, key, "support"))

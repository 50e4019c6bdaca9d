"""What `why` says: how a sentence stands, every reason on the way, and the facts that carry it."""

from itertools import combinations

from reasons.findings import check_findings, rule_of

STATUSES = {True: {"so", "assumed"}, False: {"refuted"}, None: {"contested", "undecided", "unshown"}}
"""How a sentence may be told to stand, by its truth."""

WITHDRAWALS = 24
"""Sets of facts withdrawn to try what is said to carry a sentence."""


def check_why(world, literal, told, chance):
    """Check the object of an answer to `why`."""
    assert told["asked"] == world.say(literal)
    truth = world.verdict(literal).truth
    assert told["status"] in STATUSES[truth], told
    if told["status"] in ("undecided", "unshown"):
        standing = world.verdict(literal).standing
        assert standing == {"undecided": "undecided", "unshown": "unknown"}[told["status"]], told
    check_findings(world, told["findings"], complete=False)
    speaking = [a for one in answering(world, literal) for a in world.argued(one)]
    applying = {rule_of(argument) for argument in speaking if argument.applies is not False}
    assert not applying & set(told["lacking"]), (told["lacking"], told)
    if told["supports"] is not None:
        shown = [one for one in answering(world, literal) if world.est(one) is True]
        check_supports(world, literal if literal in shown else shown[0], told["supports"], chance)


def answering(world, literal):
    """Return a literal and, of a denied one, the other values that would meet it too."""
    others = () if literal.truth else world.conflicting(literal.contrary)
    return dict.fromkeys((literal, *others))


def check_supports(world, literal, told, chance):
    """Check that each set carries the sentence alone, and that it falls with each that is said to topple it."""
    asserted = sorted({world.say(fact.literal) for fact in asserted_of(world)})
    assert world.est(literal) is True

    def stands(gone):
        without = sorted({*gone})
        return world.supposing(without=without).est(literal) is True

    sets, toppling = (list(map(frozenset, told[key])) for key in ("sets", "toppling"))
    tries = [*sets, *toppling]
    chance.shuffle(tries)
    for one in tries[:WITHDRAWALS]:
        if one in sets:
            others = [said for said in asserted if said not in one]
            assert stands(others), ("does not carry it", sorted(one), told)
            some = [said for said in others if chance.random() < 0.5]
            assert stands(some), ("does not carry it against", sorted(one), some, told)
        if one in toppling:
            assert not stands(one), ("does not topple it", sorted(one), told)
            for said in sorted(one):
                assert stands(one - {said}), ("topples it without", said, told)
    if told["searched"] != "whole":
        return
    assert all(one & other for one in sets for other in toppling), told
    for one, other in (*combinations(sets, 2), *combinations(toppling, 2)):
        assert not one <= other, told
        assert not other <= one, told
    for _ in range(4):
        gone = frozenset(said for said in asserted if chance.random() < 0.5)
        topples = any(one <= gone for one in toppling)
        assert topples or stands(gone), ("falls without a set that topples it", sorted(gone), told)


def asserted_of(world):
    """Return what can be withdrawn: what the case and the background assert on the day, and the framing does not."""
    facts = world.judgement.firings.facts
    framing = {fact.literal for fact in facts if fact.basis == "considered"}
    return [fact for fact in facts if fact.basis in OWN and fact.literal not in framing]


OWN = ("case", "assumption", "background")
"""Origins of what can be withdrawn."""

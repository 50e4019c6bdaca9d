"""What is said would change the answer: it does, nothing less does, and what carries it makes it fall."""

from itertools import product

from reasons.changing import APPLIES, CARRIES, answer_of, strength
from reasons.reports import question_of
from reasons.worlds import matches, pattern_of

COMPLETIONS = 12
"""Completions that are judged one by one to try the shares told; where there are more, the shares are not tried."""

LOSSES = 12
"""Statements withdrawn, beside the linchpins told, to see that they are none."""

FRAMING = ("considered", "argument")


class Turning:
    """A case and a question about it, and what becomes of the answer under some moves."""

    def __init__(self, world, about):
        self.world, self.about = world, about
        self.now = self.outcome(world)

    def outcome(self, world):
        """Return what counts as the answer: the value of the question, or the truth of the sentence."""
        return answer_of(world) if self.about is None else world.verdict(self.about).truth

    def after(self, moves):
        """Return the world in which some moves are made."""
        assume = [said for move in moves for said in move["assume"]]
        without = [said for move in moves for said in move["without"]]
        return self.world.supposing(assume=assume, without=without)

    def changed(self, moves):
        """Tell whether some moves change the answer."""
        return self.outcome(self.after(moves)) != self.now


def check_pivots(world, told, about, chance):
    """Check the object of an answer to `pivots`."""
    turning = Turning(world, about)
    check_answer(world, about, told["answer"])
    for change in told["changes"]:
        check_change(turning, change)
    check_single(turning, told)
    if told["exhausted"] and not told["changes"]:
        check_fixed(turning, told, chance)
    check_linchpins(turning, told, chance)
    for question in told["questions"]:
        check_open(world, question)
    check_shares(turning, told)


def check_answer(world, about, told):
    """Check how an answer is said to stand."""
    if about is not None:
        assert told["truth"] == world.verdict(about).truth, told
        assert told["standing"] == world.verdict(about).standing, told
    else:
        assert told["answer"] == answer_of(world), told
        assert told["sentence"] is None or world.so(told["sentence"]), told


def check_change(turning, change):
    """Check that a change leads to the answer told, no part of it changes the answer, and its path did turn."""
    moves = change["moves"]
    after = turning.after(moves)
    assert turning.outcome(after) != turning.now, ("changes nothing", change)
    check_answer(after, turning.about, change["answer"])
    for part in lesser(moves):
        assert not turning.changed(part), ("less would do", part, change)
    for step in change["path"]:
        check_step(turning.world, after, step)


def lesser(moves):
    """Yield what makes a part of some moves: without one of them, or with one only withdrawn and not denied."""
    for at, move in enumerate(moves):
        yield [*moves[:at], *moves[at + 1 :]]
        if move["act"] == "deny":
            withdrawn = {"act": "withdraw", "assume": [], "without": [move["sentence"]]}
            yield [*moves[:at], withdrawn, *moves[at + 1 :]]


def check_step(before, after, step):
    """Check that an argument of a rule does before and after what a step of a path says, and rests on its premises."""
    literal = before.read(step["sentence"])
    keys = dict.fromkeys([*before.by_literal.get(literal, ()), *after.by_literal.get(literal, ())])
    assert step["before"] != step["after"], step
    for key in keys:
        does = [strength(world.arguments.get(key)) for world in (before, after)]
        if key[0] == step["rule"] and [named(one) for one in does] == [step["before"], step["after"]]:
            stronger = before if does[0] > does[1] else after
            if all(stronger.shown(pattern_of(stronger.read(said))) for said in step["premises"]):
                return
    raise AssertionError(("no argument turned so", step))


def named(does):
    return {CARRIES: "carries", APPLIES: "applies"}.get(does)


def check_single(turning, told):
    """Check that each single move that changes the answer is told as a change."""
    single = [change["moves"][0] for change in told["changes"] if len(change["moves"]) == 1]
    if told["more"] or not (told["complete_to"] or told["exhausted"] or single):
        return
    listed = [(tuple(move["assume"]), tuple(move["without"])) for move in single]
    for move in moves_of(told):
        if turning.changed([move]):
            made = (tuple(move["assume"]), tuple(move["without"]))
            less = ((), (move["sentence"],)) if move["act"] == "deny" else None
            assert made in listed or less in listed, ("changes the answer and is not told", move, told)


def moves_of(told):
    """Return each move on an open question and on a doubtful fact."""
    found = [
        {"act": reply["act"], "sentence": question["sentence"], "assume": reply["given"], "without": []}
        for question in told["questions"]
        for reply in question["replies"]
    ]
    withdrawn = (
        {"act": "withdraw", "sentence": one, "assume": [], "without": [one]} for one in told["doubtful"]
    )
    return [*found, *withdrawn]


def check_fixed(turning, told, chance):
    """Check that no few moves at random change an answer that nothing is said to change."""
    moves = moves_of(told)
    for _ in range(3):
        some = [move for move in moves if chance.random() < 0.4]
        given = {said for move in some for said in move["assume"]}
        if not any(turning.world.say(turning.world.read(said).contrary) in given for said in given):
            chosen = {move["sentence"]: move for move in some}
            assert not turning.changed(list(chosen.values())), ("changed all the same", chosen, told)


def check_linchpins(turning, told, chance):
    """Check that the answer falls without each linchpin, and without nothing else that is asserted."""
    if turning.now is None:
        assert not told["linchpins"], told
        return
    world = turning.world
    own = {turning.about.atom} if turning.about is not None else set()
    pins = {pin["sentence"]: pin for pin in told["linchpins"]}
    asserted = {
        f.literal: world.say(f.literal) for f in world.judgement.firings.facts if f.basis not in FRAMING
    }
    inputs = [said for literal, said in asserted.items() if not is_own(world, literal, own, turning)]
    assert pins.keys() <= set(inputs), told
    others = [said for said in inputs if said not in pins]
    for said in (*pins, *chance.sample(others, min(len(others), LOSSES))):
        after = world.supposing(without=[said])
        falls = turning.outcome(after) != turning.now
        assert falls == (said in pins), ("linchpin", said, falls, told)
        if falls:
            check_answer(after, turning.about, pins[said]["answer"])


def is_own(world, literal, own, turning):
    """Tell whether a literal is of what is asked about itself, which is never an input."""
    if turning.about is None:
        return matches(question_of(world)[0], literal)
    group = world.vocabulary.group(turning.about.atom)
    return literal.atom in own or (group is not None and world.vocabulary.group(literal.atom) == group)


def check_open(world, question):
    """Check that an open question has words, is settled by no fact and concluded by no rule."""
    literal = world.read(question["sentence"])
    statement = world.vocabulary.statements[literal.atom.statement]
    assert statement.ask is not None, question
    given = [world.read(said) for reply in question["replies"] for said in reply["given"]]
    for one in given:
        facts = [fact for fact in world.judgement.firings.facts if fact.literal in (one, one.contrary)]
        assert not facts, (question, facts)
        assert all(argument.instance is None for argument in world.argued(one)), question


def check_shares(turning, told):
    """Check in how many completions the answer holds, and in how many a question alone would change it."""
    robustness, questions = told["robustness"], told["questions"]
    replies = [question["replies"] for question in questions]
    if robustness["sample"] is not None or not 0 < robustness["completions"] <= COMPLETIONS or not questions:
        return
    whole = list(product(*(range(len(some)) for some in replies)))
    if len(whole) != robustness["completions"]:
        return
    outcomes = {}
    for chosen in whole:
        given = [said for some, at in zip(replies, chosen, strict=True) for said in some[at]["given"]]
        outcomes[chosen] = turning.outcome(turning.after([{"assume": given, "without": []}]))
    held = sum(outcome == turning.now for outcome in outcomes.values())
    assert abs(robustness["share"] - held / len(whole)) < 1e-9, (held, len(whole), told)
    for place, question in enumerate(questions):
        flips = sum(turned(outcomes, chosen, place, len(replies[place])) for chosen in whole)
        assert abs(question["weight"] - flips / len(whole)) < 1e-9, (question, flips, len(whole))


def turned(outcomes, chosen, place, count):
    """Return the share of the other replies to one question that, alone, change the answer of a completion."""
    others = [(*chosen[:place], at, *chosen[place + 1 :]) for at in range(count) if at != chosen[place]]
    return sum(outcomes[other] != outcomes[chosen] for other in others) / len(others)

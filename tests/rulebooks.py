"""Random rulebooks and facts, small and full of every construct, and as stratified as the reader demands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from msgspec.structs import replace

from brief import LEVELS, NOWHERE, words
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
    needs,
    patterns,
)
from rubicon.language.dating import counted_from, in_force, said_from
from rubicon.language.facts import Atom, Fact, Grade, Literal, Source
from rubicon.language.rules import Rule, lines_of
from rubicon.language.uncertain import read_uncertain
from rubicon.reading.presumptions import opposed, presumptions, resting

WORDS = words(
    "p ?x:actor",
    "q ?x:actor",
    "r ?x:actor",
    "s ?x:actor",
    "t ?x:actor",
    "tie ?x:actor ?y:actor",
    "risk ?x:actor ?l:level!",
    "mood ?x:actor ?l:level!",
    "strength ?x:actor ?n:number!",
    "sends ?x:actor ?n:number",
    "lost ?x:actor ?n:number ?k:number",
    "killed ?x:actor ?y:actor ?n:number!",
    "force ?x:actor ?n:number ?l:level!",
    "meets ?x:actor ?d:date",
    "calm ?x:actor",
    "tone ?x:actor ?l:level!",
)
SAID = ("calm", "tone")
"""States that rules seldom conclude, so that `since` may ask for their days."""
SOURCES = (
    None,
    Source("wire", "A wire", date=date(2022, 1, 3)),
    Source("paper", "A paper", publisher="wire"),
    Source("other", "Another", publisher="Other", date=date(2022, 1, 6)),
    Source("blog", "A blog", publisher="Blog", origin="Other", date=date(2021, 12, 30)),
    Source("third", "A third"),
)
"""Six sources, of three origins and none; some are dated before the day judged, one after it."""
NUMBERED = ("strength", "sends", "lost", "killed", "force")
TODAY = date(2022, 1, 5)
ENDS = {
    "actor": ("a", "b"),
    "level": LEVELS,
    "number": tuple(map(Decimal, (-10, 0, 10, 20, 30))),
    "date": (date(2022, 1, 1), date(2022, 1, 4)),
}
NAMES = {"actor": ("x", "y"), "level": ("l", "m"), "number": ("n", "k"), "date": ("d", "e")}
GRADES = (None, "A1", "B2", "B3", "C2", "C3", "C4", "D4", "E5", "F1", "A6", "B3", "C3")


@dataclass(frozen=True)
class Problem:
    """Rules and facts to judge, and how often each construct occurs in them; `asserted` are all facts, in force or not."""

    rules: tuple
    facts: tuple
    counts: Counter
    asserted: tuple = ()


def random_problem(random):
    """Make a random rulebook with facts.

    It is of everything, a tangle, about numbers, of exceptions half met, of days, of lines that are counted, or of
    what is presumed.
    """
    return problem_of(*random_parts(random))


def random_parts(random):
    """Make random rules, and facts whether they are in force or not."""
    kinds = (mixed, mixed, mixed, tangle, numbers, halves, days, lines, presumed, presumed)
    return random.choice(kinds)(random)


def spanned_problem(random):
    """Make a random problem of which many days are known as spans alone, and sources say otherwise later."""
    rules, facts = random_parts(random)
    said = [fact for fact in facts if fact.source is not None]
    for fact in random.sample(said, min(len(said), random.randint(0, 3))):
        literal = random.choice((fact.literal.contrary, random_literal(random, fact.literal.atom.statement)))
        facts.append(replace(random_fact(random, literal), basis=fact.basis, source=fact.source))
    return problem_of(rules, [spanned(random, fact) for fact in facts])


def spanned(random, fact):
    """Make the days of a fact uncertain, and say of some when they were known; examples and arguments have none."""
    if fact.basis not in ("case", "assumption", "background") or random.random() < 0.3:
        return fact
    near = [TODAY + timedelta(random.randint(-4, 3)) for _ in range(4)]
    known = near[0] if random.random() < 0.2 else None
    within, ended = random_span(random, near[1]), random_span(random, near[2])
    made = replace(
        fact,
        known=known,
        known_stated=known is not None,
        on=counted_from(within, fact.source, known),
        on_within=within,
        until=None,
    )
    if WORDS.statements[fact.literal.atom.statement].is_event or random.random() < 0.7:
        return made
    return replace(made, until=ended.first, until_within=ended)


def random_span(random, day):
    """Make a span about a day: some days, a day, a month or a year, exactly or about."""
    first, last = day - timedelta(random.randint(0, 2)), day + timedelta(random.randint(0, 4))
    forms = (
        f"{first}/{last}",
        f"{first}/{last}",
        f"{first}/{last}",
        f"{day}~",
        f"{day:%Y-%m}",
        f"{day:%Y}",
        f"{day:%Y-%m}~",
    )
    return read_uncertain(random.choice(forms))


def large_problem(random):
    """Make a random rulebook of 20 rules and more: several small ones over the same statements."""
    rules, facts = [], []
    pool = random.sample(sorted(WORDS.statements), random.randint(6, 9))
    while len(rules) < 20:
        makers = (lambda: _Maker(random, pool), lambda: _Tangler(random, pool), lambda: _Halver(random, pool))
        add_rules(rules, random.randint(5, 9), random.choice(makers))
    for _ in range(random.randint(4, 14)):
        facts += random_facts(random, pool)
    return problem_of(rules, facts)


def problem_of(rules, facts):
    """Put rules and the facts that are in force together, and count what occurs in them."""
    counts = Counter(construct for rule in rules for construct in constructs(rule))
    asserted = tuple(facts)
    counts.update(name for fact in facts for name in spans(fact))
    counts["an assertion out of force"] += len(facts)
    facts = in_force(WORDS, facts, TODAY)
    counts["an assertion out of force"] -= len(facts)
    asked = {
        (c.pattern.statement, c.pattern.truth) for rule in rules for c in rule.lines if isinstance(c, Since)
    }
    said = {}
    for fact in facts:
        said.setdefault(fact.literal, set()).add(said_from(fact, TODAY))
        if (fact.literal.atom.statement, fact.literal.truth) in asked:
            counts["an assertion without a day"] += said_from(fact, TODAY) is None
    counts["a sentence of several days"] += sum(
        len(some - {None}) > 1 for one, some in said.items() if (one.atom.statement, one.truth) in asked
    )
    counts["several presumptions of one matter"] += rings(rules)
    counts["half an exception"] += sum(is_half(some, said) for rule in rules for some in rule.unless)
    return Problem(tuple(rules), tuple(facts), counts, asserted)


def spans(fact):
    """Yield what is not known of the days of a fact."""
    within, ended = fact.on_within, fact.until_within
    if within is not None and within.first <= TODAY < within.last:
        yield "a span that straddles the day"
        yield (
            "a span that straddles the day, in force"
            if fact.on <= TODAY
            else "a span that has not begun to count"
        )
    if within is not None and within.first < fact.on < within.last:
        yield "a span that counts from when it was told"
    if ended is not None and ended.first <= TODAY < ended.last:
        yield "an end that straddles the day"
    if ended is not None and fact.until <= fact.on:
        yield "a span that ends before it counts"


def is_half(group, said):
    """Tell whether of the parts of an exception that name whom they speak of some are asserted and some are not."""
    patterns = [condition.pattern for condition in group if isinstance(condition, Holds)]
    ground = [Literal(Atom(p.statement, p.terms), p.truth) for p in patterns if not p.variables]
    return 0 < sum(one in said for one in ground) < len(ground)


def rings(rules):
    """Return how many statements more than two rules say something of otherwise, or presume."""
    found = Counter(one.head.statement for one in presumptions(rules, WORDS))
    return sum(count > 2 for count in found.values())


def mixed(random):
    """Use every construct; a pool of few statements makes rules meet each other."""
    pool = random.sample(sorted(WORDS.statements), random.randint(3, 7))
    rules = circle(random, pool) if random.random() < 0.5 else []
    add_rules(rules, random.randint(2, 9), lambda: _Maker(random, pool))
    return rules, [fact for _ in range(random.randint(1, 10)) for fact in random_facts(random, pool)]


def tangle(random):
    """Let many rules attack, stop and override each other over few statements about one actor."""
    pool = random.sample(("p", "q", "r", "s", "risk"), random.randint(2, 4))
    rules = []
    add_rules(rules, random.randint(4, 12), lambda: _Tangler(random, pool))
    facts = [fact for _ in range(random.randint(0, 3)) for fact in random_facts(random, pool)]
    return rules, [fact for fact in facts if fact.literal.atom.values[0] == "a"]


def numbers(random):
    """Count what is established, in dispute, undecided or doubted by a mere defeater."""
    counted = random.sample((*NUMBERED, "risk"), 2)
    rules = [rule for name in counted if random.random() < 0.7 for rule in circle(random, [name, "s"])]
    rules += [
        Rule(
            f"d{place}", "doubt", NOWHERE, (), (), (_Maker(random, counted).some_pattern(),), kind="defeater"
        )
        for place in range(random.randint(0, 2))
    ]
    add_rules(rules, random.randint(2, 6), lambda: _Counter(random, counted))
    facts = [fact for _ in range(random.randint(1, 8)) for fact in random_facts(random, counted)]
    for fact in random.sample(facts, random.randint(0, 2) % (len(facts) + 1)):
        both = (fact.literal, fact.literal.contrary)
        facts += [Fact(literal, "case", NOWHERE, grade=Grade("C", 3)) for literal in both]
    return rules, facts


def halves(random):
    """Let exceptions of two parts or three stop rules, and facts say some of the parts."""
    pool = random.sample(("p", "q", "r", "s", "t", "tie", "mood", "risk"), random.randint(4, 6))
    rules = []
    add_rules(rules, random.randint(3, 7), lambda: _Halver(random, pool))
    parts = [c.pattern for rule in rules for some in rule.unless for c in some if isinstance(c, Holds)]
    facts = [fact for _ in range(random.randint(1, 4)) for fact in random_facts(random, pool)]
    for part in random.sample(parts, (len(parts) + 1) // 2):
        slots = WORDS.statements[part.statement].slots
        values = tuple(
            random.choice(ENDS[slot.kind]) if isinstance(term, Variable) else term
            for term, slot in zip(part.terms, slots, strict=True)
        )
        facts.append(random_fact(random, Literal(Atom(part.statement, values), part.truth)))
    return rules, facts


def days(random):
    """Ask since when: assertions of unlike grade, day and source, withdrawn, resumed and denied."""
    pool = [*SAID, *random.sample(("p", "q", "meets", "risk"), 2)]
    rules = []
    add_rules(rules, random.randint(2, 6), lambda: _Dater(random, pool))
    said = [random_literal(random, random.choice(SAID)) for _ in range(random.randint(1, 3))]
    facts = [random_fact(random, random.choice(said)) for _ in range(random.randint(3, 9))]
    facts += [random_fact(random, random.choice(said).contrary) for _ in range(random.randint(0, 2))]
    return rules, facts + [fact for _ in range(random.randint(0, 3)) for fact in random_facts(random, pool)]


def lines(random):
    """Count lines that are undecided, or met by whom nothing else names."""
    counted = random.sample(("p", "q", "r", "tie", "risk"), 2)
    rules = [rule for name in counted if random.random() < 0.8 for rule in circle(random, [name, "s"])]
    add_rules(rules, random.randint(2, 5), lambda: _Liner(random, [*counted, "s"]))
    return rules, [fact for _ in range(random.randint(1, 5)) for fact in random_facts(random, counted)]


def presumed(random):
    """Let rules presume values of one matter, in rings too, beside rules for other values, with exceptions met."""
    matter = random.choice(("risk", "mood"))
    pool = [matter, *random.sample(("p", "q", "r", "tie", "tone"), 3)]
    rules = random.choice((ring, ring, rivals, rivals, lambda *_: []))(random, matter)
    add_rules(rules, random.randint(2, 7), lambda: _Presumer(random, pool, matter))
    facts = [fact for _ in range(random.randint(1, 6)) for fact in random_facts(random, pool)]
    excepting = [c.pattern for rule in rules for c in rule.excepting if isinstance(c, Holds)]
    for pattern in random.sample(excepting, random.randint(0, min(2, len(excepting)))):
        slots = WORDS.statements[pattern.statement].slots
        values = tuple(
            random.choice(ENDS[slot.kind]) if isinstance(term, Variable) else term
            for term, slot in zip(pattern.terms, slots, strict=True)
        )
        facts.append(random_fact(random, Literal(Atom(pattern.statement, values), pattern.truth)))
    return rules, facts


def ring(random, matter):
    """Make presumptions of which each goes by the absence of what the next one concludes."""
    where = Pattern("p", (Variable("x"),))
    values = random.sample(LEVELS, 3)
    rules = []
    for place, (value, absent) in enumerate(zip(values, values[1:] + values[:1], strict=True)):
        head, other = (Pattern(matter, (Variable("x"), one)) for one in (value, absent))
        base = Rule(
            f"o{place}",
            "ring",
            NOWHERE,
            (Holds(str(where), where), Holds("q", Pattern("q", ("a",)))),
            (),
            (other,),
        )
        rules += [base, *otherwise(base, (base.conditions[0],), (head,))]
    return rules


def rivals(random, matter):
    """Make two rules for one value that say otherwise another value each, of one and the same."""
    where = Holds("p", Pattern("p", (Variable("x"),)))
    values = random.sample(LEVELS, 3)
    then, *heads = (Pattern(matter, (Variable("x"), one)) for one in values)
    rules = []
    for place, head in enumerate(heads):
        shown = Holds("shown", Pattern(random.choice("qr"), (Variable("x"),)))
        base = Rule(f"o{place}", "rivals", NOWHERE, (where, shown), (), (then,))
        rules += [base, *otherwise(base, (where,), (head,))]
    return rules


def otherwise(rule, where, heads):
    """Return what a rule says otherwise, one rule for each conclusion."""
    return [
        Rule(
            f"{rule.id}/otherwise" + (f"/{place}" if place > 1 else ""),
            f"{rule.title} (otherwise)",
            NOWHERE,
            (*where, Absent("otherwise", then)),
            rule.unless,
            (head,),
            confidence=rule.confidence,
            otherwise_of=rule.id,
        )
        for place, (then, head) in enumerate(zip(rule.conclusions, heads, strict=True), 1)
    ]


def is_free(pattern):
    """Tell whether it is left to another line to say which value of a `one_of` slot is false."""
    one_of = WORDS.statements[pattern.statement].one_of
    return one_of is not None and not pattern.truth and isinstance(pattern.terms[one_of], Variable)


def random_otherwise(random, rule):
    """Return what a rule could say otherwise, if some of its lines bind what that speaks of."""
    holding = [c for c in rule.conditions if isinstance(c, Holds)]
    where = tuple(random.sample(holding, random.randint(min(1, len(holding)), len(holding))))
    if any(is_free(condition.pattern) for condition in where):
        return []
    bound = {name for condition in where for name in needs(condition)}
    wanted = {name for pattern in rule.conclusions for name in pattern.variables}
    wanted |= {name for condition in rule.excepting for name in needs(condition)}
    if rule.kind == "defeater" or not wanted <= bound:
        return []
    heads = []
    for pattern in rule.conclusions:
        one_of = WORDS.statements[pattern.statement].one_of
        head = Pattern(pattern.statement, pattern.terms, not pattern.truth)
        if one_of is not None and pattern.truth and not isinstance(pattern.terms[one_of], Variable):
            kind = WORDS.statements[pattern.statement].slots[one_of].kind
            value = random.choice([one for one in ENDS[kind] if one != pattern.terms[one_of]])
            terms = tuple(value if at == one_of else term for at, term in enumerate(pattern.terms))
            head = random.choice((head, Pattern(pattern.statement, terms), Pattern(pattern.statement, terms)))
        heads.append(head)
    return otherwise(rule, where, heads)


def add_rules(rules, count, maker):
    """Add random rules, some with what they say otherwise; none makes a forbidden circle or concludes a `since`."""
    wanted = len(rules) + count
    while len(rules) < wanted:
        making = maker()
        made = making.rule(f"r{len(rules)}", [rule.id for rule in rules if rule.otherwise_of is None])
        other = random_otherwise(making.random, made) if making.random.random() < making.otherwise else []
        if is_readable([*rules, made, *other]):
            rules += [made, *other]


def is_readable(rules):
    """Tell whether rules are such as the reader accepts together."""
    if not is_stratified(rules) or any(True for _ in opposed(presumptions(rules, WORDS), WORDS)):
        return False
    if any(True for _ in resting(presumptions(rules, WORDS), rules, WORDS)):
        return False
    concluded = {
        (p.statement, p.truth) for rule in rules if rule.kind != "defeater" for p in rule.conclusions
    }
    dated = {
        (c.pattern.statement, c.pattern.truth) for rule in rules for c in rule.lines if isinstance(c, Since)
    }
    return not dated & concluded


def circle(random, pool):
    """Make two rules that stop each other: chance alone seldom leaves anything undecided."""
    maker = _Maker(random, pool)
    heads = [maker.pattern(maker.ground, name, truth=True) for name in random.choices(pool, k=2)]
    return [
        Rule(f"c{place}-{pool[0]}", "circle", NOWHERE, (), ((Holds(str(other), other),),), (head,))
        for place, (head, other) in enumerate((heads, heads[::-1]))
    ]


def random_literal(random, name):
    values = tuple(random.choice(ENDS[slot.kind]) for slot in WORDS.statements[name].slots)
    return Literal(Atom(name, values), random.random() < 0.75)


def random_facts(random, pool):
    facts = [random_fact(random, random_literal(random, random.choice(pool)))]
    if random.random() < 0.25:
        facts.append(random_fact(random, facts[0].literal))
    if random.random() < 0.35:
        facts.append(random_fact(random, facts[0].literal.contrary))
    return facts


def random_fact(random, literal):
    basis = random.choices(
        ("case", "assumption", "background", "considered", "example", "argument"), (16, 3, 2, 1, 2, 1)
    )[0]
    grade = random.choice(GRADES) if basis in ("case", "background") else None
    on, day = None, timedelta(days=1)
    if random.random() < 0.6 and basis not in ("argument", "considered"):
        on = TODAY - random.randint(0, 4) * day
    return Fact(
        literal,
        basis,
        NOWHERE,
        on=on,
        until=on + random.randint(1, 6) * day if on and random.random() < 0.15 else None,
        withdrawn=TODAY if random.random() < 0.05 else None,
        source=random.choice(SOURCES) if basis in ("case", "background") else None,
        grade=Grade(grade[0], int(grade[1])) if grade else None,
    )


class _Maker:
    """Makes one rule; `bound` are the variables of its positive conditions, by kind.

    Of its rules the share `otherwise` says something otherwise.
    """

    otherwise = 0.12

    def __init__(self, random, pool):
        self.random, self.pool = random, pool
        self.bound = {kind: [] for kind in ENDS}

    def rule(self, name, others):
        random = self.random
        conditions = [self.positive() for _ in range(random.choice((0, 1, 1, 1, 2, 2)))]
        kind = random.choices(("strict", "defeasible", "defeater"), (3, 8, 2))[0]
        more = (0, 0, 1) if kind == "strict" else (0, 0, 1, 1, 2)
        conditions += [self.condition() for _ in range(random.choice(more))]
        unless = [
            tuple(self.condition(inside=True) for _ in range(random.choice((1, 1, 2))))
            for _ in range(random.choice((0, 0, 0, 1) if kind == "strict" else (0, 0, 1, 1, 2)))
        ]
        conclusions = [self.concluded() for _ in range(random.choice((1, 1, 1, 2)))]
        if random.random() < 0.15:
            presumed = conclusions[0]
            denied = Pattern(presumed.statement, presumed.terms, not presumed.truth)
            conditions.append(Absent("presumption", denied))
            conclusions = conclusions[:1]
        if random.random() < 0.15 and conditions:
            place = random.randrange(len(conditions))
            conditions[place] = (conditions[place], self.alternative(conditions[place]))
        return Rule(
            name,
            name,
            NOWHERE,
            tuple(conditions),
            tuple(unless),
            tuple(conclusions),
            kind=kind,
            overrides=tuple(random.sample(others, min(len(others), random.choice((0, 0, 1, 2))))),
            confidence=random.choice(("high", "high", "moderate", "low")),
        )

    def concluded(self):
        """Make a conclusion, seldom of what `since` may ask for."""
        named = [name for name in self.pool if name not in SAID]
        if named and self.random.random() < 0.9:
            return self.pattern(self.ground, self.random.choice(named))
        return self.pattern(self.ground)

    def positive(self):
        """Make a condition that binds, now and then one that asks since when."""
        named = [name for name in self.pool if not WORDS.statements[name].is_event]
        return self.since(named) if named and self.random.random() < 0.1 else self.holds()

    def since(self, named):
        """Make a `since`; its day may be one that another line binds, or meant to be used once."""
        held = self.holds(self.random.choice([name for name in named if name in SAID] or named))
        day = self.random.choice(("d", "d", "e", "_day"))
        if day != "_day" and day not in self.bound["date"]:
            self.bound["date"].append(day)
        return Since(f"{held.text} since ?{day}", held.pattern, Variable(day))

    def holds(self, name=None):
        """Make a condition that binds; a denied one with a value leaves the binding to others."""
        denied = self.random.random() < 0.2
        name = name or self.random.choice(self.pool)
        one_of = WORDS.statements[name].one_of
        made = self.pattern(self.ground if denied and one_of is not None else self.binding, name, not denied)
        for slot, term in zip(WORDS.statements[name].slots, made.terms, strict=True):
            if isinstance(term, Variable) and not term.is_wildcard and term.name not in self.bound[slot.kind]:
                self.bound[slot.kind].append(term.name)
        return Holds(str(made), made)

    def alternative(self, condition):
        """Make another condition that binds no less."""
        if isinstance(condition, Holds) and self.random.random() < 0.7:
            slots = [slot.kind for slot in WORDS.statements[condition.pattern.statement].slots]
            alike = [
                name
                for name, statement in sorted(WORDS.statements.items())
                if [slot.kind for slot in statement.slots] == slots
            ]
            pattern = condition.pattern
            made = Pattern(self.random.choice(alike), pattern.terms, True)
            return Holds(str(made), made)
        if isinstance(condition, Since) or (isinstance(condition, Holds) and condition.pattern.variables):
            return condition
        return self.condition(inside=True, binds=False)

    def condition(self, inside=False, binds=True):
        """Make a condition that binds nothing; `inside` an exception it may be a plain one too."""
        random = self.random
        makers = [
            (self.absent, 3),
            (self.unsettled, 2),
            (self.tally, 2),
            (self.several, 0 if inside else 2),
            (self.aggregate, 3),
            (self.reported, 1),
            (self.comparison, 2),
            (self.plain, 8 if inside else 0),
        ]
        return random.choices([maker for maker, _ in makers], [weight for _, weight in makers])[0]()

    def plain(self):
        truth = self.random.random() < 0.8
        name = self.random.choice(self.pool)
        safe = not truth and WORDS.statements[name].one_of is not None
        made = self.pattern(self.ground if safe else self.loose, name, truth)
        return Holds(str(made), made)

    def absent(self):
        truth = self.random.random() < 0.7
        name = self.random.choice(self.pool)
        safe = not truth and WORDS.statements[name].one_of is not None
        made = self.pattern(self.ground if safe else self.loose, name, truth)
        return Absent(f"absent {made}", made)

    def unsettled(self):
        made = self.pattern(self.loose, truth=True)
        return Unsettled(f"open {made}", made, self.random.random() < 0.6)

    def tally(self):
        random = self.random
        name = random.choice(self.pool)
        statement = WORDS.statements[name]
        truth = random.random() < (0.7 if statement.one_of is not None else 0.8)
        terms = [self.loose(slot.kind) for slot in statement.slots]
        if not truth and statement.one_of is not None:
            terms[statement.one_of] = self.ground(statement.slots[statement.one_of].kind)
        terms[0] = Variable("_c")
        made = Pattern(name, tuple(terms), truth)
        bound = random.choice(("at least", "at most", "exactly"))
        return Tally(f"{bound} {made}", bound, random.choice((0, 1, 1, 2)), "_c", made)

    def several(self):
        """Ask that so many of some lines hold; some name what nothing outside binds."""
        random = self.random
        lines = []
        for _ in range(random.randint(2, 4)):
            line = self.comparison() if random.random() < 0.35 else self.own_line()
            if line not in lines:
                lines.append(line)
        bound = random.choice(("at least", "at least", "at most", "exactly"))
        number = random.randint(1, len(lines))
        said = "; ".join(line.text for line in lines)
        return Several(f"{bound} {number} of {said}", bound, number, tuple(lines))

    def own_line(self):
        """Make a line of several: a plain variable may be its own, twice in it the same."""
        line = self.plain()
        one_of = WORDS.statements[line.pattern.statement].one_of
        slots = WORDS.statements[line.pattern.statement].slots
        terms = tuple(
            Variable("own" + slot.kind)
            if self.random.random() < 0.3 and (line.pattern.truth or at != one_of)
            else term
            for at, (slot, term) in enumerate(zip(slots, line.pattern.terms, strict=True))
        )
        made = Pattern(line.pattern.statement, terms, line.pattern.truth)
        return Holds(str(made), made)

    def aggregate(self):
        random = self.random
        made = self.numbered("_c")
        function, bound = (
            random.choice(("sum", "largest", "smallest")),
            random.choice(("at least", "at most")),
        )
        limit = self.number()
        return Aggregate(f"{function} {made} {bound} {limit}", function, "_v", "_c", made, bound, limit)

    def reported(self):
        random = self.random
        made = self.numbered(None)
        bound, every = random.choice(("at least", "at most")), random.random() < 0.5
        return Reported(f"reported {made} {bound}", every, "_v", made, bound, self.number())

    def numbered(self, member):
        """Make a pattern whose number is `_v`; its first slot is the member, where one is wanted."""
        name = self.random.choice([name for name in NUMBERED if name in self.pool] or ["sends"])
        terms = [self.loose(slot.kind) for slot in WORDS.statements[name].slots]
        if member is not None:
            terms[0] = Variable(member)
        terms[[slot.kind for slot in WORDS.statements[name].slots].index("number")] = Variable("_v")
        return Pattern(name, tuple(terms))

    def comparison(self):
        random = self.random
        kind = random.choice(("number", "level", "date", "identity"))
        if kind == "identity":
            sort = random.choice(("actor", "level"))
            operator = random.choice(("=", "!="))
            return Comparison(f"{sort}s", self.ground(sort), operator, self.ground(sort), kind)
        operator = random.choice(("<", "<=", "=", "!=", ">=", ">"))
        if kind == "date":
            left = Operation("-", Variable("today"), self.ground("date"))
            return Comparison("days", left, operator, Decimal(random.choice((1, 2, 4))), "number")
        if kind == "number":
            return Comparison("numbers", self.number(), operator, self.number(), kind)
        return Comparison("order", self.ground(kind), operator, self.ground(kind), kind)

    def number(self):
        if self.random.random() < 0.3:
            operator = self.random.choice("+-*")
            return Operation(operator, self.ground("number"), self.ground("number"))
        return self.ground("number")

    def some_pattern(self):
        return self.pattern(self.ground)

    def pattern(self, choose, name=None, truth=None):
        name = name or self.random.choice(self.pool)
        terms = tuple(choose(slot.kind) for slot in WORDS.statements[name].slots)
        return Pattern(name, terms, self.random.random() < 0.75 if truth is None else truth)

    def binding(self, kind):
        """Choose a variable, now and then a constant or a wildcard."""
        luck = self.random.random()
        if luck < 0.15:
            return self.random.choice(ENDS[kind])
        return Variable("_w" + kind) if luck < 0.3 else Variable(self.random.choice(NAMES[kind]))

    def ground(self, kind):
        """Choose a bound variable where there is one, or a constant."""
        if self.bound[kind] and self.random.random() < 0.8:
            return Variable(self.random.choice(self.bound[kind]))
        return self.random.choice(ENDS[kind])

    def loose(self, kind):
        """Choose a bound variable, a constant or a wildcard."""
        return Variable("_w" + kind) if self.random.random() < 0.2 else self.ground(kind)


class _Dater(_Maker):
    """Makes rules that ask since when, and compare the day."""

    def rule(self, name, others):
        random = self.random
        conditions = [self.since(list(SAID)) for _ in range(random.choice((1, 1, 2)))]
        conditions += [self.holds() for _ in range(random.choice((0, 0, 1)))]
        if random.random() < 0.6:
            left = Operation("-", Variable("today"), self.ground("date"))
            operator, limit = random.choice(("<=", ">=", "=")), Decimal(random.randint(0, 4))
            conditions.append(Comparison("days", left, operator, limit, "number"))
        unless = [(self.plain(),)] if random.random() < 0.25 else []
        heads = [name for name in self.pool if name not in SAID]
        return Rule(
            name,
            name,
            NOWHERE,
            tuple(conditions),
            tuple(unless),
            (self.pattern(self.ground, random.choice(heads)),),
            kind=random.choices(("strict", "defeasible", "defeater"), (2, 8, 1))[0],
            overrides=tuple(random.sample(others, min(len(others), random.choice((0, 1))))),
            confidence=random.choice(("high", "high", "moderate")),
        )


class _Liner(_Maker):
    """Makes rules that count lines, and conclude something else."""

    def rule(self, name, others):
        random = self.random
        conditions = [self.holds() for _ in range(random.choice((0, 0, 1)))] + [self.several()]
        head = self.pattern(self.ground, random.choice(("t", "mood")))
        return Rule(name, name, NOWHERE, tuple(conditions), (), (head,), overrides=tuple(others[-1:]))


class _Presumer(_Maker):
    """Makes rules about one matter, most of which say something otherwise, or presume."""

    otherwise = 0.6

    def __init__(self, random, pool, matter):
        super().__init__(random, pool)
        self.matter = matter

    def rule(self, name, others):
        random = self.random
        held = self.holds(random.choice([one for one in self.pool if one != self.matter]))
        conditions = [held, *(self.holds() for _ in range(random.choice((0, 0, 1))))]
        head = self.pattern(self.ground, self.matter if random.random() < 0.8 else None)
        if random.random() < 0.25:
            conditions.append(Absent("presumption", Pattern(head.statement, head.terms, not head.truth)))
        elif random.random() < 0.2:
            conditions.append(self.several())
        unless = [(self.plain(),)] if random.random() < 0.3 else []
        return Rule(
            name,
            name,
            NOWHERE,
            tuple(conditions),
            tuple(unless),
            (head,),
            kind=random.choices(("strict", "defeasible", "defeater"), (1, 8, 1))[0],
            overrides=tuple(random.sample(others, min(len(others), random.choice((0, 0, 1))))),
            confidence=random.choice(("high", "moderate")),
        )


class _Tangler(_Maker):
    """Makes rules about one actor, of plain statements, exceptions and overrides alone."""

    def rule(self, name, others):
        random = self.random
        conditions = [self.plain() for _ in range(random.choice((0, 0, 1, 1, 2)))]
        unless = [(self.plain(),) for _ in range(random.choice((0, 0, 1)))]
        return Rule(
            name,
            name,
            NOWHERE,
            tuple(conditions),
            tuple(unless),
            (self.some_pattern(),),
            kind=random.choices(("strict", "defeasible", "defeater"), (1, 8, 1))[0],
            overrides=tuple(random.sample(others, min(len(others), random.choice((0, 1, 2, 3))))),
            confidence=random.choice(("high", "moderate")),
        )

    def plain(self):
        made = self.some_pattern()
        return Holds(str(made), made)

    def ground(self, kind):
        return "a" if kind == "actor" else self.random.choice(ENDS[kind])


class _Halver(_Maker):
    """Makes rules that exceptions of several parts stop, each of which may hold by itself."""

    def rule(self, name, others):
        random = self.random
        conditions = [self.holds() for _ in range(random.choice((1, 1, 2)))]
        unless = [
            tuple(self.plain() for _ in range(random.choice((2, 2, 3)))) for _ in range(random.choice((1, 2)))
        ]
        return Rule(
            name,
            name,
            NOWHERE,
            tuple(conditions),
            tuple(unless),
            (self.some_pattern(),),
            overrides=tuple(random.sample(others, min(len(others), random.choice((0, 1, 1))))),
        )

    def plain(self):
        """Make a part that names whom it speaks of, so that facts can say it, now and then one as elsewhere."""
        if self.random.random() < 0.3:
            return super().plain()
        made = self.pattern(lambda kind: self.random.choice(ENDS[kind]))
        return Holds(str(made), made)


class _Counter(_Maker):
    """Makes rules that count, and conclude something else."""

    def rule(self, name, others):
        random = self.random
        counts = [self.count() for _ in range(random.choice((0, 1, 1, 2)))]
        unless = [(self.count(),) for _ in range(random.choice((0, 0, 1)))]
        head = self.pattern(self.ground, random.choice("pqr"))
        return Rule(name, name, NOWHERE, tuple(counts), tuple(unless), (head,), overrides=tuple(others[-1:]))

    def count(self):
        return self.random.choice((self.tally, self.aggregate, self.aggregate, self.unsettled))()

    def loose(self, kind):
        return Variable("_w" + kind) if self.random.random() < 0.7 else self.ground(kind)


def is_stratified(rules):
    """Tell whether no circle of statements runs through an absence, a tally and the like."""
    edges, negative = {}, set()
    for rule in rules:
        for condition, conclusion in product([*lines_of(rule.conditions), *rule.excepting], rule.conclusions):
            if isinstance(condition, Comparison | Reported):
                continue
            for pattern in patterns(condition):
                one, other = conclusion.statement, pattern.statement
                if condition.text in ("presumption", "otherwise") and one == other:
                    continue
                edges.setdefault(one, set()).add(other)
                if not isinstance(condition, Holds | Since):
                    negative.add((one, other))
    return not any(one in reach(edges, other) for one, other in negative)


def reach(edges, start):
    found, queue = {start}, [start]
    while queue:
        fresh = edges.get(queue.pop(), set()) - found
        found |= fresh
        queue += fresh
    return found


CONSTRUCTS = frozenset(
    [
        "strict",
        "defeasible",
        "defeater",
        "overrides",
        "several conclusions",
        "conjunction in unless",
        "any one of these",
        "presumption",
        "presumption of what is so",
        "wildcard in two lines",
        "denied value in a tally",
        "half an exception",
        "otherwise",
        "otherwise another value",
        "otherwise of several conclusions",
        "several at least",
        "several at most",
        "several exactly",
        "several with a comparison",
        "a variable of a line of its own",
        "since",
        "since it is denied",
        "a day used once",
        "an assertion out of force",
        "an assertion without a day",
        "a sentence of several days",
        "several presumptions of one matter",
    ]
) | frozenset(
    f"{name}{where}"
    for name in (
        "statement",
        "denied",
        "wildcard",
        "absence",
        "open",
        "disputed",
        "tally at least",
        "tally at most",
        "tally exactly",
        "sum at least",
        "sum at most",
        "largest at least",
        "largest at most",
        "smallest at least",
        "smallest at most",
        "every reported",
        "some reported",
        "comparison of numbers",
        "comparison of days",
        "comparison of order",
        "comparison of actors",
        "comparison of levels",
        "second number",
        "entry of several slots",
    )
    for where in ("", " in unless")
)
"""Every name that `constructs` can give, and what facts make of them."""

SPANS = frozenset(
    [
        "a span that straddles the day",
        "a span that straddles the day, in force",
        "a span that has not begun to count",
        "a span that counts from when it was told",
        "an end that straddles the day",
        "a span that ends before it counts",
    ]
)
"""What of days that are not known exactly occurs in a spanned problem."""


def constructs(rule):
    """Yield the name of each construct in a rule."""
    yield rule.kind
    if rule.otherwise_of is not None:
        yield "otherwise"
        if rule.conclusions[0].truth == rule.lines[-1].pattern.truth:
            yield "otherwise another value"
        if rule.id.endswith("/2"):
            yield "otherwise of several conclusions"
    if rule.overrides:
        yield "overrides"
    if len(rule.conclusions) > 1:
        yield "several conclusions"
    if any(len(some) > 1 for some in rule.unless):
        yield "conjunction in unless"
    for item in rule.conditions:
        if isinstance(item, tuple):
            yield "any one of these"
        for condition in item if isinstance(item, tuple) else (item,):
            yield from names(condition, "")
            if condition.text == "presumption":
                yield "presumption" if condition.pattern.truth else "presumption of what is so"
    for some in rule.unless:
        for condition in some:
            yield from names(condition, " in unless")
    lines = Counter(name for item in rule.conditions for name in wildcards(item))
    if any(count > 1 for count in lines.values()):
        yield "wildcard in two lines"


def wildcards(item):
    """Return the names of the wildcards in one line."""
    if not isinstance(item, Holds):
        return set()
    return {term.name for term in item.pattern.terms if isinstance(term, Variable) and term.is_wildcard}


def names(condition, where):
    match condition:
        case Unsettled():
            yield ("disputed" if condition.disputed else "open") + where
        case Several():
            yield f"several {condition.bound}"
            for line in condition.lines:
                if isinstance(line, Comparison):
                    yield "several with a comparison"
                elif any(name.startswith("own") for name in line.pattern.variables):
                    yield "a variable of a line of its own"
        case Since():
            yield "since" if condition.pattern.truth else "since it is denied"
            if condition.day.is_wildcard:
                yield "a day used once"
        case Tally():
            yield f"tally {condition.bound}{where}"
            if (
                not condition.pattern.truth
                and WORDS.statements[condition.pattern.statement].one_of is not None
            ):
                yield "denied value in a tally"
        case Aggregate():
            yield f"{condition.function} {condition.bound}{where}"
            if condition.pattern.statement == "lost":
                yield "second number" + where
            if condition.pattern.statement in ("lost", "killed"):
                yield "entry of several slots" + where
        case Reported():
            yield ("every" if condition.every else "some") + " reported" + where
        case Comparison():
            yield f"comparison of {condition.text}{where}"
        case Absent():
            yield "absence" + where
        case Holds():
            yield "statement" + where
    pattern = getattr(condition, "pattern", None)
    if pattern is not None:
        if not pattern.truth:
            yield "denied" + where
        if any(isinstance(term, Variable) and term.is_wildcard for term in pattern.terms):
            yield "wildcard" + where

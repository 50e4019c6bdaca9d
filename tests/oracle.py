"""An independent judge: DESIGN 4 in answer-set programming, first-order, by alternating definite programs.

It takes rules and facts, not firings: clingo finds the instances itself. What a clause negates is read from
the last turn's atoms (`prev`), so that each turn is a definite program with one model; turns alternate between
an upper and a lower bound until neither changes. Numbers are whole, days are counted from the first.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import clingo

from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Literal

LEVEL = {"low": 1, "moderate": 2, "high": 3}

BASE = """
lv(1..3).
poss(L) :- asserted(L).
poss(L) :- inst(I), head(I,L), not defeater(I).
lit(L) :- poss(L).
lit(L) :- inst(I), head(I,L).
atom(A) :- lit(l(A,_)).
conf(l(A,1),l(A,0)) :- lit(l(A,1)), lit(l(A,0)).
conf(l(A,0),l(A,1)) :- lit(l(A,1)), lit(l(A,0)).
conf(l(A,1),l(B,1)) :- lit(l(A,1)), lit(l(B,1)), A != B, group(A,G), group(B,G).

% facts
given(L) :- asserted(L), origingiven(L).
given(L) :- solid(L), not unsolid(L).
unsolid(L) :- solid(L), conf(L,M), solid(M).
report(L) :- asserted(L), not given(L).
outgraded(L) :- report(L), conf(L,M), given(M).
outgraded(L) :- report(L), conf(L,M), report(M), outgrades(M,L).
considered(L) :- asserted(L), not outgraded(L).

% definite
def0(L) :- given(L).
clash(L) :- def0(L), conf(L,M), def0(M).
def1(L) :- given(L), not clash(L).
excluded(L) :- conf(L,M), def1(M).
barred(L) :- excluded(L).
barred(L) :- clash(L).

% arguments
arg(f(L),L) :- asserted(L).
arg(r(I,L),L) :- inst(I), head(I,L).
supporter(f(L)) :- asserted(L).
supporter(r(I,L)) :- arg(r(I,L),L), not defeater(I).
ovr(r(i(R,B,V),L),r(i(S,C,W),M),L) :- arg(r(i(R,B,V),L),L), arg(r(i(S,C,W),M),M), conf(L,M),
  names(R,S), not defeater(i(R,B,V)).
ovr(f(L),f(M),L) :- report(L), report(M), conf(L,M), outgrades(L,M).
ovr(T,A,L) :- arg(T,L), supporter(T), pres(A,L), arg(A,M), conf(L,M).
ovr(T,r(I,M),L) :- arg(T,L), supporter(T), not presumed(T), other(I), arg(r(I,M),M), conf(L,M).

% the earliest day of the surest dated assertions
surest(L,K) :- said(L,_,_), K = #max { Q : said(L,_,Q) }.
first(L,D,K) :- surest(L,K), D = #min { E : said(L,E,K) }.

#external lower.
#external prev(est(L)) : lit(L).
#external prev(attacked(L)) : lit(L).
#external prev(beaten(A,L)) : ovr(T,A,L).
#external prev(stop(I)) : inst(I).
#external prev(cand(L)) : lit(L).
#external prev(denied(L)) : lit(L).

applies(f(L)) :- asserted(L).
applies(r(I,L)) :- arg(r(I,L),L), app(I).
sup(L) :- arg(A,L), supporter(A), applies(A).
est(L) :- def1(L).
est(L) :- sup(L), not barred(L), not prev(attacked(L)).
attacked(L) :- conf(L,M), arg(A,M), applies(A), not prev(beaten(A,L)).
beaten(A,L) :- ovr(T,A,L), applies(T).
pbeaten(A) :- arg(A,l(B,_)), prev(beaten(A,l(C,_))), B != C.
denied(l(A,T)) :- lit(l(A,T)), arg(G,l(A,1-T)), applies(G), not prev(beaten(G,l(A,T))).
cand(L) :- est(L).
cand(L) :- arg(A,L), supporter(A), applies(A), not excluded(L), not pbeaten(A).

lo(L) :- lower, est(L).        lo(L) :- not lower, prev(est(L)).
up(L) :- not lower, est(L).    up(L) :- lower, prev(est(L)).
clo(L) :- lower, cand(L).      clo(L) :- not lower, prev(cand(L)).
cup(L) :- not lower, cand(L).  cup(L) :- lower, prev(cand(L)).
dlo(L) :- lower, denied(L).    dlo(L) :- not lower, prev(denied(L)).
dup(L) :- not lower, denied(L). dup(L) :- lower, prev(denied(L)).

% aggregates: what an entry may count with, by the order `worse` (N helps the bound less than O)
worse(K,N,O) :- atleast(K), num(K,N), num(K,O), N < O.
worse(K,N,O) :- atmost(K), num(K,N), num(K,O), N > O.
num(k(R,B,C),N) :- eup(i(R,B,_),C,_,N).
num(k(R,B,C),N) :- nup(i(R,B,_),C,_,N,_).
mem(I,C,E) :- eup(I,C,E,_).
mem(I,C,E) :- nup(I,C,E,_,_).
esure(I,C,E) :- elo(I,C,E,_).
nsure(I,C,E) :- nlo(I,C,E,_,_).
out(I,C,E,N,0) :- eup(I,C,E,N), not eworse(I,C,E,N).
eworse(i(R,B,V),C,E,N) :- eup(i(R,B,V),C,E,N), elo(i(R,B,V),C,E,O), worse(k(R,B,C),O,N).
reach(I,C,E,N) :- nup(I,C,E,N,_), not esure(I,C,E), not nworse(I,C,E,N).
nworse(i(R,B,V),C,E,N) :- nup(i(R,B,V),C,E,N,_), nlo(i(R,B,V),C,E,O,_), worse(k(R,B,C),O,N).
must(i(R,B,V),C,E,N) :- reach(i(R,B,V),C,E,N), nlo(i(R,B,V),C,E,O,L), not worse(k(R,B,C),O,N), dlo(L).
may(i(R,B,V),C,E,N) :- reach(i(R,B,V),C,E,N), nup(i(R,B,V),C,E,O,L), not worse(k(R,B,C),O,N), dup(L).
out(I,C,E,N,0) :- reach(I,C,E,N), nup(I,C,E,N,L), not dlo(L), not must(I,C,E,N).
out(I,C,E,N,1) :- reach(I,C,E,N), may(I,C,E,N).
none(I,C,E) :- mem(I,C,E), not esure(I,C,E), not nsure(I,C,E).
share(k(R,B,C),N,0,N) :- num(k(R,B,C),N).
share(K,N,1,0) :- num(K,N), atleast(K), N > 0.
share(K,N,1,N) :- num(K,N), atleast(K), N <= 0.
share(K,N,1,0) :- num(K,N), atmost(K), N < 0.
share(K,N,1,N) :- num(K,N), atmost(K), N >= 0.
value(i(R,B,V),C,E,X) :- out(i(R,B,V),C,E,N,O), share(k(R,B,C),N,O,X).
value(I,C,E,0) :- none(I,C,E).
least(I,C,E,X) :- mem(I,C,E), X = #min { N : value(I,C,E,N) }.
most(I,C,E,X) :- mem(I,C,E), X = #max { N : value(I,C,E,N) }.
% what an entry counted with, where nothing is undefined, and with what confidence
used(i(R,B,V),C,E,N,0) :- elo(i(R,B,V),C,E,N), not ebeat(i(R,B,V),C,E,N).
ebeat(i(R,B,V),C,E,N) :- elo(i(R,B,V),C,E,N), elo(i(R,B,V),C,E,O), worse(k(R,B,C),O,N).
used(I,C,E,N,0) :- nlo(I,C,E,N,_), not esure(I,C,E), not nbeat(I,C,E,N), not doubted(I,C,E).
used(I,C,E,N,1) :- nlo(I,C,E,N,_), not esure(I,C,E), not nbeat(I,C,E,N), doubted(I,C,E).
nbeat(i(R,B,V),C,E,N) :- nlo(i(R,B,V),C,E,N,_), nlo(i(R,B,V),C,E,O,_), worse(k(R,B,C),O,N).
doubted(I,C,E) :- nlo(I,C,E,_,L), dlo(L).
several(I,C,E) :- elo(I,C,E,N), elo(I,C,E,O), N != O.
er(I,C,E,1) :- used(I,C,E,_,_).
er(I,C,E,Q) :- elo(I,C,E,N), nc(I,C,E,N,Q), not several(I,C,E).

% confidence: c(L,N) means at least N
ce(L,N) :- est(L), arg(A,L), supporter(A), applies(A), ca(A,N), cap(L,N).
ca(f(L),N) :- rank(L,K), lv(N), N <= K.
cap(L,N) :- lit(L), lv(N), N <= 2.
cap(L,3) :- lit(L), not hit(L).
hit(L) :- conf(L,M), arg(A,M), applies(A).
"""


@dataclass(frozen=True)
class Answer:
    """What the oracle finds: truth of literals and candidates, confidence, clashes, and verdicts by atom."""

    established: dict
    candidates: dict
    confidence: dict
    definite: frozenset
    clashing: frozenset
    verdicts: dict


def ask(vocabulary, rules, facts, day=None):
    """Judge rules and facts in force on a day."""
    text = _Translation(vocabulary, day).program(rules, facts)
    control = clingo.Control(["--models=2"], logger=lambda *_: None)
    control.add("base", [], text)
    control.ground([("base", [])])
    externals = [atom.symbol for atom in control.symbolic_atoms if atom.is_external]
    under = None
    while True:
        over = turn(control, externals, under, False)
        now = turn(control, externals, over, True)
        if now == under:
            return answer(vocabulary, now, over, facts)
        under = now


def turn(control, externals, before, lower):
    """Return the one model of a definite program: what it negates is read from the atoms before."""
    for symbol in externals:
        if symbol.name == "lower":
            control.assign_external(symbol, lower)
        else:
            control.assign_external(symbol, before is not None and symbol.arguments[0] in before)
    with control.solve(yield_=True) as handle:
        models = [set(model.symbols(atoms=True)) for model in handle]
    assert len(models) == 1, "a definite program has one model"
    return models[0]


def answer(vocabulary, lower, upper, facts):
    known = {literal_text(fact.literal): fact.literal for fact in facts}

    def pick(atoms, name):
        return {
            read(s.arguments[0], vocabulary, known) for s in atoms if s.name == name and len(s.arguments) == 1
        }

    def three(name):
        sure = pick(lower, name)
        return dict.fromkeys(pick(upper, name)) | dict.fromkeys(sure, True)

    established = three("est")
    confidence = {}
    for symbol in lower:
        if symbol.name == "ce":
            literal = read(symbol.arguments[0], vocabulary, known)
            confidence[literal] = max(symbol.arguments[1].number, confidence.get(literal, 0))
    candidates = {one: truth for one, truth in three("cand").items() if one.truth}
    definite, clashing, argued = pick(lower, "def1"), pick(lower, "clash"), pick(lower, "sup")
    spoken = {
        read(
            s.arguments[0].arguments[-1] if s.arguments[0].name == "r" else s.arguments[0].arguments[0],
            vocabulary,
            known,
        )
        for s in upper
        if s.name == "applies"
    }
    words = {number: name for name, number in LEVEL.items()}
    verdicts = {}
    for atom in {literal.atom for literal in spoken}:
        yes, no = Literal(atom, True), Literal(atom, False)
        against = [one for one in established if vocabulary.in_conflict(one, yes)]
        settled = [one for one in against if established[one]]
        if yes in clashing or no in clashing:
            verdict = (None, "contested", None)
        elif established.get(yes):
            verdict = (True, "definite" if yes in definite else "defeasible", words[confidence[yes]])
        elif settled:
            firm = [one for one in settled if one in definite] or settled
            standing = "definite" if firm[0] in definite else "defeasible"
            verdict = (False, standing, words[max(confidence[one] for one in firm)])
        elif yes in established or against:
            verdict = (None, "undecided", None)
        else:
            verdict = (None, "contested" if yes in argued or no in argued else "unknown", None)
        verdicts[atom] = verdict
    return Answer(
        established,
        candidates,
        {one: words[rank] for one, rank in confidence.items()},
        frozenset(definite),
        frozenset(clashing),
        verdicts,
    )


def read(symbol, vocabulary, known):
    """Turn l(s_name(…),1) back into a literal."""
    found = known.get(str(symbol))
    if found is not None:
        return found
    atom, truth = symbol.arguments
    statement = vocabulary.statements[atom.name[2:]]
    values = []
    for slot, argument in zip(statement.slots, atom.arguments, strict=True):
        if argument.type == clingo.SymbolType.String:
            values.append(argument.string)
        elif slot.kind == "date":
            values.append(date.fromordinal(argument.number))
        else:
            values.append(Decimal(argument.number))
    return Literal(Atom(statement.name, tuple(values)), truth.number == 1)


class _Translation:
    """Rules and facts as a program."""

    def __init__(self, vocabulary, day):
        self.vocabulary, self.day, self.lines = vocabulary, day, []

    def program(self, rules, facts):
        for kind in self.vocabulary.kinds.values():
            for place, value in enumerate(kind.values):
                self.lines.append(f'level_{kind.name}("{value}",{place}).')
        for statement in self.vocabulary.statements.values():
            if statement.one_of is not None:
                names = [f"X{place}" for place in range(len(statement.slots))]
                rest = ",".join(n for place, n in enumerate(names) if place != statement.one_of)
                atom = f"s_{statement.name}({','.join(names)})"
                self.lines.append(f"group({atom},g(s_{statement.name},({rest},))) :- atom({atom}).")
        self.facts(facts)
        numbers = {rule.id: place for place, rule in enumerate(rules)}
        for rule in rules:
            for other in rule.overrides:
                if other in numbers:
                    self.lines.append(f"names({numbers[rule.id]},{numbers[other]}).")
            for branch, conditions in enumerate(rule.branches):
                self.branch(rule, numbers[rule.id], branch, conditions)
        return BASE + "\n".join(self.lines) + "\n"

    def facts(self, facts):
        grouped = {}
        for fact in facts:
            grouped.setdefault(fact.literal, []).append(fact)
        for literal, some in grouped.items():
            name = literal_text(literal)
            rank = max(map(confidence_of, some))
            own = all(fact.basis in ("case", "assumption") for fact in some)
            if own and origins_of(some) < 2:
                rank = min(rank, 2)
            self.lines.append(f"asserted({name}). rank({name},{rank}).")
            if any(fact.basis not in ("case", "assumption") for fact in some):
                self.lines.append(f"origingiven({name}).")
            for fact in some:
                on = fact.on or (self.day if fact.basis in ("argument", "example") else None)
                if on is not None:
                    alone = fact.basis in ("case", "assumption") and origins_of(some) < 2
                    sure = min(confidence_of(fact), 2 if alone else 3)
                    self.lines.append(f"said({name},{on.toordinal()},{sure}).")
            good = {"A1", "A2", "B1", "B2"}
            if any(fact.basis == "case" and str(fact.grade) in good for fact in some):
                self.lines.append(f"solid({name}).")
        for one, ours in grouped.items():
            for other, theirs in grouped.items():
                places = [[place(fact, origins_of(some)) for fact in some] for some in (ours, theirs)]
                beaten = all(any(better(a, b) for a in places[0]) for b in places[1])
                if beaten and self.vocabulary.in_conflict(one, other):
                    self.lines.append(f"outgrades({literal_text(one)},{literal_text(other)}).")

    def branch(self, rule, number, branch, conditions):
        names = []
        for condition in conditions:
            if isinstance(condition, Holds | Since):
                own = [
                    *condition.pattern.variables,
                    *([condition.day.name] if isinstance(condition, Since) else []),
                ]
                names += [n for n in own if not n.startswith("_") and n not in names]
        self.bound = frozenset(names)
        inst = (
            f"i({number},{branch},({','.join('V' + name for name in names)}{',' if len(names) == 1 else ''}))"
        )
        comparisons = [self.comparison(c) for c in conditions if isinstance(c, Comparison)]
        holds = [(place, c) for place, c in enumerate(conditions) if isinstance(c, Holds)]
        dated = [(place, c) for place, c in enumerate(conditions) if isinstance(c, Since)]
        days = [f"said({self.own(c.pattern, place)},{self.term(c.day, place)},_)" for place, c in dated]
        for bodies in every_way([self.ways(c.pattern, "poss", place) for place, c in holds]):
            self.add(f"inst({inst})", [*bodies, *days, *comparisons])
        for conclusion in rule.conclusions:
            self.add(f"head({inst},l({self.atom(conclusion, 0)},{int(conclusion.truth)}))", [f"inst({inst})"])
        if rule.kind == "defeater":
            self.add(f"defeater({inst})", [f"inst({inst})"])
        if rule.otherwise_of is not None:
            self.add(f"other({inst})", [f"inst({inst})"])
        for place, condition in enumerate(conditions):
            self.condition(number, branch, inst, place, condition)
            if isinstance(condition, Absent):
                self.presumption(inst, place, condition.pattern)
        every = [f"c({inst},{place})" for place in range(len(conditions))]
        self.add(f"app({inst})", [f"inst({inst})", *every, f"not prev(stop({inst}))"])
        for exception, some in enumerate(rule.unless):
            places = [100 * (exception + 1) + place for place in range(len(some))]
            for place, condition in zip(places, some, strict=True):
                self.condition(number, branch, inst, place, condition)
            self.add(f"stop({inst})", [f"inst({inst})", *(f"c({inst},{place})" for place in places)])
        sure = [f"cc({inst},{place},N)" for place in range(len(conditions))]
        ceiling = f"N <= {LEVEL[rule.confidence]}"
        self.add(f"ca(r({inst},L),N)", [f"app({inst})", f"head({inst},L)", "lv(N)", ceiling, *sure])
        plain = all(isinstance(condition, Holds | Comparison) for condition in conditions)
        if rule.kind == "strict" and not rule.unless and plain:
            for predicate, also in (("def0", []), ("def1", ["not clash(L)"])):
                for bodies in every_way([self.ways(c.pattern, predicate, place) for place, c in holds]):
                    self.add(f"{predicate}(L)", [f"inst({inst})", f"head({inst},L)", *bodies, *also])

    def condition(self, number, branch, inst, place, condition):
        """Add clauses for c (it holds) and cc (with confidence N at least)."""
        own, ground = f"{inst},{place}", f"inst({inst})"
        match condition:
            case Comparison():
                self.add(f"c({own})", [ground, self.comparison(condition)])
                self.add(f"cc({own},N)", [ground, "lv(N)"])
            case Holds():
                for way in self.ways(condition.pattern, "est", place):
                    self.add(f"c({own})", [ground, way])
                for way in self.ways(condition.pattern, "ce", place, ",N"):
                    self.add(f"cc({own},N)", [ground, way])
            case Absent():
                for way in self.ways(condition.pattern, "prev(est", place, ")"):
                    self.add(f"found({own})", [ground, way])
                self.add(f"c({own})", [ground, f"not found({own})"])
                self.add(f"cc({own},N)", [ground, "lv(N)", "N <= 2"])
            case Since():
                literal, day = self.own(condition.pattern, place), self.term(condition.day, place)
                self.add(f"c({own})", [ground, f"est({literal})", f"first({literal},{day},_)"])
                sure = [f"ce({literal},N)", f"first({literal},{day},K)", "N <= K"]
                self.add(f"cc({own},N)", [ground, *sure])
            case Several():
                self.several(own, ground, place, condition)
            case Unsettled():
                self.unsettled(own, ground, place, condition)
            case Tally():
                self.tally(own, ground, place, condition)
            case Aggregate():
                self.aggregate(f"k({number},{branch},{place})", own, ground, place, condition)
            case Reported():
                self.reported(own, ground, place, condition)

    def unsettled(self, own, ground, place, condition):
        pattern = condition.pattern
        atom = self.atom(pattern, place)
        yes, no = (self.ways(with_truth(pattern, truth), "poss", place) for truth in (True, False))
        if any(isinstance(t, Variable) and t.is_wildcard for t in pattern.terms):
            value = pattern.terms[self.vocabulary.statements[pattern.statement].one_of or 0]
            free = isinstance(value, Variable) and value.is_wildcard
            for way in [*yes, *(no[:1] if free else no)]:
                self.add(f"spoken({own},{atom})", [ground, way])
        else:
            self.add(f"spoken({own},{atom})", [ground])
        for truth in (True, False):
            for way in self.ways(with_truth(pattern, truth), "prev(est", place, ")"):
                self.add(f"settled({own},{atom})", [ground, f"spoken({own},{atom})", way])
        body = [ground, f"spoken({own},A)", f"not settled({own},A)"]
        if condition.disputed:
            self.add(f"c({own})", [*body, "sup(l(A,_))"])
        else:
            self.add(f"c({own})", body)
        self.add(f"cc({own},N)", [ground, "lv(N)", "N <= 2"])

    def own(self, pattern, place):
        """Return a pattern's own literal."""
        return f"l({self.atom(pattern, place)},{int(pattern.truth)})"

    def several(self, own, ground, place, condition):
        """Count lines as a tally counts members."""
        for number, line in enumerate(condition.lines):
            if isinstance(line, Comparison):
                for name in ("t", "tp"):
                    self.add(f"{name}({own},m({number}))", [ground, self.comparison(line)])
                self.add(f"tc({own},m({number}),N)", [ground, "lv(N)", self.comparison(line)])
                continue
            free = tuple(name for name in line.pattern.variables if name not in self.bound)
            for name, predicate, tail in (("t", "est", ""), ("tp", "prev(est", ")"), ("tc", "ce", ",N")):
                extra = ",N" if name == "tc" else ""
                for way in self.ways(line.pattern, predicate, f"{place}_{number}_", tail, counted=free):
                    self.add(f"{name}({own},m({number}){extra})", [ground, way])
        self.counting(own, ground, condition)

    def tally(self, own, ground, place, condition):
        counted = self.name(condition.member, place)
        for name, predicate, tail in (("t", "est", ""), ("tp", "prev(est", ")"), ("tc", "ce", ",N")):
            extra = ",N" if name == "tc" else ""
            for way in self.ways(condition.pattern, predicate, place, tail, counted=condition.member):
                self.add(f"{name}({own},m({counted}){extra})", [ground, way])
        self.counting(own, ground, condition)

    def counting(self, own, ground, condition):
        few = f"#count {{ M : tp({own},M) }} <= {condition.number}"
        many = f"#count {{ M : t({own},M) }} >= {condition.number}"
        sure = f"#count {{ M : tc({own},M,N) }} >= {condition.number}"
        tests = {"at least": [many], "at most": [few], "exactly": [many, few]}[condition.bound]
        self.add(f"c({own})", [ground, *tests])
        firm = [] if condition.bound == "at most" else [sure]
        capped = [] if condition.bound == "at least" else ["N <= 2"]
        self.add(f"cc({own},N)", [ground, "lv(N)", *firm, *capped])

    def aggregate(self, key, own, ground, place, condition):
        at_least = condition.bound == "at least"
        self.add("atleast(" + key + ")" if at_least else "atmost(" + key + ")", [])
        pattern, number = condition.pattern, self.name(condition.number, place)
        free = (condition.member, condition.number)
        counted = (
            pattern.terms.index(Variable(condition.number)),
            self.vocabulary.statements[pattern.statement].one_of,
        )
        others = [self.term(t, place, free) for at, t in enumerate(pattern.terms) if at not in counted]
        entry = f"e({','.join(others)})" if others else "e"
        for name, predicate in (("elo", "lo"), ("eup", "up")):
            for way in self.ways(pattern, predicate, place, counted=free):
                self.add(f"{name}({own},{entry},{number})", [ground, way])
        literal = f"l({self.atom(pattern, place, free)},{int(pattern.truth)})"
        for name, predicate in (("nlo", "clo"), ("nup", "cup")):
            self.add(f"{name}({own},{entry},{number},{literal})", [ground, f"{predicate}({literal})"])
        for way in self.ways(pattern, "ce", place, ",Q", counted=free):
            self.add(f"nc({own},{entry},{number},Q)", [ground, way])
        limit, sign = self.expression(condition.limit), ">=" if at_least else "<="
        against = "<" if at_least else ">"
        sums = condition.function == "sum"
        all_must = (condition.function == "smallest") == at_least
        if sums:
            for mode, bound in (
                ("lower", "least" if at_least else "most"),
                ("not lower", "most" if at_least else "least"),
            ):
                self.add(f"c({own})", [ground, mode, f"#sum {{ X,E : {bound}({own},E,X) }} {sign} {limit}"])
        else:
            self.add(f"anchor({own},E)", [ground, f"out({own},E,X,0)", f"X {sign} {limit}"])
            self.add(f"idle({own},E)", [ground, f"out({own},E,X,1)", f"X {sign} {limit}"])
            self.add(f"idle({own},E)", [f"none({own},E)"])
            self.add(f"breaks({own},E)", [ground, f"out({own},E,X,_)", f"X {against} {limit}"])
            self.add(f"breaks({own})", [f"breaks({own},E)"])
            self.add(f"firm({own})", [f"anchor({own},E)", f"not breaks({own},E)", f"not idle({own},E)"])
            self.add(f"never({own})", [f"mem({own},E)", f"not anchor({own},E)", f"not idle({own},E)"])
            self.add(f"c({own})", [ground, "lower", f"firm({own})", *([f"not breaks({own})"] * all_must)])
            self.add(
                f"c({own})", [ground, "not lower", f"anchor({own},E)", *([f"not never({own})"] * all_must)]
            )
        if not at_least:
            self.add(f"weak({own},N)", ["lv(N)", f"used({own},E,_,_)", f"not er({own},E,N)"])
            self.add(f"cc({own},N)", [ground, "lv(N)", "N <= 2", f"not weak({own},N)"])
        elif sums:
            shares = f"used({own},E,N,O), share({key},N,O,X), er({own},E,Q)"
            self.add(
                f"cc({own},P)", [ground, "lv(P)", "lv(Q)", "P <= Q", f"#sum {{ X,E : {shares} }} >= {limit}"]
            )
        else:
            self.add(f"bad({own},Q)", [ground, f"used({own},E,X,_)", f"er({own},E,Q)", f"X < {limit}"])
            anchor = [f"used({own},E,X,0)", f"er({own},E,Q)", f"X >= {limit}"]
            self.add(
                f"cc({own},P)",
                [ground, "lv(P)", "lv(Q)", "P <= Q", *anchor, *([f"not bad({own},Q)"] * all_must)],
            )

    def reported(self, own, ground, place, condition):
        free, number = (condition.number,), self.name(condition.number, place)
        literal = f"l({self.atom(condition.pattern, place, free)},{int(condition.pattern.truth)})"
        self.add(f"rep({own},{number},{literal})", [ground, f"considered({literal})"])
        limit, sign = self.expression(condition.limit), ">=" if condition.bound == "at least" else "<="
        within = [f"rep({own},X,L)", f"X {sign} {limit}", ground]
        self.add(f"within({own},L)", within)
        self.add(f"outside({own})", [ground, f"rep({own},_,L)", f"not within({own},L)"])
        if condition.every:
            self.add(f"c({own})", [ground, f"within({own},_)", f"not outside({own})"])
            self.add(f"poor({own},N)", ["lv(N)", f"rep({own},_,L)", "rank(L,K)", "K < N"])
            self.add(f"cc({own},N)", [ground, "lv(N)", f"not poor({own},N)"])
        else:
            self.add(f"c({own})", [ground, f"within({own},_)"])
            self.add(f"cc({own},N)", [ground, "lv(N)", f"within({own},L)", "rank(L,K)", "N <= K"])

    def presumption(self, inst, place, pattern):
        atom = self.atom(pattern, place)
        one_of = self.vocabulary.statements[pattern.statement].one_of
        if not any(isinstance(term, Variable) and term.is_wildcard for term in pattern.terms):
            found, contrary = f"inst({inst})", f"l({atom},{1 - int(pattern.truth)})"
            self.add(f"presumed(r({inst},{contrary}))", [found, f"head({inst},{contrary})"])
            if pattern.truth and one_of is not None:
                terms = [self.term(term, place) for term in pattern.terms]
                value, terms[one_of] = terms[one_of], "O"
                other = f"l(s_{pattern.statement}({','.join(terms)}),1)"
                self.add(f"presumed(r({inst},{other}))", [found, f"head({inst},{other})", f"O != {value}"])
        if pattern.truth:
            body = [f"inst({inst})", f"head({inst},M)", f"lit(l({atom},1))", f"conf(l({atom},1),M)"]
            self.add(f"pres(r({inst},M),l({atom},1))", body)
        else:
            body = [f"inst({inst})", f"head({inst},l({atom},1))", f"conf(l({atom},1),L)"]
            self.add(f"pres(r({inst},l({atom},1)),L)", body)

    def ways(self, pattern, predicate, place, tail="", counted=()):
        """Return the bodies that meet a pattern: itself; for a denied one, another value too."""
        free = (counted,) if isinstance(counted, str) else counted
        atom = self.atom(pattern, place, free)
        found = [f"{predicate}(l({atom},{int(pattern.truth)}){tail})"]
        one_of = self.vocabulary.statements[pattern.statement].one_of
        if not pattern.truth and one_of is not None:
            terms = [self.term(t, place, free) for t in pattern.terms]
            value, other = terms[one_of], f"O{place}"
            terms[one_of] = other
            found.append(
                f"{predicate}(l(s_{pattern.statement}({','.join(terms)}),1){tail}), {other} != {value}"
            )
        return found

    def atom(self, pattern, place, free=()):
        return f"s_{pattern.statement}({','.join(self.term(t, place, free) for t in pattern.terms)})"

    def term(self, value, place, free=()):
        if isinstance(value, Variable):
            return (
                self.name(value.name, place) if value.is_wildcard or value.name in free else f"V{value.name}"
            )
        return value_text(value)

    def name(self, variable, place):
        return f"W{place}{variable}"

    def expression(self, value):
        if isinstance(value, Operation):
            return f"({self.expression(value.left)} {value.operator} {self.expression(value.right)})"
        if isinstance(value, Variable) and value.name == "today":
            return str(self.day.toordinal())
        return self.term(value, 0)

    def comparison(self, condition):
        left, right = self.expression(condition.left), self.expression(condition.right)
        if condition.scale in self.vocabulary.kinds and condition.operator not in ("=", "!="):
            ranked = f"level_{condition.scale}"
            self.comparisons = getattr(self, "comparisons", 0) + 1
            one, two = f"Y{self.comparisons}", f"Z{self.comparisons}"
            return f"{ranked}({left},{one}), {ranked}({right},{two}), {one} {condition.operator} {two}"
        return f"{left} {condition.operator} {right}"

    def add(self, head, body):
        self.lines.append(f"{head} :- {', '.join(body)}." if body else f"{head}.")


def literal_text(literal):
    """Return a literal as a term."""
    values = ",".join(value_text(value) for value in literal.atom.values)
    return f"l(s_{literal.atom.statement}({values}),{int(literal.truth)})"


def value_text(value):
    """Return a value as a term: whole numbers and days as numbers, names as texts."""
    if isinstance(value, Decimal):
        assert value == int(value)
        return str(int(value))
    return str(value.toordinal()) if isinstance(value, date) else f'"{value}"'


def with_truth(pattern, truth):
    return type(pattern)(pattern.statement, pattern.terms, truth)


def every_way(alternatives):
    """Return every way of choosing one body from each list."""
    ways = [[]]
    for some in alternatives:
        ways = [[*way, one] for way in ways for one in some]
    return ways


def confidence_of(fact):
    if fact.basis in ("assumption", "argument"):
        return 1
    if fact.grade is None:
        return 2 if fact.basis == "case" else 3
    letter = {"A": 3, "B": 3, "C": 2, "D": 1, "E": 1, "F": 2}[fact.grade.reliability]
    return min(letter, {1: 3, 2: 3, 3: 2, 4: 1, 5: 1, 6: 2}[fact.grade.credibility])


def origins_of(facts):
    """Count the origins of what is no worse than C and 3: whoever the source names, else its publisher, else itself."""
    good = [f.source for f in facts if f.source and str(f.grade) in {a + b for a in "ABC" for b in "123"}]
    return len({source.origin or source.publisher or source.key for source in good})


def place(fact, origins):
    """Return how good a grade is, the less the better; None for what compares with nothing."""
    grade = fact.grade
    if fact.basis == "assumption" or grade is None or grade.reliability == "F" or grade.credibility == 6:
        return None
    digit = 2 if grade.credibility == 1 and origins < 2 else grade.credibility
    return "ABCDE".index(grade.reliability), digit


def better(a, b):
    """Tell whether one report's grade overrides another's."""
    if a is None:
        return False
    if b is None:
        return a[0] < 3 and a[1] < 4
    return a != b and a[0] <= b[0] and a[1] <= b[1]

"""Check a certificate of `rubicon assess --certificate FILE`: python -I check_certificate.py FILE.

Each step is checked by what the steps before it have shown: that an argument applies, that a statement stands, that a set
of both has no foundation. All together make the well-founded model (van Gelder, Ross and Schlipf, JACM 1991) of defeasible
logic with team defeat. It needs nothing of Rubicon. Exit status: 0 accepted, 1 refused.
"""

# fmt: off
import hashlib
import json
import re
import sys
from datetime import date
from decimal import Decimal, getcontext
from itertools import combinations
from pathlib import Path

TRUST = """On trust: that the reports are true and rightly graded; that the matching was complete, so that no other rule,
report or instance speaks to these statements; that rules and reports are those of the rulebook and the case.
Not certified: how sure each conclusion is."""
GIVEN = {"background", "considered", "example", "argument"}
TESTS = {"<": (-1,), "<=": (-1, 0), "=": (0,), "!=": (-1, 1), ">=": (0, 1), ">": (1,)}
getcontext().prec = 5_000

def need(so, why):
    if not so:
        sys.exit(f"Refused: {why}")

def seal(thing):
    text = json.dumps({k: v for k, v in thing.items() if k != "seal"}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

def plain(text):
    return text.replace("s's", "s'").replace('\\"', '"')

def value(term, env, scale="number", order=()):
    """Return what compares of a text, a variable ["x"], or arithmetic ["+", left, right]; of a day its place in the calendar."""
    if isinstance(term, list):
        one, *both = (value(side, env, scale, order) for side in ([env[term[0]]] if len(term) == 1 else term[1:]))
        return one if not both else one + both[0] if term[0] == "+" else one - both[0] if term[0] == "-" else one * both[0]
    if scale == "identity" or order:
        return order.index(term) if order else term
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", term)
    return Decimal(date.fromisoformat(term).toordinal()) if is_day else Decimal(term.replace(",", ""))

def matches(terms, values, env):
    return all(t == v if isinstance(t, str) else env.setdefault(t[0], v) == v for t, v in zip(terms, values, strict=True))

def compares(line, env):
    left, right = (value(line[side], env, line["scale"], line["order"]) for side in ("left", "right"))
    return (left > right) - (left < right) in TESTS[line["operator"]]

def within(line, number, env):
    return (number - value(line["limit"], env)) * (1 if line["bound"] == "at least" else -1) >= 0

def falls(marks):
    """Return every set of things that may be the true ones, of (thing, (surely, maybe))."""
    sure, free = [m for m, (so, _) in marks if so], [m for m, (so, may) in marks if may and not so]
    return [[*sure, *some] for size in range(len(free) + 1) for some in combinations(free, size)]

def keeps(line, entries, env, sure):  # whichever of the values in dispute an entry has; however entries fall, or (not sure) in some way
    each, low = (all if sure else any), line["bound"] == "at least"
    if line["function"] == "sum":
        least, fall = (min if low else max), (min if low == sure else max)
        return within(line, sum(fall(least(v or 0 for v in way) for way in entry) for entry in entries), env)
    kept = any(each(all(v is not None and within(line, v, env) for v in way) for way in entry) for entry in entries)
    whole = all(each(all(v is None or within(line, v, env) for v in way) for way in entry) for entry in entries)
    return kept and (whole or (line["function"] == "smallest") != low)

class Check:  # of a certificate: `lo` is what is shown to hold so far, `hi` what is not shown to fail
    def __init__(self, c):
        self.c, self.facts, self.instances = c, {}, dict(enumerate(c["instances"], 1))
        self.atom = {s[side]: (s, side == "say") for s in c["statements"] for side in ("say", "deny")}
        need(len(self.atom) == 2 * len(c["statements"]), "a sentence was altered: two statements are the same")
        for fact in c["facts"]:
            self.facts.setdefault(self.atom[fact["say"]] and fact["say"], []).append(fact)
        for thing in (*c["facts"], *c["rules"].values()):
            need(thing["seal"] == seal(thing), f"a report or rule was altered, its grade or another part: {thing['say']}")
        self.args = {say: ["report"] * (say in self.facts) for say in self.atom}
        for n, one in self.instances.items():
            need(one["id"] == n, f"an argument was dropped: instance {n}")
            for say in dict.fromkeys(one["then"]):
                self.args[say].append(n)
        groups = {}
        for say, (s, side) in self.atom.items():
            *forms, one_of = c["forms"][s["form"]]
            need(plain(forms[not side].format(*s["values"])) == plain(say), f"a sentence was altered: {say}")
            need(s["for" if side else "against"] == self.args[say], f"an argument, for or against, was dropped or added: {say}")
            groups.setdefault((s["form"], one_of is None, *(v for i, v in enumerate(s["values"]) if i != one_of)), []).append(say)
        self.clash = {say: [o for o in some if o != say and (self.atom[o][0] is self.atom[say][0] or self.atom[say][1] and self.atom[o][1])]
                      for some in groups.values() for say in some}
        self.foes = {say: [o for o in some if self.args[o]] for say, some in self.clash.items()}
        self.meeting = {say: [say] * bool(self.args[say]) if side else self.foes[s["say"]] for say, (s, side) in self.atom.items()}
        self.rule = {n: c["rules"][one["rule"]] for n, one in self.instances.items()}
        self.env = {n: {**one["with"], "today": c["as_of"]} for n, one in self.instances.items()}
        self.supports = {s: [r for r in some if r == "report" or self.rule[r]["kind"] != "defeater"] for s, some in self.args.items()}
        self.lines = {n: list(zip(self.rule[n]["if"][one["branch"]], one["if"])) for n, one in self.instances.items()}
        for n, one in self.instances.items():
            self.check_instance(one, self.rule[n], self.env[n], f"instance {n}, by {one['rule']}")
        reached = self.definite_but(set())
        self.clashing = {say for say in reached if reached.intersection(self.foes[say])}
        self.definite = self.definite_but(self.clashing)
        self.barred = {say for say in self.atom if self.definite.intersection(self.foes[say])}
    def fits(self, line, say, env):  # which of a line's patterns a sentence fits under a binding
        s, side = self.atom[say]
        return [at for at, (form, truth, terms) in enumerate(line["says"])
                if (form, truth) == (s["form"], side) and matches(terms, s["values"], dict(env))]
    def check_instance(self, one, rule, env, name):  # it is its rule under its binding, and speaks of all that it must
        for lines, some in zip([rule["if"][one["branch"]], *rule["unless"]], [one["if"], *one["unless"]], strict=True):
            need(len(lines) == len(some), f"a premise was dropped: {name}")
            for line, on in zip(lines, some):
                spoken = self.facts if line["kind"] == "reported" else [s for s in self.atom if self.supports[s]]
                single = line["kind"] in ("holds", "since") and (some is one["if"] or not line["wild"])
                need(all(self.fits(line, say, env) for say in on), f"a premise is not its rule's: {name}")
                whole = len(on) == 1 if single else {s for s in spoken if self.fits(line, s, env)} <= {*on}
                need(whole, f"a premise was dropped: {name}")
        need(one["seal"] == seal(one), f"a premise was dropped, or another part altered: {name}")
        for pattern, say in zip(rule["then"], one["then"], strict=True):
            need(self.fits({"says": [pattern]}, say, env), f"a conclusion is not its rule's: {name}")
    def origins(self, say):
        return {f["origin"] for f in self.facts[say] if f["origin"] and f["grade"] and f["grade"][0] <= "C" and f["grade"][1] <= "3"}
    def given(self, say):
        some = [[(f["kind"], f["grade"] or "F6") for f in self.facts.get(o, ())] for o in (say, *self.foes[say])]
        solid = [any(kind == "case" and grade[0] <= "B" and grade[1] <= "2" for kind, grade in one) for one in some]
        return any(kind in GIVEN for kind, _ in some[0]) or (solid[0] and not any(solid[1:]))
    def grades(self, say):  # None for what compares with nothing; one origin alone confirms nothing
        for f in self.facts[say]:
            none = not f["grade"] or f["kind"] == "assumption" or "F" in f["grade"] or "6" in f["grade"]
            yield None if none else f["grade"] if len(self.origins(say)) > 1 else f["grade"].replace("1", "2")
    def outgrades(self, say, other):
        def better(a, b):
            return a is not None and (a[0] <= "C" and a[1] <= "3" if b is None else a != b and a[0] <= b[0] and a[1] <= b[1])
        rated = all(any(better(a, b) for a in self.grades(say)) for b in self.grades(other))
        return rated and not self.given(say) and not self.given(other)
    def considered(self, say):
        return self.given(say) or not any(self.given(o) or self.outgrades(o, say) for o in self.foes[say] if o in self.facts)
    def first_day(self, say):  # of a sentence's surest dated reports
        def rank(f):
            letter, digit = f["grade"] or ("A1" if f["kind"] in GIVEN else "C3")
            sure = min({"A": 3, "B": 3, "D": 1, "E": 1}.get(letter, 2), {"1": 3, "2": 3, "4": 1, "5": 1}.get(digit, 2))
            sure = sure if len(self.origins(say)) > 1 or f["kind"] in GIVEN else min(sure, 2)
            return 1 if f["kind"] in ("assumption", "argument") else sure
        return min(((-rank(f), f["on"]) for f in self.facts.get(say, ()) if f["on"]), default=(0, None))[1]
    def definite_but(self, barred):
        found, fresh = {say for say in self.facts if self.given(say)} - barred, {""}
        strict = [n for n in self.instances if self.rule[n]["kind"] == "strict" and not self.rule[n]["unless"]]
        while fresh:
            sure = [n for n in strict if all(line["kind"] == "compare" or (
                line["kind"] == "holds" and found.intersection(self.meeting[on[0]])) for line, on in self.lines[n])]
            fresh = {say for n in sure for say in self.instances[n]["then"]} - found - barred
            found |= fresh
        return found
    def overriding(self, say, foe, loser):  # what speaks for one sentence and overrides what speaks for another, if both apply
        return [r for r in self.supports[say] if self.overrides(r, say, loser, foe)]
    def overrides(self, winner, say, loser, foe):
        if loser == "report":
            return winner == "report" and self.outgrades(say, foe)
        if any(say in self.meeting[p] for line, on in self.lines[loser] if line["kind"] == "absent" for p in on if p in self.clash[foe]):
            return True
        if winner == "report" or self.instances[loser]["rule"] in self.rule[winner]["overrides"]:
            return self.rule[loser]["otherwise"] or winner != "report"
        own = [line for line, _ in self.lines[winner] if line["kind"] == "absent" and not line["wild"]]
        return self.rule[loser]["otherwise"] and not any(self.fits(line, p, self.env[winner]) for line in own for p in self.clash[say])
    def holds(self, line, on, env, lo, hi, sure):  # a condition surely holds, or (not sure) may
        now, last, kind, groups = (*((lo, hi) if sure else (hi, lo)), line["kind"], {})
        for say, at in [(one, at) for one in on for at in self.fits(line, one, env)]:
            groups.setdefault((at, *(self.atom[say][0]["values"][i] for i in line["by"])), []).append(say)
        if kind == "compare":
            return compares(line, env)
        if kind in ("open", "disputed"):
            both = [[self.atom[say][0][side] for side in ("say", "deny")] for say in on]
            argued = [kind == "open" or any(r in now for s in two for r in self.supports[s]) for two in both]
            return any(so and not any(last.intersection(self.meeting[s]) for s in two) for so, two in zip(argued, both))
        if kind == "reported":
            numbers = [within(line, value(self.atom[say][0]["values"][line["number"]], {}), env) for say in on if self.considered(say)]
            return bool(numbers) and (all(numbers) if line["every"] else any(numbers))
        if kind == "total":
            return keeps(line, [list(self.ways(line, some, lo, hi)) for some in groups.values()], env, sure)
        many, most = (sum(any(m.intersection([s] if kind == "since" else self.meeting[s]) for s in some) for some in groups.values()) for m in (now, last))
        plus = sum(compares(one, env) for one in line["compare"])
        day = kind != "since" or self.first_day(on[0]) == env[line["day"]]
        return day and many + plus >= line["least"] and (line["most"] is None or most + plus <= line["most"])
    def ways(self, line, entry, lo, hi):  # the sets of values that an entry may have: one, or those in dispute; None stands for no entry
        for settled in falls([(s, (lo.intersection(self.meeting[s]), hi.intersection(self.meeting[s]))) for s in entry]):
            for some in [settled] if settled else falls([(s, self.candidate(s, lo, hi)) for s in entry]):
                for denied in [[]] if settled else falls([(s, self.unbeaten(d, self.args[d], [s], lo, hi)) for s in some for d in [self.atom[s][0]["deny"]]]):
                    yield {value(self.atom[s][0]["values"][line["number"]], {}) for s in some} | ({None} if denied or not some else set())
    def unbeaten(self, say, speakers, foes, lo, hi):
        beating = {r: [t for o in foes for t in self.overriding(o, say, r)] for r in speakers}
        return [any(r in now and not last.intersection(some) for r, some in beating.items()) for now, last in ((lo, hi), (hi, lo))]
    def candidate(self, say, lo, hi):
        others = [o for o in self.foes[say] if self.atom[o][0] is not self.atom[say][0]]
        sure, may = self.unbeaten(say, [] if say in self.barred else self.supports[say], others, lo, hi)
        return sure or lo.intersection(self.meeting[say]), may or hi.intersection(self.meeting[say])
    def broken(self, n, lo, hi, now, sure):  # the conditions that fail and the exceptions that hold, for a shown or (not sure) a possible argument
        def holds(lines, some, hi, sure):
            return [self.holds(line, on, self.env[n], lo, hi, sure) for line, on in zip(lines, some, strict=True)]
        one, rule = self.instances[n], self.rule[n]
        failing = holds(rule["if"][one["branch"]], one["if"], hi if sure else now, sure)
        stopping = [not all(holds(*pair, hi, not sure)) for pair in zip(rule["unless"], one["unless"], strict=True)]
        return [[what, at] for what, some in (("condition", failing), ("exception", stopping)) for at, so in enumerate(some, 1) if not so]
    def shown(self, key, lo, hi, now, sure):  # an argument applies, a statement stands: surely, or (not sure) maybe by what is left in `now`
        if isinstance(key, int):
            return not self.broken(key, lo, hi, now, sure)
        if key in self.definite or key in self.clashing or key in self.barred:
            return key in self.definite
        strong, weak = (hi, lo) if sure else (lo, hi)
        foes = [(o, a) for o in self.foes[key] for a in self.args[o] if a in strong]
        return any(r in now for r in self.supports[key]) and all(weak.intersection(self.overriding(key, *foe)) for foe in foes)
    def check_steps(self):
        lo, hi = {"report"}, {"report", *self.instances, *(say for say in self.atom if self.args[say])}
        for at, step in enumerate(self.c["steps"], 1):
            keys = step["unfounded"] if "unfounded" in step else [step["shown"]]
            need(set(keys) <= hi - lo, f"the order is wrong, or a sentence was altered: step {at}: {keys[:3]}")
            if "shown" in step:
                need(self.shown(keys[0], lo, hi, lo, True), f"the order is wrong, or it does not follow: step {at}: {keys[0]}")
                lo.add(keys[0])
                continue
            left = hi.difference(keys)
            for key, why in zip(keys, step["because"], strict=True):
                fails = why in self.broken(key, lo, hi, left, False) if isinstance(key, int) else not self.shown(key, lo, hi, left, False)
                need(fails, f"an unfounded set is too large, or its reason wrong: step {at}: {key}")
            hi = left
        now = set(lo)
        for key in self.c["undecided"]:
            need(key in hi - now and self.shown(key, lo, hi, now, False), f"the order is wrong, or it is not undecided: {key}")
            need(not self.shown(key, lo, hi, lo, True), f"it is shown, and not undecided: {key}")
            now.add(key)
        need(now == hi, f"it is not said what becomes of: {', '.join(sorted(map(str, hi - now)))}")
        for s in self.c["statements"]:
            say, clash = s["say"], self.clashing.intersection((s["say"], s["deny"]))
            firm = [say] if say in lo else lo.intersection(self.foes[say])
            argued = lo.intersection((*self.supports[say], *self.supports[s["deny"]]))
            maybe = "undecided" if hi.intersection((say, *self.foes[say])) else "contested" if argued else "unknown"
            sure = "definite" if self.definite.intersection(firm) else "defeasible"
            found = [None, "contested"] if clash else [say in lo, sure] if firm else [None, maybe]
            need([s["truth"], s["standing"]] == found, f"a truth does not follow: {say}: it is {found[0]}, {found[1]}")

def main(path):
    try:
        check = Check(json.loads(Path(path).read_text(encoding="utf-8")))
        check.check_steps()
    except KeyError as gone:
        need(False, f"a sentence was altered, or what it names was dropped: {gone}")
    except (OSError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        need(False, f"it cannot be read as a certificate: {type(error).__name__}: {error}")
    print(f"Accepted: {len(check.atom) // 2} statements, {len(check.instances)} arguments, {len(check.c['steps'])} steps.\n{TRUST}")

if __name__ == "__main__":
    main(sys.argv[1])

"""Mistakes that could be made in what is said: a file below the package, a text in it, and what stands there instead."""

MUTANTS = (
    # the report and why
    ("judging/findings.py", "if verdict.truth is False:", "if verdict.truth is True:"),
    ("judging/findings.py", "tuple(argument for argument in pro if argument.stands)", "tuple(pro)"),
    ("judging/findings.py", "for index in argument.beaten_by:", "for index in argument.attacked_by:"),
    (
        "judging/findings.py",
        "yield from map(self.say, self.ledger.bearing(ground).literals)",
        "yield from (self.say(mention.literal) for mention in ground.mentions)",
    ),
    (
        "judging/findings.py",
        "met or (mention.literal for mention in ground.mentions)",
        "(mention.literal for mention in ground.mentions)",
    ),
    ("judging/ledger.py", "if stages.comes_first(index):", "if index >= 0:"),
    (
        "judging/ledger.py",
        "return verdict_of(self.vocabulary, self.judgement, atom)",
        'return self.judgement.verdicts.get(atom) or Verdict(atom, None, "unknown")',
    ),
    ("explaining/sections.py", "if con or denied:", "if con:"),
    (
        "explaining/sections.py",
        'return Heads(section, "contested", _each((*pro, *con)))',
        'return Heads(section, "met", _each(pro))',
    ),
    ("explaining/roots.py", "return not self.facts and self.silent", "return self.silent"),
    ("explaining/pages.py", "if rule.id not in spoken", "if rule.id"),
    # why-not
    (
        "explaining/lacking/obstacles.py",
        "for trial in found.conditions if not trial.met]",
        "for trial in found.conditions if trial.met is False]",
    ),
    ("explaining/lacking/obstacles.py", '"denied", (opposite,)', '"contested", (opposite,)'),
    (
        "explaining/lacking/helping.py",
        'return (Need("deny", as_pattern(literal)),)',
        'return (Need("withdraw", as_pattern(literal)),)',
    ),
    (
        "explaining/lacking/helping.py",
        'Need("more", pattern, count=number - low,',
        'Need("more", pattern, count=number - low - 1,',
    ),
    (
        "explaining/lacking/searching.py",
        "return all(trial.met is not False and not trial.open for trial in group)",
        "return any(trial.met is not False and not trial.open for trial in group)",
    ),
    (
        "explaining/lacking/searching.py",
        "if self.barred is not None and self.barred in binding.items():",
        "if self.barred is None and binding is None:",
    ),
    ("explaining/lacking/__init__.py", "met=total - len(obstacles),", "met=total,"),
    (
        "explaining/lacking/defeats.py",
        "outdone = scene.is_settled(rival)",
        "outdone = bool(ledger.applying(rival))",
    ),
    ("explaining/lacking/contradicting.py", "if len(found) == len(group):", "if found:"),
    # what differs: what-if, timeline, --since
    (
        "judging/differences.py",
        "if all(weak.bearing(ground).met for ground in group):",
        "if any(weak.bearing(ground).met for ground in group):",
    ),
    ("judging/differences.py", "if not two.met:", "if two.met is not None:"),
    (
        "judging/differences.py",
        "for literal in one.literals if literal not in other.literals)",
        "for literal in one.literals)",
    ),
    (
        "judging/differences.py",
        "return CARRIES if argument.stands else",
        "return CARRIES if argument.applies else",
    ),
    (
        "judging/differences.py",
        "if _is_unanswered(weak, argument.literal, one)]",
        "if weak is not strong]",
    ),
    ("explaining/what_if.py", "if before == after:", "if before.truth == after.truth:"),
    ("explaining/what_if.py", "(literal, literal.contrary))", "(literal,))"),
    (
        "explaining/differences.py",
        "lost=teller.turned(was.literals, came=False)",
        "lost=teller.turned(was.literals, came=True)",
    ),
    (
        "explaining/differences.py",
        "return levels[0] != levels[1]",
        "return False",
    ),
    # compare
    ("surveying/comparing/carrying.py", "if fact not in gone]", "if fact is not None]"),
    (
        "surveying/comparing/carrying.py",
        "playing = None if goal.answer else {",
        "playing = None if True else {",
    ),
    (
        "surveying/comparing/differing.py",
        "if literal in other and _weight(one[literal]) == _weight(other[literal])",
        "if literal in other and literal.truth",
    ),
    # pivots
    (
        "supposing/finding.py",
        "judged((), (lost.literal,))",
        "judged((), ())",
    ),
    (
        "supposing/inputs.py",
        'Move("deny", fact.literal, (fact.literal.contrary,))',
        'Move("deny", fact.literal, (fact.literal,))',
    ),
    (
        "supposing/shares.py",
        "robustness = Share(table.share(shown))",
        "robustness = Share(1 - table.share(shown))",
    ),
    ("supposing/supporting.py", "if not stands)\n        self.units", "if stands)\n        self.units"),
)
"""Each must die: by the reasons' own tests, or else by those of the room."""

"""Read what a rule says `otherwise`: a second rule, by which the opposite is presumed where nothing shows the first."""

from collections.abc import Iterable

from msgspec import Struct

from rubicon.language.conditions import Absent, Condition, Holds, Pattern, needs, patterns
from rubicon.language.rules import Framework, Rule
from rubicon.language.speaking import speak_pattern
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import several
from rubicon.reading import safety
from rubicon.reading.circles import presumes
from rubicon.reading.conditions import Conditions
from rubicon.reading.tables import Table
from rubicon.reading.works import read_pattern


class Otherwise(Struct, frozen=True):
    """What is concluded instead of each conclusion, where some lines hold; `bound` are the variables they bind."""

    where: tuple[Condition, ...]
    absences: tuple[Absent, ...]
    conclusions: tuple[Pattern, ...]
    because: str
    bound: tuple[str, ...]

    def rules(self, rule: Rule) -> tuple[Rule, ...]:
        """Return the rule `<id>/otherwise`; a further conclusion has one of its own, `<id>/otherwise/2`."""
        return tuple(
            Rule(
                f"{rule.id}/otherwise{f'/{number}' if number > 1 else ''}",
                f"{rule.title} (otherwise)",
                rule.place,
                (*self.where, absence),
                rule.unless,
                (conclusion,),
                "defeasible",
                (),
                self.because,
                rule.cites,
                rule.school,
                rule.status,
                rule.since,
                rule.until,
                rule.confidence,
                otherwise_of=rule.id,
            )
            for number, (absence, conclusion) in enumerate(
                zip(self.absences, self.conclusions, strict=True), 1
            )
        )


def read_otherwise(
    top: Table,
    reader: Conditions,
    conclusions: tuple[Pattern, ...],
    framework: Framework | None,
    *,
    defeats: bool,
) -> Otherwise | None:
    """Read `otherwise`, its reason and what binds it; None where there is none, or it cannot be read."""
    texts, because = top.texts("otherwise"), top.text("otherwise_because") or ""
    if not texts:
        for key in ("where", "otherwise_because"):
            if key in top.content and "otherwise" not in top.content:
                remedy = "It belongs to `otherwise`; what must hold for `then` stands in `if`."
                top.problem(key, f'"{key}" without "otherwise"', remedy)
        return None
    if defeats:
        top.problem("otherwise", "a defeater has no `otherwise`", "It only casts doubt; leave this out.")
        return None
    where = _where(top, reader, framework)
    if where is None or reader.broken:
        return None
    vocabulary = reader.language.vocabulary
    read = [read_pattern(reader.language, top.sheet, text, path) for text, path in texts]
    if len(texts) != len(conclusions):
        what = f"`otherwise` says {len(texts)} and `then` {len(conclusions)}"
        top.problem(
            "otherwise", what, "Write one for each, in the same order: its opposite, or another value."
        )
        return None
    bound, kinds = safety.binders(where), safety.kinds_of(where, vocabulary)
    known = len(top.sheet.problems)
    for line in where:
        for pattern in patterns(line):
            elsewhere = {name for name in bound if bound[name] > 1}
            safety.check_denied(top.sheet, vocabulary, pattern, top.sheet.placed[id(line)], elsewhere)
    if len(top.sheet.problems) > known:
        return None
    absences, others = [], []
    for other, then, (_, path) in zip(read, conclusions, texts, strict=True):
        if other is None:
            return None
        absence = Absent(f"nothing shows that {speak_pattern(vocabulary, then)}", then)
        top.sheet.placed[id(absence)] = path
        if not presumes(absence, other, vocabulary):
            remedy = f"Write what cannot be so beside it: it is false that {speak_pattern(vocabulary, then)}"
            if vocabulary.statements[then.statement].one_of is not None and then.truth:
                remedy += ", or the same sentence with another value."
            what = "this does not conflict with what `then` says"
            top.sheet.problem(path, what, remedy)
            return None
        safety.check_kinds(top.sheet, vocabulary, kinds, other, path, reader.standing, concludes=True)
        absences.append(absence)
        others.append(other)
    excepting = [c for some in reader.unless for c in some]
    needed = (*(n for p in (*conclusions, *others) for n in p.variables), *_asked(excepting))
    unbound = [name for name in dict.fromkeys(needed) if name not in bound]
    if unbound:
        names = several([f"?{name}" for name in unbound])
        what = f"nothing says what {names} {'stands' if len(unbound) == 1 else 'stand'} for in `otherwise`"
        top.problem("otherwise", what, _remedy(vocabulary, framework, unbound))
        return None
    return Otherwise(where, tuple(absences), tuple(others), because, tuple(bound))


def _where(top: Table, reader: Conditions, framework: Framework | None) -> tuple[Condition, ...] | None:
    """Return the lines that bind `otherwise`: those of `where`, else those of `if` that pose the question."""
    faulty = [condition for condition in reader.where if not isinstance(condition, Holds)]
    for condition in faulty:
        path = top.sheet.placed[id(condition)]
        remedy = "It binds what `otherwise` speaks of; other conditions stand in `if`."
        top.sheet.problem(path, "a line of `where` is a plain sentence", remedy)
    if "where" in top.content:
        return None if faulty else reader.where
    posed = {one.statement for one in framework.posed} if framework else set()
    return tuple(c for c in reader.conditions if isinstance(c, Holds) and c.pattern.statement in posed)


def _asked(conditions: Iterable[Condition]) -> list[str]:
    return [name for condition in conditions for name in needs(condition)]


def _remedy(vocabulary: Vocabulary, framework: Framework | None, unbound: list[str]) -> str:
    """Name the line to add: what poses the question, where it binds what is unbound."""
    fitting = [one for one in (framework.posed if framework else ()) if {*unbound} <= {*one.variables}]
    said = speak_pattern(vocabulary, fitting[0]) if fitting else f"… ?{unbound[0]} …"
    return f'Add the line that binds it: where = ["{said}"]'

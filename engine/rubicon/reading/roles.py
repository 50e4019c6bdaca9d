"""Read the roles of a framework, who plays them, and the sentences and texts that name them in braces."""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from rubicon.language.conditions import Pattern, Variable
from rubicon.language.rules import Role
from rubicon.language.sentences import Language, comparable
from rubicon.problems import Problem, did_you_mean, nearest, one, several
from rubicon.reading.lines import Path
from rubicon.reading.tables import Table
from rubicon.reading.works import read_pattern

_ROLE = re.compile(r"\{(\w+)\}")
_VARIABLE = re.compile(r"\?(\w+)")


def read_role(name: str, table: Table, language: Language) -> Role:
    """Read a role that cases bind."""
    kind = table.text("kind", required=True) or ""
    required = table.flag("required", default=True)
    table.finish()
    known = [kind for kind, made in language.vocabulary.kinds.items() if not made.values]
    if kind and kind not in known:
        hint = did_you_mean(kind, known) or f"The kinds are: {several(sorted(known))}."
        table.problem("kind", f'unknown kind "{kind}"', hint)
    return Role(name, kind, required)


def check_roles(table: Table, path: Path, text: str, names: Sequence[str]) -> bool:
    """Report what stands in braces and is no role; tell whether nothing does."""
    unknown = [name for name in _ROLE.findall(text) if name not in names]
    for name in unknown:
        hint = did_you_mean(name, names) or f"The roles are: {several(names)}."
        table.problem(path, f"{{{name}}} is no role", hint)
    return not unknown


def read_with_roles(
    table: Table, text: str, below: Path, language: Language, roles: Sequence[Role]
) -> Pattern | None:
    """Read a sentence with roles in braces; a role whose kind can never fit its slot is a problem."""
    if not check_roles(table, below, text, [role.name for role in roles]):
        return None
    problems = table.sheet.problems
    before = len(problems)
    pattern = read_pattern(language, table.sheet, _ROLE.sub(r"?\1", text), (*table.path, *below))
    if pattern is None:
        problems[before:] = [_braced(one) for one in problems[before:]]
        return None
    kinds = {role.name: role.kind for role in roles}
    vocabulary = language.vocabulary
    for slot, term in zip(vocabulary.statements[pattern.statement].slots, pattern.terms, strict=True):
        kind = kinds.get(term.name, "") if isinstance(term, Variable) else ""
        if kind in vocabulary.kinds and not comparable(vocabulary, kind, slot.kind):
            what = f"wrong kind: the {term.name} is {one(kind)}, and {{{slot.name}}} wants {one(slot.kind)}"  # type: ignore[union-attr]
            table.problem(below, what, f"Name {one(slot.kind)} there.")
    return pattern


def _braced(problem: Problem) -> Problem:
    """Spell roles in a problem as they are written, in braces, and not as the variables that they are read as."""
    what, remedy = (_VARIABLE.sub(r"{\1}", text) for text in (problem.what, problem.remedy))
    return replace(problem, what=what, remedy=remedy)


def patterns_with_roles(
    table: Table, key: str, language: Language, roles: Sequence[Role], *, required: bool = False
) -> tuple[Pattern, ...]:
    """Read a list of sentences with roles in braces."""
    read = (
        read_with_roles(table, text, path[len(table.path) :], language, roles)
        for text, path in table.texts(key, required=required)
    )
    return tuple(pattern for pattern in read if pattern is not None)


def check_considered(table: Table, key: str, considered: Pattern | None, roles: Sequence[Role]) -> None:
    """Report a sentence that every case asserts, and that has more in it than every case binds."""
    needed = [role.name for role in roles if role.required]
    free = [name for name in considered.variables if name not in needed] if considered else []
    if free:
        table.problem(
            key,
            f"?{free[0]} is no role that every case binds",
            f"A case asserts this sentence, so that only these may stand in it: {several(needed)}.",
        )


def missing_from(given: Iterable[str], roles: Mapping[str, Role]) -> list[Role]:
    """Return the required roles that nobody plays, but for those that a name given instead seems to mean.

    Such a name is unknown, and told as that.

    >>> parts = {name: Role(name, "actor", required=True) for name in ("host", "guest")}
    >>> [role.name for role in missing_from(["hots"], parts)]
    ['guest']
    """
    names = set(given)
    lacking = [role for role in roles.values() if role.required and role.name not in names]
    meant = {near for name in names - set(roles) for near in nearest(name, [one.name for one in lacking], 1)}
    return [role for role in lacking if role.name not in meant]


def read_cast(
    table: Table | None, language: Language, roles: Mapping[str, Role] | None
) -> tuple[tuple[str, str], ...]:
    """Read who plays which role; `roles` None: there is no framework, and any role will do."""
    found = []
    for name in table.content if table else ():
        text = table.text(name) if table else None
        if table is None or text is None:
            continue
        if roles is not None and name not in roles:
            hint = did_you_mean(name, roles) or f"The roles are: {several(roles)}."
            table.problem(name, f'unknown role "{name}"', hint)
            continue
        entity = language.entity(text)
        wanted = roles[name].kind if roles else None
        if entity is None:
            if language.doubts.excuse(text.split()):
                table.sheet.excused = True
            else:
                fitting = language.names_of(wanted) if wanted else language.all_names()
                hint = did_you_mean(text, fitting) or "Add it to the entities of the rulebook or of the case."
                if text.startswith("?"):
                    hint = "Only rules have variables: name who it is in this case."
                table.problem(name, f'unknown entity "{text}"', hint)
        elif wanted is not None and not language.vocabulary.is_a(entity.kind, wanted):
            table.problem(
                name,
                f"wrong kind: {entity.name} is {one(entity.kind)}, and the {name} must be {one(wanted)}",
                f'Name {one(wanted)}: {name} = "…"',
            )
        else:
            found.append((name, entity.name))
    return tuple(sorted(found))

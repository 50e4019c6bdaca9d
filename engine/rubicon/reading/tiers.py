"""Read the tiers of a framework, their base rates, its baselines, its scope and whom it asks about: DESIGN 2.3."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from rubicon.language.conditions import Comparison, Condition, Holds
from rubicon.language.facts import Source
from rubicon.language.rules import Baseline, BaseRate, Role, Tier
from rubicon.language.sentences import Language
from rubicon.problems import did_you_mean, several
from rubicon.reading.lines import Path
from rubicon.reading.roles import check_considered, check_roles, patterns_with_roles, read_with_roles
from rubicon.reading.tables import Table
from rubicon.reading.works import read_bound, read_source


def read_tiers(
    tables: Iterable[tuple[str, Table]],
    language: Language,
    roles: Sequence[Role],
    sources: Mapping[str, Source] | None,
) -> tuple[Tier, ...]:
    """Read every `[tier.…]`, the default one first: that which says so, else the first."""
    found: dict[str, Tier] = {}
    default: str | None = None
    for name, table in tables:
        title, event = table.text("title", required=True), table.text("event", required=True)
        check_roles(table, ("event",), event or "", [role.name for role in roles])
        text = table.text("considered")
        considered = None if text is None else read_with_roles(table, text, ("considered",), language, roles)
        check_considered(table, "considered", considered, roles)
        rate = _base_rate(table.table("base_rate"), sources)
        if table.flag("default"):
            if default is not None:
                table.problem("default", f'the tier "{default}" is the default already', "Leave one out.")
            default = name
        table.finish()
        if name in found:
            table.problem("", f'the tier "{name}" is there twice', "Give each tier a name of its own.")
        found[name] = Tier(name, title or name, event or "", considered, rate)
    chosen = default if default is not None else next(iter(found), None)
    tiers = [replace(tier, default=name == chosen) for name, tier in found.items()]
    return tuple(sorted(tiers, key=lambda tier: not tier.default))


def _base_rate(table: Table | None, sources: Mapping[str, Source] | None) -> BaseRate | None:
    if table is None:
        return None
    of, until = table.text("of", required=True), table.day("until")
    share, source = table.share("share"), read_source(table, sources, required=True)
    table.finish()
    return None if share is None else BaseRate(share, of or "", until, source)


def read_baselines(
    tables: Iterable[Table], language: Language, roles: Sequence[Role], answers: Sequence[str]
) -> tuple[Baseline, ...]:
    """Read every `[[baseline]]`: what would be said where a sign is seen, and where none is."""
    found = []
    for table in tables:
        title = table.text("title", required=True) or ""
        signs = patterns_with_roles(table, "if", language, roles, required=True)
        says = table.text("says", required=table.has("otherwise"))
        otherwise = table.text("otherwise", required=table.has("says"))
        for key, answer in (("says", says), ("otherwise", otherwise)):
            if answer is not None and answer not in answers:
                hint = did_you_mean(answer, answers) or f"The answers are: {several(answers)}."
                table.problem(key, f'"{answer}" is no answer to the question', hint)
        table.finish()
        found.append(Baseline(title, signs, says, otherwise))
    return tuple(found)


def read_scope(
    table: Table, text: str, path: Path, language: Language, kinds: Mapping[str, str]
) -> Condition | None:
    """Read a line of the scope: a sentence or a comparison over the roles."""
    condition = read_bound(language, table.sheet, text, path, kinds, "role")
    if condition is None or isinstance(condition, Holds | Comparison):
        return condition
    remedy = "It holds where each of its lines is definite: write sentences and comparisons of roles."
    table.sheet.problem(path, "the scope asks for what cannot be definite", remedy)
    return None


def read_entity(table: Table, text: str, path: Path, language: Language) -> str | None:
    """Read the name of an entity of the rulebook."""
    entity = language.entity(text)
    if entity is None:
        hint = did_you_mean(text, language.all_names()) or "Add it to the entities of the rulebook."
        table.sheet.problem(path, f'unknown entity "{text}"', hint)
    return entity.name if entity else None

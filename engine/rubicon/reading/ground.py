"""Read the ground that the rules of a rulebook stand on: its words, entities, sources, standing facts and framework."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from rubicon.language.conditions import Condition
from rubicon.language.facts import Entity, Fact, Source
from rubicon.language.names import Doubts
from rubicon.language.rules import Framework
from rubicon.language.sentences import Language
from rubicon.language.vocabulary import Statement, Vocabulary
from rubicon.reading.files import Sheet
from rubicon.reading.frame import read_framework
from rubicon.reading.statements import read_ask_if, read_statements
from rubicon.reading.tables import Table
from rubicon.reading.touching import Rewordings, rewordings_between
from rubicon.reading.words import read_entities, read_kinds
from rubicon.reading.works import read_facts, read_sources

_NAMING = frozenset({"entities", "sources"})
"""The parts in which no sentence stands."""


class CommonGround(Struct):
    """What was read of the files of a rulebook that hold no rules; `known` are the sources, if all could be read."""

    parts: dict[str, list[Sheet]]
    vocabulary: Vocabulary
    entities: list[Entity]
    language: Language
    sources: dict[str, Source]
    known: dict[str, Source] | None
    background: list[Fact]
    framework: Framework | None
    ask_if: dict[str, tuple[Condition, ...]]


def read_ground(files: Mapping[str, list[Sheet]], was: CommonGround | None) -> CommonGround:
    """Read the files that hold no rules, by what they hold; what does not read otherwise than before is taken over."""
    parts = dict(files)
    tables = {
        name: [Table(sheet, (), sheet.content) for sheet in sheets if not sheet.broken]
        for name, sheets in parts.items()
    }
    unread = {name for name, sheets in parts.items() if any(sheet.broken for sheet in sheets)}
    if "vocabulary" in unread or not parts["vocabulary"]:  # what rests on its kinds cannot be judged
        unread.add("vocabulary")
        tables["entities"], tables["framework"] = [], []
    was = was if was is not None and not unread and _is_whole(was) else None
    kinds = read_kinds(_named(tables["vocabulary"], "kind"))
    kept = _kept(was, parts["vocabulary"]) if was is not None and kinds == was.vocabulary.kinds else {}
    statements, forms = read_statements(_named(tables["vocabulary"], "statement"), kinds, kept)
    vocabulary = Vocabulary(kinds, statements)
    if was is not None and _is_same(vocabulary, was.vocabulary):
        vocabulary = was.vocabulary
    changes = rewordings_between(was.vocabulary, vocabulary) if was is not None else None
    same = _same(was, parts, changes) if was is not None else frozenset[str]()
    if was is not None:
        parts |= {name: was.parts[name] for name in same}
    if was is not None and "entities" in same:
        entities, faulty = was.entities, frozenset[tuple[str, ...]]()
    else:
        entities, faulty = read_entities(_entities(tables["entities"]), vocabulary)
    words_missing = "vocabulary" in unread
    doubts = Doubts(forms, faulty, words_missing, words_missing or "entities" in unread)
    language = Language(vocabulary, entities, doubts)
    if was is not None and "sources" in same:
        sources = was.sources
    else:
        sources = read_sources(_named(tables["sources"], "source"))
    known = None if "sources" in unread else sources
    if was is not None and "background" in same:
        background = was.background
    else:
        rows = [row for table in tables["background"] for row in table.rows("fact")]
        background = read_facts(rows, language, known, "background")
    if was is not None and "framework" in same:
        framework = was.framework
    else:
        framework = read_framework(tables["framework"], language, known) if tables["framework"] else None
    asks_same = was is not None and changes is not None and not changes.words and "entities" in same
    asking = {name: was.ask_if.get(name, ()) for name in kept} if was is not None and asks_same else {}
    ask_if = read_ask_if(_named(tables["vocabulary"], "statement"), language, asking)
    for name in ("vocabulary", "entities", "background", "sources"):
        for table in tables[name] if name not in same else ():
            table.finish()
    return CommonGround(parts, vocabulary, entities, language, sources, known, background, framework, ask_if)


def rewordings_of(one: CommonGround, other: CommonGround) -> Rewordings | None:
    """Return what can make a rule that is well read otherwise; None where that may be anything."""
    same = _bearing(one) == _bearing(other)
    return rewordings_between(one.vocabulary, other.vocabulary) if same else None


def _bearing(ground: CommonGround) -> tuple[object, ...]:
    """Return what beside the vocabulary the reading of a rule that is well rests on."""
    frame = ground.framework
    asked = (frame.roles, frame.posed, [school.name for school in frame.schools]) if frame else None
    return ground.entities, ground.known, asked


def _is_same(one: Vocabulary, other: Vocabulary) -> bool:
    """Tell whether two vocabularies say the same in the same order."""
    return one == other and [*one.kinds, *one.statements] == [*other.kinds, *other.statements]


def _is_whole(ground: CommonGround) -> bool:
    """Tell whether no file was passed over because of another that could not be read."""
    doubts = ground.language.doubts
    return ground.known is not None and not doubts.all_forms and not doubts.all_names


def _well_as_before(was: Iterable[Sheet], sheets: Iterable[Sheet]) -> set[str]:
    """Return the names of files in which nothing is wrong, and that say what they said."""
    before = {sheet.shown: sheet.text for sheet in was if sheet.is_well}
    return {sheet.shown for sheet in sheets if before.get(sheet.shown) == sheet.text and not sheet.problems}


def _kept(was: CommonGround, sheets: Iterable[Sheet]) -> dict[str, Statement]:
    """Return the statements of files that are well as before."""
    same = _well_as_before(was.parts["vocabulary"], sheets)
    return {name: one for name, one in was.vocabulary.statements.items() if one.place.path in same}


def _same(was: CommonGround, parts: Mapping[str, list[Sheet]], changes: Rewordings | None) -> frozenset[str]:
    """Return the parts beside the vocabulary that read as before, by their names, with what they rest on."""
    same = {
        name
        for name, sheets in parts.items()
        if name != "vocabulary"
        and [sheet.shown for sheet in sheets] == [sheet.shown for sheet in was.parts[name]]
        and len(_well_as_before(was.parts[name], sheets)) == len(sheets)
    }
    if changes is None:
        return frozenset(same & {"sources"})
    if {"entities", "sources"} <= same:
        return frozenset(name for name in same if name in _NAMING or not any(map(changes.touch, parts[name])))
    return frozenset(same & _NAMING)


def _named(tables: Iterable[Table], key: str) -> Iterator[tuple[str, Table]]:
    for table in tables:
        yield from table.named(key)


def _entities(tables: Iterable[Table]) -> list[Table]:
    found: list[Table] = []
    for table in tables:
        if isinstance(table.content.get("entity"), dict):
            found += [inner for _, inner in table.named("entity")]
        else:
            found += table.rows("entity")
    return found

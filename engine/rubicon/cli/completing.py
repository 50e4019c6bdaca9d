"""What a shell offers while a command is typed: cases, sentences, sources and entities."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem, split_arg_string

from rubicon.cli.naming import found_at
from rubicon.judging.assessing import language_of
from rubicon.language.facts import Case
from rubicon.language.names import Names
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Form, Slot, Statement
from rubicon.places import shipped
from rubicon.problems import BadInput
from rubicon.reading import read_case, read_kept_rulebook
from rubicon.reading.choosing import choose_rulebook, library_of

MOST = 60
"""What is offered at most."""

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _case_names(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer case files here, and the cases of the library by name."""
    here = [str(path) for path in Path().glob(f"{begun}*.toml")] if not begun.startswith("/") else []
    rulebook = choose_rulebook(ctx.params.get("folder"), ()).folder
    library = library_of(rulebook) or shipped("cases")
    names = [*here, *(path.stem for path in library.glob("*.toml"))]
    found = [CompletionItem(name) for name in sorted(set(names)) if name.startswith(begun)]
    return [*found[:MOST], CompletionItem(begun, type="file")]


def _read(ctx: click.Context) -> tuple[Rulebook, Case | None]:
    """Read what the line names so far; a case that cannot be read offers nothing of its own."""
    words = split_arg_string(
        os.environ.get("COMP_WORDS", "")
    )  # an option yet without its value hides the case
    paths = [found for word in (ctx.params.get("case"), *words) if word and (found := found_at(word))][:1]
    rulebook = read_kept_rulebook(choose_rulebook(ctx.params.get("folder"), paths).folder, examples=False)
    try:
        return rulebook, read_case(paths[0], rulebook) if paths else None
    except BadInput:
        return rulebook, None


def _sentences(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer sentences that begin as typed: slot by slot, entities where one stands next."""
    rulebook, case = _read(ctx)
    language = language_of(rulebook, case)
    roles = dict(case.roles) if case else {}
    offered: dict[str, None] = {}
    for statement in rulebook.vocabulary.statements.values():
        for form in (statement.form, statement.denied):
            if form is not None:
                for text in _grown(language, roles, statement, form, begun):
                    offered.setdefault(text)
    return [CompletionItem(text) for text in sorted(offered)[:MOST]]


def _grown(
    names: Names,
    roles: dict[str, str],
    statement: Statement,
    form: Form,
    begun: str,
) -> Iterator[str]:
    """Yield a form as far as it goes on from what is typed: to its end, with the names that may stand next."""
    said = [""]
    for part in form:
        if isinstance(part, Slot):
            kind = next(slot.kind for slot in statement.slots if slot.name == part.name)
            said = [
                f"{text}{name}"
                for text in said
                for name in _names(names, kind, roles.get(part.name), text, begun)
            ]
        else:
            said = [f"{text}{part}" for text in said]
        said = [text for text in said if text.startswith(begun) or begun.startswith(text)][:MOST]
    yield from (text for text in said if text.startswith(begun))


def _names(names: Names, kind: str, own: str | None, text: str, begun: str) -> list[str]:
    """Return what may stand in a slot after a text: all that fits what is typed, or one name where nothing is yet."""
    main = [entity.name for entity in names.entities.values() if names.vocabulary.is_a(entity.kind, kind)]
    known = [*([own] if own else []), *main, *names.names_of(kind)] or [f"{{{kind}}}"]
    fitting = [
        name
        for name in dict.fromkeys(known)
        if f"{text}{name}".startswith(begun) or begun.startswith(f"{text}{name}")
    ]
    if len(begun) + 1 >= len(text):
        return fitting
    return ([own] if own else [name for name in fitting if name not in text] or fitting)[:1]


def _asserted(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the sentences that the case asserts."""
    rulebook, case = _read(ctx)
    facts = case.facts if case else ()
    said = {speak(rulebook.vocabulary, one.literal) for one in facts if one.retracted is None}
    return [CompletionItem(text) for text in sorted(said) if text.startswith(begun)][:MOST]


def _sources(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the keys of the case's sources."""
    case = _read(ctx)[1]
    known = case.sources if case else ()
    return [CompletionItem(one.key, help=one.title) for one in known if one.key.startswith(begun)][:MOST]


def _parts(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the roles of the framework, and after `=` the entities that may play one."""
    rulebook, case = _read(ctx)
    language = language_of(rulebook, case)
    pairs = [
        f"{role.name}={name}"
        for role in (rulebook.framework.roles if rulebook.framework else ())
        for name in ([*language.names_of(role.kind)] if begun.startswith(f"{role.name}=") else [""])
    ]
    return [CompletionItem(pair) for pair in pairs if pair.startswith(begun)][:MOST]


CASE: Completion = _case_names
SENTENCE: Completion = _sentences
ASSERTED: Completion = _asserted
SOURCE: Completion = _sources
PART: Completion = _parts

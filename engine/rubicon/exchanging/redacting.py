"""What is left out of what others are given: notes, and what tells of marked sources."""

from msgspec.structs import replace

from rubicon.language.facts import Case, Fact, Source

WITHHELD = "withheld"
"""What stands for the title of a source that others may not see."""


def redacted(case: Case) -> Case:
    """Return a case without notes and reasons of retractions, and with marked sources by number alone."""
    marked = [source.key for source in case.sources if source.marking]
    shown = {key: Source(f"{WITHHELD}-{number}", WITHHELD) for number, key in enumerate(marked, 1)}

    def fact(one: Fact) -> Fact:
        source = shown.get(one.source.key, one.source) if one.source else None
        return replace(one, note=None, source=source, retracted=one.retracted and WITHHELD)

    return replace(
        case,
        note=None,
        sources=tuple(shown.get(source.key, source) for source in case.sources),
        facts=tuple(fact(one) for one in case.facts),
    )

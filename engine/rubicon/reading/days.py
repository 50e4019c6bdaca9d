"""What does not go together in the days of a fact, of its source and of its case."""

from datetime import date

from rubicon.reading.tables import Table


def look_at_days(
    table: Table, begins: date | None, known: date | None, published: date, judged: date | None
) -> None:
    """Warn where the days of a fact, of its source and of its case do not go together; `known` is a day that is stated."""
    if known is not None and published > known:
        table.problem(
            "known",
            f"known on {known}, but its source is dated {published}",
            "It is taken as known on the day given; check which day is right.",
            lint="RUB304",
            days=(known, published),
        )
    if known is None and judged is not None and published > judged and (begins is None or begins <= judged):
        table.problem(
            "source",
            f"its source is dated {published}, after the day judged, {judged}",
            "It does not count on that day. Name a source of the time; or say with `known` when it was public, even if that is its source's day.",
            lint="RUB308",
            days=(published, judged),
        )
    if known is None and begins is not None and published < begins:
        table.problem(
            "source",
            f"its source is dated {published}, before the day that it tells of, {begins}",
            "Check which day is right; what was announced says with `known` on which day.",
            lint="RUB309",
            days=(published, begins),
        )


def check_spans(
    table: Table,
    on: date | None,
    until: date | None,
    known: date | None,
    withdrawn: date | None,
    *,
    exact: bool,
) -> None:
    """See to it that a fact ends after it begins, and is withdrawn after it was known; `exact`: no day of it is uncertain."""
    if on is not None and until is not None and until <= on:
        what, remedy = (
            f"it ends on {until}, not after it begins on {on}",
            "`until` is the first day on which it no longer holds.",
        )
        if not exact:
            what = f"it counts from {on} and no longer from {until}, so it is never in force"
            remedy = "An uncertain day counts from the last day of its span, an uncertain end from the first."
        table.problem("until", what, remedy, lint="" if exact else "RUB305", days=(on, until))
    if known is not None and withdrawn is not None and withdrawn <= known:
        table.problem(
            "withdrawn",
            f"withdrawn on {withdrawn}, not after it was known on {known}",
            "`withdrawn` is the first day on which the report no longer counts; check both days.",
            days=(withdrawn, known),
        )

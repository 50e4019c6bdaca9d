"""Which facts count on a day: DESIGN 2.5 in answer-set programming, from what a case says and nothing else."""

import clingo

from oracle import literal_text

DAYS = """
% from which day an uncertain one counts: the last of its span, or an earlier one within it on which it was told
early(F,D) :- span(F,A,B), told(F,D), A <= D, D < B.
on(F,D) :- span(F,_,B), D = #min { E : early(F,E); B }.

late(F) :- on(F,D), today(T), T < D.
over(F) :- state(F), until(F,D), today(T), D <= T.
over(F) :- state(F), until(F,D), on(F,E), D <= E.
unknown(F) :- known(F,D), today(T), T < D.
unknown(F) :- withdrawn(F,D), today(T), D <= T.
current(F) :- fact(F), not late(F), not over(F), not unknown(F), not retracted(F).

% a later one of the same source ends an earlier one only where its span lies wholly after
rival(F,G) :- says(F,l(A,T)), says(G,l(A,U)), T != U.
rival(F,G) :- says(F,l(A,1)), says(G,l(B,1)), A != B, group(F,X), group(G,X).
ended(F) :- current(F), current(G), rival(F,G), from(F,S), from(G,S), span(F,_,B), span(G,A,_), A > B.
counts(F) :- current(F), not ended(F).
#show counts/1.
#show on/2.
"""


def counting(vocabulary, facts, day):
    """Return the numbers of the facts that count on a day, and from which day each that has one counts.

    Read are the spans, the source's date, `known`, `withdrawn` and `retracted` of a fact; of its `on` and `until`
    only where they are single days.
    """
    lines = [f"today({day.toordinal()})."]
    for number, fact in enumerate(facts):
        statement = vocabulary.statements[fact.literal.atom.statement]
        lines.append(f"fact({number}). says({number},{literal_text(fact.literal)}).")
        if not any(slot.kind == "date" for slot in statement.slots):
            lines.append(f"state({number}).")
        if statement.one_of is not None:
            values = list(fact.literal.atom.values)
            del values[statement.one_of]
            lines.append(f'group({number},"{statement.name} {values}").')
        if fact.source is not None:
            lines.append(f'from({number},"{fact.source.key}").')
        within = fact.on_within
        if within is not None or fact.on is not None:
            first, last = (within.first, within.last) if within else (fact.on, fact.on)
            lines.append(f"span({number},{first.toordinal()},{last.toordinal()}).")
        told = [fact.known, fact.source.date if fact.source else None] if within else []
        lines += [f"told({number},{one.toordinal()})." for one in told if one is not None]
        until = fact.until_within.first if fact.until_within else fact.until
        for name, one in (("until", until), ("known", fact.known), ("withdrawn", fact.withdrawn)):
            if one is not None:
                lines.append(f"{name}({number},{one.toordinal()}).")
        if fact.retracted is not None:
            lines.append(f"retracted({number}).")
    control = clingo.Control(logger=lambda *_: None)
    control.add("base", [], DAYS + "\n".join(lines))
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        (shown,) = (model.symbols(shown=True) for model in handle)
    counts = {symbol.arguments[0].number for symbol in shown if symbol.name == "counts"}
    begins = {
        symbol.arguments[0].number: symbol.arguments[1].number for symbol in shown if symbol.name == "on"
    }
    return counts, begins

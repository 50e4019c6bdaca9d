"""On which days a rule applies in some case, and the case of the last of them."""

from collections.abc import Sequence
from datetime import date

from rubicon.editing.analysing.calendars import ALWAYS, Days, Span, apart, joined
from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.sides import tiers_of
from rubicon.editing.analysing.terrain import Approach, Outset, TooWideError
from rubicon.editing.analysing.views import Panorama, schools_of
from rubicon.editing.analysing.witnesses import has_applied, judged, written
from rubicon.judging.assessing import all_schools
from rubicon.language.rules import Rule
from rubicon.supposing.scenarios.formulas import some
from rubicon.supposing.solving import UnsettledError


def days_of(outset: Outset, rule: Rule, statement: str) -> tuple[Days, str]:
    """Return the days on which a rule for a statement applies in some case, with new things in the parts.

    Raises:
        UnsettledError: that is not decided.
    """

    def laid(field: Field, inquiry: Inquiry) -> Sequence[int]:
        applies = some(field.applies(number) for number in field.of_rule(rule.id))
        ((gate, _),) = inquiry.lay(field.cells, [applies])
        inquiry.ready([gate])
        return [gate]

    found: dict[Span, str] = {}
    missing = ALWAYS
    for tier in tiers_of(outset.rulebook):
        for school, rules in schools_of(outset, all_schools(outset.rulebook)):
            if rule not in rules:
                continue
            panorama = Panorama(outset, [statement], Approach(school, rules, outset.day, tier), laid)
            try:
                for view in panorama.views():
                    for run in view.runs:
                        shown = view.find(0, run) if apart(missing, run) != missing else None
                        if shown is None:
                            continue
                        text = written(
                            shown.terrain, shown.facts, f"The last case in which {rule.id} applies"
                        )
                        if not has_applied(judged(shown.terrain, outset.rulebook, text), rule):
                            raise UnsettledError
                        missing = apart(missing, run)
                        found[run] = text
            except TooWideError:
                raise UnsettledError from None
    last = max(found, key=lambda run: run[0] or date.min, default=None)
    return joined(found) or (), "" if last is None else found[last]

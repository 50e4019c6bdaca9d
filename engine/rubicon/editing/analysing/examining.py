"""Examine the rules for one statement: what never applies, always does, makes no difference, or conflicts."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rubicon.editing.analysing.applying import near_miss
from rubicon.editing.analysing.calendars import Days
from rubicon.editing.analysing.lasting import days_of
from rubicon.editing.analysing.mattering import Removal, difference, is_as_sure, without_rule
from rubicon.editing.analysing.questions import QueryKind
from rubicon.editing.analysing.sites import Facts, Site, Sites
from rubicon.editing.analysing.terrain import Approach, TooWideError, outset_of
from rubicon.editing.analysing.witnesses import applying, has_applied, judged, written
from rubicon.editing.inspecting import Inspection
from rubicon.judging.judgements import Judgement, Truth
from rubicon.language.binding import unified
from rubicon.language.facts import Literal, Place
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import Problem
from rubicon.supposing.solving import UnsettledError

MOST_COMPARED = 80_000
"""Rule instances of the worlds in which a judgement is compared with another, taken together."""

TOO_MUCH = "The search takes more work than may be spent on it."
_FIRMNESS = ("low", "moderate", "high")


class Examination:
    """The rules that conclude something of a statement, looked at one by one."""

    def __init__(self, rulebook: Rulebook, stated: Iterable[str], statement: str, about: str) -> None:
        self.look = Inspection(rulebook)
        self.outset = outset_of(rulebook, stated)
        self.free = replace(self.outset, freely=True)
        self.statement = statement
        self.about = about
        self.rules = [
            rule for rule in self.look.rules if any(one.statement == statement for one in rule.conclusions)
        ]
        self._homes: dict[str, Approach] = {}
        self._sites: dict[tuple[tuple[str, ...], bool], Sites] = {}

    def of_rule(self, rule: Rule) -> Iterator[Problem]:
        """Yield what is found of a rule by itself; what it is to others is then asked in vain."""
        steps = (
            ("this rule can apply", self._applies),
            ("this rule always applies", self._always),
            ("this rule makes a difference", self._matters),
        )
        for question, step in steps:
            try:
                found = step(rule)
            except UnsettledError:
                yield self.undecided(rule, question)
                continue
            if found is not None:
                yield found
                return

    def undecided(self, rule: Rule, question: str) -> Problem:
        """Return the finding that a question is not decided."""
        what = f"whether {question} is not decided"
        return self.look.told(self.look.at(rule, "if"), "RUB169", what, TOO_MUCH, cause=what)

    def told(self, place: Place, lint: str, what: str, remedy: str, witness: str) -> Problem:
        """Return a finding with the case that shows it."""
        return self.look.told(place, lint, what, remedy, witness=witness)

    def sites(self, statements: Iterable[str], *, freely: bool) -> Sites:
        """Return the worlds of some statements, by what cases ordinarily state or whatever they may."""
        key = (tuple(dict.fromkeys(statements)), freely)
        if key not in self._sites:
            self._sites[key] = Sites(self.free if freely else self.outset, key[0])
        return self._sites[key]

    def found(
        self, asked: QueryKind, *rules: Rule, of: str = "", nearby: bool = False
    ) -> tuple[Site, Facts] | None:
        """Return a case in which what is asked is so, by what cases ordinarily state, else whatever they may."""
        for freely in (False, True):
            sites = self.sites([of or self.statement], freely=freely)
            near = self._near(*rules) if nearby else None
            found = sites.first(rules, lambda site: site.find(asked), near=near)
            if found is not None:
                return found
        return None

    def _near(self, *rules: Rule) -> list[Approach]:
        """Return the likeliest sides of rules: from where the first of them was seen to apply, then each school's."""
        home = self._homes.get(rules[0].id)
        first = self.sites([self.statement], freely=False).firstly(*rules)
        names = {rule.id for rule in rules}
        return [home, *first] if home and names <= {rule.id for rule in home.rules} else first

    def _applies(self, rule: Rule) -> Problem | None:
        """Find a rule that applies in no case, or only where a case states what rules conclude."""
        asked: QueryKind = ("applies", rule.id, "")
        ordinary = self.sites([self.statement], freely=False)
        found = ordinary.first([rule], lambda site: site.find(asked))
        if found is not None:
            self._homes[rule.id] = found[0].terrain.approach
            if found[0].terrain.day == self.outset.day or not rule.in_force(self.outset.day):
                return None
        days, text = days_of(self.outset, rule, self.statement)
        if days:
            return self._no_more(rule, days, text)
        if found is not None:
            return None
        free = self.sites([self.statement], freely=True)
        found = free.first([rule], lambda site: site.find(asked))
        place = self.look.at(rule, "if")
        if found is not None:
            text = self.shown(found, f"A case in which {rule.id} applies", rule)
            what = "this rule applies only where a case itself states what rules conclude"
            remedy = "Let a rule conclude it, give its statement an `ask`, or leave this rule out."
            return self.told(place, "RUB162", what, remedy, text)
        near = near_miss(free, rule)
        remedy = (
            f'It could without "{near.line}".' if near.line else "Several of its lines exclude each other."
        )
        return self.told(place, "RUB161", "this rule can never apply", remedy, near.witness)

    def _no_more(self, rule: Rule, days: Days, text: str) -> Problem | None:
        """Find a rule that is in force though it applies in no case of a day any more."""
        last = days[-1][1]
        if last is None or not rule.in_force(self.outset.day):
            return None
        what = f"this rule applies in no case from {last} on"
        remedy = f"Say so, by `until = {last}`, or mend what it waits for in vain."
        return self.told(self.look.at(rule, "if"), "RUB161", what, remedy, text)

    def shown(self, found: tuple[Site, Facts], title: str, *rules: Rule) -> str:
        """Return the text of a case in which some rules apply, tried by the judge.

        Raises:
            UnsettledError: the judge sees it otherwise.
        """
        site, facts = found
        text = written(site.terrain, facts, title)
        judgement = judged(site.terrain, self.outset.rulebook, text)
        if not all(has_applied(judgement, rule) for rule in rules):
            raise UnsettledError
        return text

    def _always(self, rule: Rule) -> Problem | None:
        """Find a rule that asks more than that a case is posed, and applies in all that are."""
        posed = (
            {one.statement for one in self.look.rulebook.framework.posed}
            if self.look.rulebook.framework
            else {}
        )
        if all(pattern.statement in posed for pattern in rule.premises):
            return None
        asked: QueryKind = ("idle", rule.id, "")
        for freely in (False, True):
            sites = self.sites([self.statement], freely=freely)
            if sites.first([rule], lambda site: site.find(asked) if asked in site.gates else ()) is not None:
                return None
        site = sites.at(next(iter(sites.approaches(rule))))
        text = self.shown((site, ()), f"A case that states nothing, in which {rule.id} applies", rule)
        what = "this rule applies in every case"
        remedy = "Ask for something that may be lacking, or say what it says without conditions."
        return self.told(self.look.at(rule, "if"), "RUB163", what, remedy, text)

    def _matters(self, rule: Rule) -> Problem | None:
        """Find a rule beside which another says as much, or without which all is the same."""
        if self.found(("decides", rule.id, ""), rule, nearby=True) is not None:
            return None
        if self._is_surer(rule) or self._changes_how_sure(rule):
            return None
        found = self.found(("applies", rule.id, ""), rule)
        if rule.kind != "defeater" and self.found(("alone", rule.id, ""), rule, nearby=True) is None:
            for other in self.rules:
                if other.id != rule.id and _is_as_good(other, rule) and self._is_beside(rule, other):
                    text = self.shown(found or self.nothing(), f"{rule.id} and {other.id}", rule, other)
                    what = f'whenever this rule applies, "{other.id}" concludes the same'
                    remedy = "Leave one of the two out, with the reasons of both in the other."
                    return self.told(rule.place, "RUB164", what, remedy, text)
        if self.differs(without_rule(rule.id), rule):
            return None
        text = self.same(
            found or self.nothing(), rule, None, f"A case in which {rule.id} applies, and changes nothing"
        )
        what = "with this rule and without it, the same is concluded, and as surely in each case tried"
        remedy = "Leave it out, or let it override what it loses to."
        return self.told(rule.place, "RUB165", what, remedy, text)

    @staticmethod
    def nothing() -> tuple[Site, Facts]:
        """Say that what should be found is not.

        Raises:
            UnsettledError: always.
        """
        raise UnsettledError

    def _is_beside(self, rule: Rule, other: Rule) -> bool:
        """Tell whether another rule always concludes what a rule does."""
        asked: QueryKind = ("beside", rule.id, other.id)
        plain: QueryKind = ("beside", rule.id, "")
        return self._beside(rule, asked, plain)

    def _beside(self, rule: Rule, asked: QueryKind, plain: QueryKind) -> bool:
        sites = self.sites([self.statement], freely=True)
        return sites.first([rule], lambda site: site.find(asked if asked in site.gates else plain)) is None

    def _is_surer(self, rule: Rule) -> bool:
        """Tell whether a rule could make surer what another concludes as well."""
        vocabulary = self.outset.rulebook.vocabulary
        return rule.kind != "defeater" and any(
            _FIRMNESS.index(other.confidence) < _FIRMNESS.index(rule.confidence)
            and unified(vocabulary, head, mine) is not None
            for other in self.rules
            if other.id != rule.id and other.kind != "defeater"
            for head in other.conclusions
            for mine in rule.conclusions
        )

    def _changes_how_sure(self, rule: Rule) -> bool:
        """Tell whether a judgement is surer, or less sure, for a rule where it meets another that speaks of the same."""
        sites = self.sites([self.statement], freely=False)
        for approach in self._near(rule):
            try:
                if not is_as_sure(sites.at(approach), rule, self.rules):
                    return True
            except TooWideError:
                continue
        return False

    def differs(self, change: Removal, rule: Rule, *others: Rule) -> bool:
        """Tell whether a change of a rule shows in some case that others bear on, too."""
        statements = [pattern.statement for pattern in rule.conclusions]
        for nearby in (True, False):
            for freely in (False, True):
                sites = self.sites(statements, freely=freely)
                if sites.first(
                    (rule, *others),
                    lambda site: difference(site, rule.id, change),
                    MOST_COMPARED,
                    near=self._near(rule, *others) if nearby else None,
                ):
                    return True
        return False

    def same(self, found: tuple[Site, Facts], rule: Rule, other: Rule | None, title: str) -> str:
        """Return the text of a case that is judged alike with a rule, or what it overrides, and without.

        Raises:
            UnsettledError: the judge sees it otherwise.
        """
        site, facts = found
        text = written(site.terrain, facts, title)
        weaker = replace(rule, overrides=tuple(name for name in rule.overrides if other and name != other.id))
        kept = tuple(
            weaker if one.id == rule.id else one
            for one in self.outset.rulebook.rules
            if other is not None or one.id != rule.id
        )
        judgements = [
            judged(site.terrain, book, text)
            for book in (self.outset.rulebook, replace(self.outset.rulebook, rules=kept))
        ]
        heads = [literal for argument in applying(judgements[0], rule) for literal in (argument.literal,)]
        if any(_truth(judgements[0], one) != _truth(judgements[1], one) for one in heads):
            raise UnsettledError
        return text


def _is_as_good(other: Rule, rule: Rule) -> bool:
    """Tell whether what a rule concludes carries as much where another rule concludes it."""
    always = other.since is None and other.until is None and other.status == "stable"
    same = (other.since, other.until, other.status) == (rule.since, rule.until, rule.status)
    return (
        (always or same)
        and other.kind in ("strict", rule.kind)
        and other.school in (None, rule.school)
        and _FIRMNESS.index(other.confidence) >= _FIRMNESS.index(rule.confidence)
        and set(rule.overrides) <= {*other.overrides, other.id}
        and set(rule.conclusions[1:]) <= set(other.conclusions)
    )


def _truth(judgement: Judgement, literal: Literal) -> Truth:
    return judgement.established.get(literal, False)

"""The arguments of a judgement as Argdown, for argument maps."""

import re
from collections.abc import Iterable, Iterator

from rubicon.judging.assessing import Assessment
from rubicon.judging.findings import Finding
from rubicon.language.facts import Case
from rubicon.language.speaking import speak
from rubicon.rendering.spelling import capital, stopped

_MARKUP = re.compile(r"([\[\]<>{}#*_@\\|`])")


def argdown(assessment: Assessment, shown: Case) -> str:
    """Return every argument that was weighed: its premises, its conclusion, and what speaks against that."""
    findings = [one for one in assessment.findings if one.because or one.against]
    titles = {rule.id: rule.title for rule in assessment.rulebook.rules}
    said = {one.sentence: f"S{number}" for number, one in enumerate(findings, 1)}
    lines = ["===", f"title: {_quoted(shown.title)}", "model:", "    mode: strict", "===", ""]
    for one in findings:
        lines += _statement(one, said)
    number = 0
    for one in findings:
        for because in one.because:
            if because.rule is not None:
                number += 1
                lines += _argument(
                    f"A{number}", titles.get(because.rule, because.rule), because.premises, one.sentence, said
                )
        for against in one.against:
            if against.rule is not None:
                number += 1
                denied = denial_of(assessment, one.sentence)
                lines += _argument(
                    f"A{number}", titles.get(against.rule, against.rule), against.premises, denied, said
                )
                lines += [f"[{said[one.sentence]}]", f"  - <A{number}>", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def denial_of(assessment: Assessment, sentence: str) -> str:
    """Return the contrary of a sentence."""
    language = assessment.language
    return speak(assessment.rulebook.vocabulary, language.literal(sentence).contrary)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _statement(one: Finding, said: dict[str, str]) -> list[str]:
    tag = {True: "stands", False: "denied", None: "open"}[one.truth]
    return [f"[{said[one.sentence]}]: {stopped(capital(_plain(one.sentence)))} #{tag}", ""]


def _argument(
    name: str, title: str, premises: Iterable[str], conclusion: str, said: dict[str, str]
) -> list[str]:
    lines = [f"<{name}>: {stopped(_plain(title))}", ""]
    for number, premise in enumerate(premises, 1):
        lines.append(f"({number}) {''.join(_referred(premise, said))}")
    count = len(lines) - 2
    lines += ["-----"] if count else [f"(1) {stopped(_plain(title))}", "-----"]
    return [*lines, f"({count + 1 if count else 2}) {''.join(_referred(conclusion, said))}", ""]


def _referred(sentence: str, said: dict[str, str]) -> Iterator[str]:
    yield f"[{said[sentence]}]" if sentence in said else stopped(capital(_plain(sentence)))

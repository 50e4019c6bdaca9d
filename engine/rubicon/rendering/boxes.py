"""Word the boxes of the argument's map, and have them laid out."""

from rubicon.drawing import Box, Drawing, lay_out
from rubicon.explanations import Map, Node, Question
from rubicon.rendering.spelling import capital, percent
from rubicon.rendering.wording import Words

WIDE, NARROW = 340, 152
"""Pixels of the question's box, and of every other."""

LONGEST = 120
"""Characters of a box's text; a longer one is cut at a word."""


def draw(argument: Map, question: Question, words: Words) -> Drawing:
    """Lay out a map with its boxes worded."""
    boxes = []
    for node in argument.nodes:
        width = WIDE if node.kind == "question" else NARROW
        boxes.append(Box(node.key, _kind(node), _cut(_text(node, question, words)), width))
    return lay_out(boxes, argument.links)


def _kind(node: Node) -> str:
    if node.kind == "section" and node.told is not None:
        return f"section {node.told.state or 'findings'}"
    return node.kind


def _text(node: Node, question: Question, words: Words) -> str:
    if node.told is not None and node.told.section is not None:
        state = node.told.state
        return f"{node.told.section.title}: {state}" if state else node.told.section.title
    if node.reason is not None:
        return words.because(node.reason)
    if node.literal is not None:
        numbers = dict.fromkeys(cited.number for cited in node.evidence if cited.number)
        more = [words.more(node.more)] if node.more else []
        return " ".join([capital(words.say(node.literal)), *more, *(f"[{number}]" for number in numbers)])
    if node.pattern is not None:
        return words.silence(node.pattern)
    answer = question.answer or "–"
    span = f" ({percent(question.range)})" if question.range else ""
    return f"{question.ask} {capital(answer)}{span}"


def _cut(text: str) -> str:
    if len(text) <= LONGEST or " " not in text[:LONGEST]:
        return text
    return text[: text.rindex(" ", 0, LONGEST)].rstrip(",;") + " …"

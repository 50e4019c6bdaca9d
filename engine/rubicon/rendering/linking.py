"""What an answer names as links: sentences to the page that tells why, rules and cases to their own.

For whoever reads on a screen that answers.
"""

import re
from collections.abc import Callable

from rubicon.language.facts import Case, Literal
from rubicon.language.rules import Rule

LinkTarget = Literal | Rule | Case
"""What a link leads to."""

Address = Callable[[LinkTarget], str]
"""Where the page is that tells why a literal is so, or that of a rule or a case."""

_MARK = re.compile("\ue000([0-9]+)\ue001")


class Marks:
    """What was said and of what, in the order in which it was first said.

    A mark follows each sentence and name through the templates, which may capitalise and join what they are given.
    """

    def __init__(self) -> None:
        self._said: list[tuple[str, LinkTarget]] = []

    def mark(self, said: str, target: LinkTarget) -> str:
        """Return what is said with a mark after it."""
        self._said.append((said, target))
        return f"{said}\ue000{len(self._said) - 1}\ue001"

    def linked(self, html: str, address: Address) -> str:
        """Turn each marked sentence and name of some HTML into a link, and take out the marks."""
        from html import escape  # noqa: PLC0415 - slow to load, and only a page with links needs it

        parts = _MARK.split(html)
        made = []
        for before, number in zip(parts[::2], parts[1::2], strict=False):
            said, target = self._said[int(number)] if int(number) < len(self._said) else ("", None)
            written = escape(said, quote=False).replace("'", "&#39;").replace('"', "&#34;")
            start = len(before) - len(written)
            if target is not None and before[start + 1 :] == written[1:] and start >= 0:
                kind = "say" if isinstance(target, Literal) else "name"
                link = f'<a class="{kind}" href="{escape(address(target))}">{before[start:]}</a>'
                made.append(before[:start] + link)
            else:
                made.append(before)
        return "".join((*made, parts[-1]))


def unmarked(text: str) -> str:
    """Take the marks out of a text.

    >>> unmarked(Marks().mark("it rains", None))
    'it rains'
    """
    return _MARK.sub("", text)

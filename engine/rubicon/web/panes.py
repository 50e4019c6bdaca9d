"""Parts of a page: what the answers of the command line have between their frame, to be set among others."""

import re

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_STYLED = re.compile(r'(<[a-z][^<>]*?) style="[^"]*"')
_ROLLING = re.compile(r'<(figure class="argument"|div class="table")')
"""What may be wider than the page, and is then reached by keys."""
_ID = re.compile(r'(<[^<>]*?\s(?:id|aria-labelledby|aria-describedby)=")([^"]*)"')
_ANCHOR = re.compile(r'(href=")#([^"]*)"')
_MARKER = re.compile(r"url\(#(\w+)\)")
_LINK = 'href="why?'
_BESIDE = re.compile(r'href="(pivots|export)"')
"""Other pages of a case to which an answer leads."""
_SAID = re.compile(r'<a class="say" [^>]*>(.*?)</a>', re.DOTALL)
_TITLE = re.compile(r"\A<h1[^>]*>.*?</h1>\s*", re.DOTALL)
_HEADED = re.compile(r"<h[1-6][^>]*>.*?</h[1-6]>", re.DOTALL)
_HEADING = re.compile(r"(</?h)([1-5])\b")


class Pane(str):
    """HTML that templates made, already escaped; without styles of its own, which the page's policy would refuse."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return it as it is."""
        return str(self)

    def supposing(self, query: str) -> "Pane":
        """Return it with its links to reasons asking under the same suppositions."""
        if not query:
            return self
        asked = query.replace("&", "&amp;")
        return Pane(_BESIDE.sub(rf'href="\1?{asked}"', self.replace(_LINK, f"{_LINK}{asked}&amp;")))

    def asking(self, address: str) -> "Pane":
        """Return it with its links to reasons asking at another address, which ends where the query goes on."""
        written = address.replace("&", "&amp;")
        beside = written.rpartition("/")[0]
        return Pane(_BESIDE.sub(rf'href="{beside}/\1"', self.replace(_LINK, f'href="{written}')))

    def untitled(self) -> "Pane":
        """Return it without the title that it begins with, where something else says what it is."""
        return Pane(_TITLE.sub("", self))

    def headed(self) -> "Pane":
        """Return it with headings that are no links: they would lead to where one is."""
        return Pane(_HEADED.sub(lambda m: _SAID.sub(r"\1", m[0]), self))

    def silent(self) -> "Pane":
        """Return it without links to reasons, where there is no case to ask about."""
        return Pane(_SAID.sub(r"\1", self))

    def since(self, key: str) -> "Pane":
        """Return what begins with a heading; all of it where there is none such."""
        found = re.search(rf'<h[1-6] id="{re.escape(key)}">', self)
        return Pane(self[found.start() :]) if found else self

    def named(self, prefix: str) -> "Pane":
        """Return it with every name of a place in it under a prefix, so that no two panes share one."""
        text = _ID.sub(lambda m: f'{m[1]}{" ".join(prefix + one for one in m[2].split())}"', self)
        text = _ANCHOR.sub(rf'\1#{prefix}\2"', text)
        return Pane(_MARKER.sub(rf"url(#{prefix}\1)", text))

    def lowered(self, by: int = 1) -> "Pane":
        """Return it with its headings so many levels lower."""
        return Pane(_HEADING.sub(lambda m: f"{m[1]}{min(6, int(m[2]) + by)}", self))


def pane_of(page: str) -> Pane:
    """Take what a page of an answer has in its main part."""
    body = page.partition("<main>")[2].rpartition("</main>")[0]
    plain = _STYLED.sub(r"\1", _STYLE.sub("", body)).strip()
    return Pane(_ROLLING.sub(r'<\1 tabindex="0"', plain))

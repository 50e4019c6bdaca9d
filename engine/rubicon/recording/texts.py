"""The stems of the words of texts, by the full-text search of SQLite; nothing of them is kept."""

import re
import sqlite3
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def stems_of(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the stems of the words of each text, in their order: `deploys` and `deployed` have one (Porter, 1980).

    >>> stems_of(["Troops deployed", ""])
    [('troop', 'deploi'), ()]
    """
    split = [_WORD.findall(text) for text in texts]
    words = sorted({word for some in split for word in some})
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table texts using fts5(word, tokenize = 'porter unicode61')")
    base.execute("create virtual table stems using fts5vocab(texts, 'instance')")
    base.executemany("insert into texts values (?)", ((word,) for word in words))
    stems = {words[number - 1]: stem for stem, number in base.execute("select term, doc from stems")}
    base.close()
    return [tuple(stems[word] for word in some if word in stems) for some in split]

"""Groundings kept between runs, each under the digest of all that it is made from.

An entry is plain values, read back into the classes that it is declared to have, so that nothing in it can run; what
is damaged or foreign is made afresh without a word.
"""

import hashlib
import sys

import msgspec

from rubicon.reading.keeping import keep_bytes, kept_bytes, prune
from rubicon.supposing.panels.asks import Ask, Kin
from rubicon.supposing.panels.grounding import Grounding, ground_rows
from rubicon.version import __version__

ENTRIES = 5_000
"""Groundings kept, of about 10 kB each; beyond them those longest unused go."""

_MAGIC = b"rubicon-grounded-1\n"


def state_of_ask(ask: Ask) -> bytes:
    """Return the digest of all that the groundings of an ask go by, but for the rows."""
    whole = (
        __version__,
        sys.version,
        ask.rulebook.digest,
        [(rule.id, rule.since, rule.until) for rule in ask.plain],
        ask.rulebook.framework.posed if ask.rulebook.framework else (),
        [(one.column, one.pattern, one.kind, one.grade, one.on) for one in ask.sayings],
        (sorted(ask.freedom.values), sorted(ask.freedom.days), ask.freedom.today),
    )
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogateescape")).digest()


def kept_grounding(ask: Ask, state: bytes, kin: Kin) -> Grounding:
    """Return the grounding of some rows, as an earlier run kept it; else it is made, and kept.

    Raises:
        BadInput: as `ground_rows`.
    """
    name = f"{hashlib.sha256(state + repr(kin).encode()).hexdigest()}.grounding"
    body = kept_bytes(name, _MAGIC)
    if body is not None:
        try:
            return msgspec.msgpack.decode(body, type=Grounding)
        except msgspec.MsgspecError:
            pass
    made = ground_rows(ask, kin)
    keep_bytes(name, _MAGIC, msgspec.msgpack.encode(made))
    return made


def tidy() -> None:
    """Take away the groundings that are too many."""
    prune("*.grounding", ENTRIES)

"""Rename a form, an entity, a rule, a topic or a source, in every file that says it, with the meaning proved unchanged."""

from rubicon.editing.renaming.asking import WHATS, Recalled, asked
from rubicon.editing.renaming.planning import Renamed, renamed, written_in

__all__ = ["WHATS", "Recalled", "Renamed", "asked", "renamed", "written_in"]

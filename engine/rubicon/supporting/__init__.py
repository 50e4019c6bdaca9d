"""The minimal sets of facts that a conclusion rests on.

A set of asserted sentences *supports* a conclusion if the conclusion stands however many of the others are
withdrawn. A *minimal* set has no part that supports it too. (Facts that only keep an objection at bay belong
to such a set: without them the conclusion would fall.) The sets are found exactly, by their duals: a set of
sentences *topples* the conclusion if it falls once they are all withdrawn, and the minimal supports are the
minimal sets that have something in common with every minimal toppling set. Toppling sets are searched fewest
sentences first, by Reiter's tree (A theory of diagnosis from first principles, Artificial Intelligence 1987),
guided in each world by a proof of the conclusion: whatever topples it must take something from the proof.

So withdrawing a sentence outside every minimal support changes nothing for the conclusion, and withdrawing
one that is in all of them makes it fall.
"""

from rubicon.supporting.searching import supports_of, transversals
from rubicon.supporting.telling import with_grounds

__all__ = ["supports_of", "transversals", "with_grounds"]

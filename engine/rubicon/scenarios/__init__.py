"""The same judgement for many scenarios at once, one bit a scenario. The only room that knows numpy.

Fire once over every fact that counts in some scenario; say with `Presence` which switches bring a fact or take
it away; `build` the circuit of gates that tells in which scenarios a statement is established; and compute it
for many settings of the switches together.
"""

from rubicon.scenarios.building import Bounds, build
from rubicon.scenarios.cells import Possibilities, Presence
from rubicon.scenarios.tables import Axis, Option, Table, bits_of, tabulate

__all__ = ["Axis", "Bounds", "Option", "Possibilities", "Presence", "Table", "bits_of", "build", "tabulate"]

"""Panels: a table with a case in each row, all of them judged together.

The rows of one pattern of roles share a grounding (`grounding`): the rules are fired once, over all that some row may
say, and what differs from row to row is a switch of the circuit (`signals`), its dates and numbers among them as far
as rules only compare them (`loosening`). Rows are judged many at once, a bit a row (`sweeping`).
"""

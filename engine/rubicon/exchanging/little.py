"""The little words of English: which tell nothing by themselves, which deny, which count, and which join."""

IDLE = """
    s a an the of in on to for by at with and or that is are was were be been being has have had its it this
    these those as after amid says said say his her their our he she they who which what when where while than
    then there here also about more most some any all both one two do does did
"""
"""Words that tell nothing by themselves."""

SLIGHT = "no not t up off out over into against from may might could will would if"
"""Words that tell something only beside others: which way, whether it is so, whether it is sure."""

DENIALS = (
    *(
        "no",
        "not",
        "never",
        "without",
        "nobody",
        "none",
        "nor",
        "neither",
        "cannot",
        "against",
        "lack",
        "unable",
        "t",
    ),
    *("refuse", "reject", "deny", "bar", "rule+out", "turn+down"),
)
"""What tells that something is not so; `t` is what is left of `won't`."""

SHARES = ("half", "third", "quarter", "fifth", "tenth", "majority", "most", "percent", "per")
"""Words that tell a number of people without a figure."""

JOINING = frozenset(
    [
        "as",
        "after",
        "amid",
        "while",
        "despite",
        "following",
        "before",
        "if",
        "when",
        "because",
        "since",
        "until",
    ]
)
"""Words after which stands what goes beside what a phrase tells."""

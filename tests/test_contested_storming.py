"""A storming that two equal sources assert and deny is seen as what it is."""

from shipped import answer, library, of

TRIGGER = "there is a specific trigger for intervention by Russia in Kazakhstan"
REPORTS = [
    "B2|crowds storm public buildings in Kazakhstan",
    "B2|crowds do not storm public buildings in Kazakhstan",
]


def test_equal_reports_leave_the_variable_contested():
    """Neither met nor missing: reports conflict."""
    found = of("Kazakhstan", "2022-01-05", *REPORTS)
    assert found.verdict("crowds storm public buildings in Kazakhstan").standing == "contested"
    assert found.verdict(TRIGGER).standing == "contested"


def test_equal_reports_make_no_quiet_day():
    """A report that is denied is something on file."""
    assert answer(of("Kazakhstan", "2022-01-05", *REPORTS)) != "almost no chance"


def test_a_better_denial_settles_it():
    """Where the denial outgrades the report there is no conflict left."""
    found = of("Kazakhstan", "2022-01-05", "C3|crowds storm public buildings in Kazakhstan", REPORTS[1])
    assert found.verdict(TRIGGER).standing != "contested"


def test_a_claim_of_one_side_alone_is_contested():
    """Georgia on 7 August 2008: an attack that Russia and its partners alone report is no trigger met."""
    trigger = "there is a specific trigger for intervention by Russia in Georgia"
    assert library("georgia-2008-08-07").verdict(trigger).standing == "contested"

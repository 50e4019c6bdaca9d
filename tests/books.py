"""Small rulebooks and cases for tests, written to a folder as an editor would."""

from pathlib import Path
from textwrap import dedent

VOCABULARY = """
    [kind.actor]
    [kind.country]
    is = "actor"
    [kind.alliance]
    is = "actor"
    [kind.likelihood]
    values = ["unlikely", "roughly even chance", "likely"]

    [statement.considered]
    form = "intervention by {intervener:country} in {host:country} is considered"
    [statement.asks]
    form = "{host:country} asks {guarantor:actor} to intervene"
    denied = "{host} does not ask {guarantor} to intervene"
    ask = "Has {host} asked {guarantor} for troops?"
    [statement.leads]
    form = "{leader:country} leads {alliance:alliance}"
    [statement.supports]
    form = "local elements in {host:country} support intervention by {intervener:country}"
    [statement.disputed]
    form = "the authority of the government of {host:country} is disputed"
    [statement.troops]
    form = "{state:country} sends {n:number} troops to {host:country}"
    one_of = "n"
    [statement.level]
    form = "the likelihood of intervention by {intervener:country} in {host:country} is judged: {level:likelihood}"
    one_of = "level"
"""

ENTITIES = """
    [[entity]]
    name = "Russia"
    kind = "country"
    [[entity]]
    name = "Kazakhstan"
    kind = "country"
    [[entity]]
    name = "Ukraine"
    kind = "country"
    [[entity]]
    name = "the CSTO"
    kind = "alliance"
    also = ["Collective Security Treaty Organization"]
"""

FRAMEWORK = """
    title = "Two variables"
    ask = "Will {intervener} send troops into {host}?"
    question = "the likelihood of intervention by {intervener} in {host} is judged: ?level"
    event = "{intervener} sends troops into {host}"
    horizon = 60
    considered = "intervention by {intervener} in {host} is considered"
    default_school = "first"
    scale = "ICD 203"
    [role.intervener]
    kind = "country"
    [role.host]
    kind = "country"
    [ranges]
    "unlikely" = [20, 45]
    "roughly even chance" = [45, 55]
    "likely" = [55, 80]
    [[section]]
    title = "Local support"
    kind = "variable"
    for = ["local elements in {host} support intervention by {intervener}"]
    [[school]]
    name = "first"
    title = "The first school"
    [[school]]
    name = "second"
    title = "The second school"
    with = ["first"]
"""

REQUEST = """
    title = "A request is local support"
    if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
    unless = ["the authority of the government of ?host is disputed"]
    then = "local elements in ?host support intervention by ?intervener"
    because = "{{ host }}'s own government asked for the troops."
    [[example]]
    given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO"]
    expect = ["local elements in Kazakhstan support intervention by Russia"]
    [[example]]
    given = ["Kazakhstan asks the CSTO to intervene"]
    refuse = ["local elements in Kazakhstan support intervention by Russia"]
"""

LIKELY = """
    title = "Supported intervention is likely"
    if = ["local elements in ?host support intervention by ?intervener"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: likely"
    overrides = ["likelihood/unsupported"]
    because = "There is local support in {{ host }}."
    school = "first"
"""

UNLIKELY = """
    title = "Unsupported intervention is unlikely"
    if = ["intervention by ?intervener in ?host is considered",
          "nothing shows that local elements in ?host support intervention by ?intervener"]
    then = "the likelihood of intervention by ?intervener in ?host is judged: unlikely"
    because = "Nobody in {{ host }} is known to support it."
    school = "first"
"""

CASE = """
    title = "A case"
    as_of = 2022-01-05
    roles = { intervener = "Russia", host = "Kazakhstan" }
    [source.address]
    title = "An address"
    date = 2022-01-05
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    source = "address"
    grade = "B2"
    [[fact]]
    that = "Russia leads the CSTO"
    source = "address"
    grade = "A1"
"""

BOOK = {
    "vocabulary": VOCABULARY,
    "entities": ENTITIES,
    "framework": FRAMEWORK,
    "local-support/request": REQUEST,
    "likelihood/supported": LIKELY,
    "likelihood/unsupported": UNLIKELY,
}


def write_book(folder: Path, **changes: str | None) -> Path:
    """Write the small rulebook, with files changed, added (`topic__name`) or left out (None)."""
    files: dict[str, str | None] = {
        **BOOK,
        **{name.replace("__", "/"): text for name, text in changes.items()},
    }
    for name, text in files.items():
        if text is not None:
            path = folder / f"{name}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
    return folder


def write_case(path: Path, text: str = CASE, extra: str = "") -> Path:
    """Write the small case, with more TOML after it."""
    path.write_text(dedent(text) + dedent(extra), encoding="utf-8")
    return path

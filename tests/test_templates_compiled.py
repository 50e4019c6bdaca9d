"""What our compiling of the templates makes of them says, byte for byte, what Jinja's own makes of them."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import TemplateAssertionError

from reported import REPORTS
from rubicon.language import templates as room
from rubicon.language.tokens import day_text
from rubicon.places import shipped
from rubicon.rendering import render_assessment
from rubicon.rendering.pages import FILTERS


@pytest.fixture
def jinja(monkeypatch):
    """Return what makes Jinja compile by itself from now on, keeping nothing."""

    def switch():
        monkeypatch.setattr(room._Reports, "code_generator_class", CodeGenerator)
        monkeypatch.setattr(room, "_kept_templates", lambda _: None)
        room.templates.cache_clear()

    yield switch
    room.templates.cache_clear()


@pytest.fixture
def own(tmp_path):
    """Return what renders a text by our compiling; values are escaped where it is a page."""

    def render(text, html=True, name="one.j2", /, **values):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        room.templates.cache_clear()
        return room.render_template(tmp_path, name, values, html=html, filters={})

    yield render
    room.templates.cache_clear()


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_says_what_jinja_says(name, jinja):
    """Each report in each form, whole and its first page, drawing and all."""
    report, forms = REPORTS[name](), ("html", "linked", "markdown", "text")
    told = [render_assessment(report, form, brief=brief) for form in forms for brief in (False, True)]
    jinja()
    assert told == [render_assessment(report, form, brief=brief) for form in forms for brief in (False, True)]


@pytest.mark.parametrize("html", [True, False])
def test_every_template_compiles(html):
    """No template does what our compiling refuses: a macro within another, or arguments that it does not name."""
    environment = room.templates(shipped("templates"), html=html)
    environment.filters.update({**FILTERS, "day": day_text})
    names = environment.list_templates(extensions=["j2"])
    assert len(names) > 80
    for name in names:
        assert environment.get_template(name).root_render_func


HOSTILE = '<b class="x">it\'s & so</b>'


def test_what_is_put_into_a_page_is_escaped_once(own):
    """Text, numbers and what a macro says, joined, filtered, handed on by a call: escaped, and not twice."""
    text = """
{%- macro one(x, y="<i>") %}{{ x }}|{{ y }}{% endmacro -%}
{% macro around() %}<p>{{ caller() }}</p>{% endmacro -%}
{{ one(x) }} {{ one(one(x), 5) }} {{ x ~ one(x) }} {{ [x, one(x)] | join(", ") }} {{ nothing if false }}
{% call around() %}{{ x }}{{ one(x) | upper }}{% endcall %}"""
    said = own(text, x=HOSTILE)
    assert said == Environment(autoescape=True).from_string(text).render(x=HOSTILE)
    assert "<b" not in said
    assert "&amp;amp;" not in said
    plain = Environment(autoescape=False).from_string(text)  # noqa: S701 - so are reports in plain text
    assert own(text, False, x=HOSTILE) == plain.render(x=HOSTILE)


LOOPS = [
    "{% for x in given %}{{ loop.index }}/{{ loop.revindex }}{{ x.name }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for x in given if x.old %}{% if loop.first %}[{% endif %}{{ loop.index0 }}{{ loop.length }}{% else %}-{% endfor %}",
    "{% for x in [] %}{{ loop.first }}{% else %}none{% endfor %}",
    "{% for x in given %}{% for y in given %}{{ loop.last }}{% endfor %}{{ loop.last }}{% endfor %}",
    "{{ given | map(attribute='name') | join('; ') }}{{ given | map(attribute='of.title') | map('upper') | list }}",
    "{{ given | selectattr('old') | map(attribute='name') | list }}{{ given | rejectattr('old') | list | length }}",
    "{{ given | selectattr('name', 'in', ('<a>', 'c')) | list | length }}{{ given | rejectattr('of', 'none') | list }}",
    "{{ given | selectattr('name', 'equalto', 'b') | map(attribute='of') | first }}{{ [0, 1, ''] | select | list }}",
    "{{ pairs | map(attribute=1) | sum }}{{ pairs | map('last') | list }}{{ pairs | map('join', '-') | list }}",
    "{{ pairs | map('first') | reject('equalto', 1) | list }}{{ pairs | select('in', [(1, 2)]) | list }}",
    "{{ () | selectattr('x') | list }}{{ none | map(attribute='x') | list }}{{ pairs[1][0] }}{{ pairs[-1] }}",
    "{{ given | sort(attribute='name') | map(attribute='name') | list }}{{ given | map(attribute='lacking') | list }}",
]


@pytest.mark.parametrize("text", LOOPS)
def test_loops_and_picking_say_what_jinja_says(own, text):
    """Where a loop is, and what is picked by a part, a test or a filter, dots, numbers and keys for parts."""
    given = [
        {"name": "<a>", "old": True, "of": None},
        SimpleNamespace(name="b", old=False, of=SimpleNamespace(title="t")),
        {"name": "c", "old": 1, "of": {"title": "u"}},
    ]
    values = {"given": given, "pairs": ((1, 2), (3, 4))}
    by_jinja = Environment(autoescape=True, undefined=StrictUndefined)

    def told(render):
        try:
            return render()
        except UndefinedError as error:
            return str(error)

    assert told(lambda: own(text, **values)) == told(lambda: by_jinja.from_string(text).render(values))


def test_what_is_not_there_is_a_mistake(own):
    """A name, a part and an argument that nobody gave are not passed over in silence; a key is found as a part is."""
    for text in ("{{ x }}", "{{ given.part }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}"):
        with pytest.raises(UndefinedError):
            own(text, given={})
    assert own("{{ given.part }}{{ given.other is defined }}", given={"part": "found"}) == "foundFalse"


def test_a_template_of_reports_asks_for_parts_of_values(own):
    """There a part that is not there is a mistake as well, nothing is looked for in a mapping, and one may ask whether it is there."""
    given = SimpleNamespace(part="found", of=SimpleNamespace(title="t"))
    text = "{{ given.part }}{{ given.other is defined }}{{ given.of.title is defined }}{{ given.of.title }}"
    assert own(text, True, "report/one.j2", given=given) == "foundFalseTruet"
    for text in ("{{ given.other }}", "{{ known.other }}", "{{ given.of.other }}"):
        with pytest.raises(AttributeError):
            own(text, True, "report/one.j2", given=given, known={"other": 1})
    with pytest.raises(UndefinedError):
        own("{{ lacking.part }}", True, "report/one.j2")


@pytest.mark.parametrize(
    "text",
    [
        "{% macro a() %}{% macro b() %}{% endmacro %}{% endmacro %}",
        "{% macro a() %}{{ varargs }}{% endmacro %}",
        "{% macro a() %}{{ kwargs }}{% endmacro %}",
    ],
)
def test_a_macro_that_would_not_be_a_function_is_refused(own, text):
    """Where our compiling would say something else than Jinja's, it says so."""
    with pytest.raises(TemplateAssertionError, match="a macro stands by itself"):
        own(text)

"""Explanation to text: Markdown, HTML, plain text and JSON, by the templates."""

from rubicon.rendering.pages import (
    FORMATS,
    as_json,
    render_assessment,
    render_check,
    render_page,
    render_rule,
    render_rules_list,
    render_why,
)

__all__ = [
    "FORMATS",
    "as_json",
    "render_assessment",
    "render_check",
    "render_page",
    "render_rule",
    "render_rules_list",
    "render_why",
]

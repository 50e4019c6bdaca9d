"""Judgement to Explanation: reports, answers to `why`, and pages of rules. Values only, no prose."""

from rubicon.explaining.pages import rule_page, why
from rubicon.explaining.report import explain

__all__ = ["explain", "rule_page", "why"]

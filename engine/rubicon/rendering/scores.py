"""The objects of `--format json` for back-tests and for the agreement of codings."""

from decimal import Decimal
from typing import Any

from rubicon.rendering.headings import about, iso
from rubicon.rendering.records import name_of, question_object
from rubicon.surveying.backtest.agreement import Agreement, Kappa
from rubicon.surveying.backtest.records import (
    Backtest,
    Call,
    Challenger,
    Counts,
    Matched,
    Mean,
    Rated,
    Sampled,
    SchoolRecord,
    Trial,
)


def backtest_object(b: Backtest) -> dict[str, Any]:
    """Return the object of a back-test."""
    return {
        **about(b.rulebook, b.version),
        **_tested(b),
        "others": [_tested(other) for other in b.others],
        "against": _against(b.against) if b.against else None,
    }


def _against(a: Challenger) -> dict[str, Any]:
    return {
        "folder": a.rulebook.folder,
        "rulebook": a.rulebook.digest,
        "cases": a.common,
        "moved": [
            {
                "case": one.trial.case.name,
                "sample": one.trial.case.sample,
                "here": one.trial.calls[0].question.answer,
                "there": one.other.question.answer,
                "happened": one.trial.happened,
            }
            for one in a.moved
        ],
        "gains": [{"sample": sample, **_mean(gain)} for sample, gain in a.gains],
        "alone": list(a.alone),
    }


def agreement_object(a: Agreement) -> dict[str, Any]:
    """Return the object of the agreement of two codings."""
    return {
        **about(a.rulebook, a.version),
        "cases": list(a.cases),
        "alone": list(a.alone),
        "all_sentences": _kappa(a.pooled),
        "coded_by_either": {"items": a.coded.items, "agreed": a.coded.agreed},
        "sentences": [{"form": one.title, **_kappa(one)} for one in a.sentences],
        "variables": [{"title": one.title, **_kappa(one)} for one in a.variables],
        "answer": _kappa(a.answer),
    }


def _kappa(one: Kappa) -> dict[str, Any]:
    kappa = None if one.kappa is None else _number(one.kappa)
    return {"items": one.items, "agreed": one.agreed, "kappa": kappa}


def _tested(b: Backtest) -> dict[str, Any]:
    return {
        "tier": b.tier.name if b.tier else None,
        "event": b.event,
        "horizon": b.horizon,
        "no_call": _number(b.no_call),
        "cases": [_trial(trial) for trial in b.trials],
        "unscored": [
            {"case": one.name, "why": one.why, "problems": [str(problem) for problem in one.problems]}
            for one in b.unscored
        ],
        "samples": [_group(group) for group in b.groups],
        "forecasts": [_matched(one) for one in b.matched],
    }


def _group(group: Sampled) -> dict[str, Any]:
    return {
        "sample": group.sample,
        "cases": len(group.trials),
        "episodes": group.episodes,
        "happened": group.happened,
        "schools": [_tally(tally) for tally in group.tallies],
        "scores": [_rated(one) for one in group.rated],
        "leads": [
            {"first": lead.first, "last": lead.last, "counts": _counts(lead.counts)} for lead in group.leads
        ],
    }


def _tally(tally: SchoolRecord) -> dict[str, Any]:
    return {
        "school": name_of(tally.school),
        "counts": _counts(tally.counts),
        "then": _counts(tally.then) if tally.then else None,
        "calibration": [
            {"answer": one.answer, "said": one.number, "happened": one.happened} for one in tally.bins
        ],
    }


def _rated(one: Rated) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "title": one.title,
        "brier": _mean(one.brier),
        "log": _mean(one.log),
        "gain": _mean(one.gain),
    }


def _mean(mean: Mean) -> dict[str, float]:
    return {"mean": _number(mean.value), "low": _number(mean.low), "high": _number(mean.high)}


def _matched(one: Matched) -> dict[str, Any]:
    return {
        "case": one.trial.case.name,
        "by": one.forecast.by,
        "on": iso(one.forecast.day),
        "of": one.forecast.of,
        "p": _number(one.forecast.probability),
        "words": one.forecast.words,
        "note": one.forecast.note,
        "source": one.forecast.source.key,
        "brier": _number(one.square),
        "rubicon_brier": _number(one.ours),
    }


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "case": trial.case.name,
        "title": trial.title,
        "episode": trial.episode,
        "sample": trial.case.sample,
        "as_of": iso(trial.case.as_of),
        "deadline": trial.deadline.isoformat(),
        "calls": [_call(call) for call in trial.calls],
        "happened": trial.happened,
        "days_after": trial.after,
        "after_horizon": trial.later,
        "signs": list(trial.signs),
        "summary": trial.summary,
        "marking": trial.case.marking,
    }


def _call(call: Call) -> dict[str, Any]:
    return {
        "school": name_of(call.school),
        "question": question_object(call.question),
        "prediction": call.prediction,
        "probability": None if call.probability is None else _number(call.probability),
        "late_rules": [rule.id for rule in call.late],
        "then": _call(call.then) if call.then else None,
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "yes_happened": counts.hits,
        "yes_not": counts.false_alarms,
        "no_happened": counts.misses,
        "no_not": counts.rejections,
        "no_call_happened": counts.silent_happened,
        "no_call_not": counts.silent_not,
    }


def _number(number: Decimal | float) -> float:
    return round(float(number), 4)

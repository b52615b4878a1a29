"""The message of a night: red papers first, then what else is new, then amber; each line names its runbook page."""

from collections.abc import Iterator, Sequence
from typing import Literal

from crawler.alerts.message import Message, subject
from crawler.alerts.words import Words
from crawler.outlets import outlet_by_key
from crawler.quality import Summary
from crawler.quality.report import RUNBOOK, Line

Occasion = Literal["red", "change", "night"]

NOT_CHECKED = "not-checked"
# The least of what services take in one message is Telegram's 4,096; what is less important comes last, and is counted.
LONGEST = 3500
_COLOURS = ("red", "amber", "closed", "green")


def is_due(summary: Summary, occasion: Occasion, failed_steps: Sequence[str] = ()) -> bool:
    """Return True if such a night is told of.

    On `red` this is a night with a red paper, with a failed step, or with a paper that is newly closed, or no longer:
    that is told once when it begins and once when it ends.
    """
    if occasion == "night":
        return True
    if summary.red or failed_steps:
        return occasion == "red" or any(line.is_new for line in summary.lines) or bool(failed_steps)
    if occasion == "change":
        return any(line.is_new for line in summary.lines)
    return any(line.is_new and "closed" in (line.colour, line.before) for line in summary.lines)


def is_complete(summary: Summary, wanted: Sequence[str]) -> bool:
    """Return True if the run judged all papers of a night; a run of a few papers by hand is no night."""
    judged = {line.outlet_key for line in summary.lines if line.colour is not None}
    return bool(wanted) and judged >= set(wanted)


def night_message(summary: Summary, words: Words, failed_steps: Sequence[str] = ()) -> Message:
    """Return the message of a night."""
    body = [f"{words.run} {summary.run_id}"]
    for heading, lines in _sections(summary, words, failed_steps):
        body += ["", heading, *lines] if lines else []
    if len(body) == 1:
        body += ["", words.all_green]
    return Message("night", subject(_counts(summary, words)), _bounded(body, summary.run_id, words), summary.run_id)


def late_message(summary: Summary, words: Words) -> Message:
    """Return the message that a night is not done at the hour at which it should be."""
    names = [_name(line) for line in summary.lines if line.colour is None]
    text = words.late_subject.format(open=len(names), all=len(summary.lines))
    body = [words.late.format(run_id=summary.run_id), *(["", words.still_open] if names else []), *names]
    return Message("late", subject(text), _bounded(body, summary.run_id, words), summary.run_id)


def _counts(summary: Summary, words: Words) -> str:
    colours = [line.colour or "red" for line in summary.lines]
    new_red = sum(line.is_new and line.outlet_key in summary.red for line in summary.lines)
    counts = {colour: f"{colours.count(colour)} {words.colours[colour]}" for colour in _COLOURS if colour in colours}
    if new_red:
        counts["red"] += f" ({new_red} {words.new})"
    return ", ".join(counts.values())


def _sections(summary: Summary, words: Words, failed_steps: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the headings, each with its lines; a paper stands under one of them only."""
    red = [line for line in summary.lines if line.outlet_key in summary.red]
    others = [line for line in summary.lines if line.outlet_key not in summary.red]
    steps = [f"- {words.step_failed.format(step=step)} → {RUNBOOK}#step-failed" for step in failed_steps]
    red.sort(key=lambda line: not line.is_new)
    yield words.red, [*steps, *(text for line in red for text in _lines(line, words))]
    yield words.changed, [text for line in others if line.is_new for text in _lines(line, words)]
    old_amber = [line for line in others if line.colour == "amber" and not line.is_new]
    yield words.amber, [text for line in old_amber for text in _lines(line, words)]


def _lines(line: Line, words: Words) -> Iterator[str]:
    """Yield one line for each finding of a paper that is not green."""
    head = f"- {_name(line)}" + (f" ({words.new})" if line.is_new else "")
    if line.colour is None:
        yield f"{head}: {words.not_checked} → {RUNBOOK}#{NOT_CHECKED}"
    elif line.colour == "green":
        yield f"- {_name(line)}: {words.recovered}"
    else:
        findings = [finding for finding in line.findings if finding.colour != "green"]
        if not findings:
            yield f"{head}: {words.colours[line.colour]}"
        for finding in findings:
            phrase = f"{words.findings[finding.code]}: " if finding.code in words.findings else ""
            colour = f"{words.colours[finding.colour]}: " if line.is_new and line.colour != "red" else ""
            yield f"{head}: {colour}{phrase}{_one_line(finding.text)} → {RUNBOOK}#{finding.code}"


def _name(line: Line) -> str:
    return outlet_by_key(line.outlet_key).name


def _one_line(text: str, longest: int = 300) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _bounded(body: list[str], run_id: str, words: Words) -> str:
    """Return the lines as a text of bounded length; the lines that are left out are counted."""
    length = 0
    for place, line in enumerate(body):
        length += len(line) + 1
        if length > LONGEST:
            left_out = sum(bool(rest) for rest in body[place:])
            return "\n".join([*body[:place], words.more.format(count=left_out, run_id=run_id)])
    return "\n".join(body)

"""Regular expressions that a codebook may use: they compile, and they cannot run for hours."""

from __future__ import annotations

import re

_REPEAT = re.compile(r"[*+]|\{(\d*)(,?)(\d*)\}")
_MANY = 20


def regex_problem(expression: str) -> str:
    """What is wrong with `expression` (fact; fix), or an empty string.

    Refused: what does not compile, what matches the empty text, and a repeated group that itself repeats or offers
    alternatives (`(a+)+`, `(a|aa)*`), whose search time can double with every letter of a passage.
    """
    try:
        compiled = re.compile(expression, re.IGNORECASE)
    except re.error as error:
        return f"{error}; mend it, or write a plain pattern without `regex: true`"
    if compiled.search(""):
        return "it matches an empty text and so every passage; make a part of it required"
    if _has_nested_repeat(expression):
        return (
            "a repeated group repeats inside or offers alternatives, which can run for hours; bound it, such as {1,5}"
        )
    return ""


def _has_nested_repeat(expression: str) -> bool:
    open_groups: list[bool] = []
    """For every open group: whether it holds an unbounded repeat or alternatives."""
    last_closed = False
    position = 0
    while position < len(expression):
        character = expression[position]
        repeat = _REPEAT.match(expression, position)
        if character == "\\":
            position += 2
            last_closed = False
            continue
        if character == "[":
            position = _class_end(expression, position)
            last_closed = False
            continue
        if repeat and _is_many(repeat):
            if last_closed:
                return True
            if open_groups:
                open_groups[-1] = True
        elif character == "|" and open_groups:
            open_groups[-1] = True
        if character == "(":
            open_groups.append(False)
            last_closed = False
        elif character == ")":
            last_closed = open_groups.pop() if open_groups else False
            if open_groups and last_closed:
                open_groups[-1] = True
        else:
            last_closed = False
        position = repeat.end() if repeat else position + 1
    return False


def _is_many(repeat: re.Match[str]) -> bool:
    if repeat.group() in "*+":
        return True
    most = repeat.group(3) or ("" if repeat.group(2) else repeat.group(1))
    return not most or int(most) > _MANY


def _class_end(expression: str, position: int) -> int:
    """The position after the character class that begins at `position`."""
    position += 1
    if expression[position : position + 1] == "^":
        position += 1
    if expression[position : position + 1] == "]":
        position += 1
    while position < len(expression) and expression[position] != "]":
        position += 2 if expression[position] == "\\" else 1
    return position + 1

"""Front matter: the block of facts that YAML (`---`) or TOML (`+++`) puts above a transcript."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import yaml

from gigtext.errors import InputError

_BLOCK = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_YAML_KEY = re.compile(r"^([\w \-/]+?)[ \t]*:(?:\s|$)", re.MULTILINE)


def read_front_matter(text: str) -> tuple[Mapping[str, object], int]:
    """The facts above a transcript and the offset (code points) where talk may begin; `({}, 0)` when there are none.

    A `---` line that opens no YAML mapping, or one with a key that recurs (talk under labels), is a ruled line. Broken front matter raises InputError
    with line, fact and fix, the line counted in `text`.

    >>> read_front_matter("---\\ninforman: I-03\\n---\\nP: Halo")
    ({'informan': 'I-03'}, 23)
    """
    block = _BLOCK.match(text)
    if block is None:
        return {}, 0
    body, first_line = block["body"], text.count("\n", 0, block.start("body"))
    try:
        if block["fence"] == "+++":
            return tomllib.loads(body), block.end()
        keys = _YAML_KEY.findall(body)
        if not keys or len(keys) > len(set(keys)):
            return {}, 0
        facts = yaml.load(body, Loader=_PlainLoader)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"front matter is not valid TOML ({error}); mend it or remove the +++ block") from None
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0) + 1
        raise InputError(
            f"line {line}: front matter is not valid YAML ({error.problem}); mend it or remove the --- block"
        ) from None
    return (facts, block.end()) if isinstance(facts, dict) else ({}, 0)


class _PlainLoader(yaml.SafeLoader):
    """YAML without guesses about dates, numbers and yes/no: `tahun_lahir: 1997` and `kode: 007` stay as written."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

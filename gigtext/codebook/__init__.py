"""The codebook: its file, its pattern language, the rules coder and its checks."""

from gigtext.codebook.check import check_completeness, check_patterns, measure_patterns
from gigtext.codebook.load import default_codebook_path, load_codebook, parse_codebook
from gigtext.codebook.rules import Rules, compile_rules

__all__ = [
    "Rules",
    "check_completeness",
    "check_patterns",
    "compile_rules",
    "default_codebook_path",
    "load_codebook",
    "measure_patterns",
    "parse_codebook",
]

"""The codebook: its file, its pattern language, the rules coder and its checks."""

from gigtext.codebook.load import load_codebook, parse_codebook
from gigtext.codebook.rules import Rules, compile_rules

__all__ = ["Rules", "compile_rules", "load_codebook", "parse_codebook"]

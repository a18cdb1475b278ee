"""gigtext: from Indonesian interview transcripts to theme tables, offline."""

__version__ = "0.1.0"

"""Files → documents → speaker turns → passages.

read_documents(paths)               everything in files and folders: documents, turns, participants
split_passages(documents, turns)    the thoughts of the participants: what is coded

Part by part, for a study of any size: find_inputs, read_inputs, speakers_of, assign_participants, turns_of.
"""

from gigtext.corpus.documents import (
    Input,
    ReadOptions,
    find_inputs,
    notes_of,
    read_documents,
    read_inputs,
    turns_of,
)
from gigtext.corpus.participants import Reading, Speaker, assign_participants, speakers_of
from gigtext.corpus.passages import Split, split_passages

__all__ = [
    "Input",
    "ReadOptions",
    "Reading",
    "Speaker",
    "Split",
    "assign_participants",
    "find_inputs",
    "notes_of",
    "read_documents",
    "read_inputs",
    "speakers_of",
    "split_passages",
    "turns_of",
]

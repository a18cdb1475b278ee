"""Files → documents → speaker turns → passages.

read_documents(paths)     everything in files and folders: documents, turns, participants
split_passages(corpus)    the thoughts of the participants: what is coded
"""

from gigtext.corpus.documents import read_documents
from gigtext.corpus.passages import split_passages

__all__ = ["read_documents", "split_passages"]

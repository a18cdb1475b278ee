"""The files that gigtext exchanges with people and other programs."""

"""Model: train, evaluate."""

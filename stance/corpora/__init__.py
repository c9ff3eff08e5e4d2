"""Readers of public corpora, all yielding the same records."""

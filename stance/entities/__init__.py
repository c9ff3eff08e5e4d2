"""Mentions -> names: who and what an article is about, and the targets of its claims."""

from stance.entities.article import ArticleEntities
from stance.entities.known import read_names
from stance.entities.language import DEFAULT_PIPELINE
from stance.entities.narrated import NarratedPair
from stance.entities.targets import Target

__all__ = ["DEFAULT_PIPELINE", "ArticleEntities", "NarratedPair", "Target", "read_names"]

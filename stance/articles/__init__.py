"""Files to articles: the text, title and date of every article in a folder, and every failure."""

from stance.articles.article import Article, ArticleError
from stance.articles.folder import find_inputs, list_inputs, read_articles, read_inputs

__all__ = ["Article", "ArticleError", "find_inputs", "list_inputs", "read_articles", "read_inputs"]

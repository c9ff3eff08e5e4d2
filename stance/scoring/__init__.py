"""A folder of articles -> tables."""

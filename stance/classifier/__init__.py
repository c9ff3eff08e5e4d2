"""Examples -> stance and sentiment."""

"""Training, export and the evaluation on development splits."""

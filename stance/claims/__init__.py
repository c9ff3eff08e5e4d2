"""Article -> claims: who said what."""

"""What is kept in `data/processed`: all that was worked out, as documents read it."""

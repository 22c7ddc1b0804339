"""Step 3: what published sources say, which of it is taken at its word, and why."""

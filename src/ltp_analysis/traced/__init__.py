"""From what was worked out back to the facts, and from a fact forward to what rests on it."""

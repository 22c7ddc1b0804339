"""Step 4: what the accepted statements pin down, in exact whole-number arithmetic."""

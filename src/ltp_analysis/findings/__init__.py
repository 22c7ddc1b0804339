"""Step 5: every number that a report may print, with its bounds and where it comes from."""

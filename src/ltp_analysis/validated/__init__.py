"""Step 2: typed tables that keep every rule, or one list of all that is wrong."""

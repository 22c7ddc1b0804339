"""Step 1: untouched facts, read from CSV files and workbooks as text."""

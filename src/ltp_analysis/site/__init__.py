"""The built reports: what is up to date, and whether every number in them is still true."""

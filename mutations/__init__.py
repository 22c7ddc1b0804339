"""Change one raw cell at a time, and hold that nothing moves in silence: `nox -s mutations`."""

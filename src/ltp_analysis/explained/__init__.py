"""From a name to the chain behind it: what is known, from which statements, by which sources."""

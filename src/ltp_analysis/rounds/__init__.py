"""Start a round or a study: its rows, its forms to fill in, and its first documents."""

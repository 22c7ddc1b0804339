"""What raters' answers say of a round's plans: settled answers, ratings, agreement, coverage."""

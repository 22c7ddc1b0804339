"""Take in ratings, plans and raters' answers from files of other people."""

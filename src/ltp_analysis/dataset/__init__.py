"""A version of the dataset as one file: made, described, and checked by being made again."""

"""Statistical methods on complete ratings: plain tables in, answers with their meaning out.

Nothing here knows of a study: scales, rounds and units come in as arguments.
"""

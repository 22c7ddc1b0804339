"""The command line, `ltp`: each command does its work in a module of its own."""

"""Run the command line with `ltp` or `python -m ltp_analysis`."""

import gc

from ltp_analysis.cli.app import app


def main() -> None:
    """Run the command line."""
    # A command ends before rings of garbage add up: looking for them took it a tenth of its time.
    gc.disable()
    app(prog_name="ltp")


if __name__ == "__main__":
    main()

"""Run the command line with `ltp` or `python -m ltp_analysis`."""

from ltp_analysis.cli.app import app


def main() -> None:
    """Run the command line."""
    app(prog_name="ltp")


if __name__ == "__main__":
    main()

"""``python -m analyzer`` is the command ``ikedoctor``."""

from analyzer.cli import main

main(prog_name="ikedoctor")

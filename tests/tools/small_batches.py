"""``python -m tests.tools.small_batches batch ...``: the command with its work cut into small pieces, so that a small archive has many commits.

``SMALL`` is not touched: the workers are other processes. Logs above it are read on in later runs, those below are read anew.
"""

from analyzer.batch import plan, run
from analyzer.cli import main

if __name__ == "__main__":
    plan.BATCH, run.LOOK, run.COMMIT_BYTES = 600_000, 4, 1_000_000
    main(prog_name="ikedoctor")

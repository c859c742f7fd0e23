"""The command on a cluster of machines: a scheduler and its workers, which are processes here."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.benchmarks.trees import descendants
from tests.tools.cluster import cluster
from tests.tools.fleets import COMMAND, ENVIRONMENT, archive, batch, content, logs


@pytest.mark.soak
def test_a_cluster_that_loses_a_worker_makes_the_store_of_one_machine(tmp_path: Path) -> None:
    archive(tmp_path / "in", logs(tmp_path, megabytes=20.0))
    here = batch(tmp_path / "in", "--out", tmp_path / "here", "--year", 2026)
    assert here.exit_code == 1, here.output
    with cluster(workers=2) as started:
        command = [*COMMAND, str(tmp_path / "in"), "--out", str(tmp_path / "there"), "--year", "2026", "--scheduler", started.address, "--no-progress"]
        run = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        time.sleep(2.0)
        leaves = [pid for root in started.pids[1:] for pid in descendants(root) - {root} if not descendants(pid) - {pid}]
        assert len(leaves) >= 2
        with contextlib.suppress(ProcessLookupError):
            os.kill(max(leaves), signal.SIGKILL)
        output, _ = run.communicate(timeout=180)
    assert run.returncode == 1, output
    assert content(tmp_path / "there") == content(tmp_path / "here")

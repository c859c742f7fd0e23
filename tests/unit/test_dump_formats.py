"""No format of dumps takes lines of a log or of another format's dump."""

from pathlib import Path

import pytest

from analyzer.dumps import read_dumps
from tests.tools.dumps import LAB

SAMPLES = Path(__file__).parents[2] / "sample_logs"
OURS = {"ip xfrm": "xfrm-", "ikectl show sa": "ikectl-sa", "setkey -D": "setkey"}
PLACES = sorted({p.parent for top in (LAB, SAMPLES) for p in top.rglob("*") if p.is_file()})


@pytest.mark.parametrize("folder", PLACES, ids=lambda p: "-".join(p.parts[-2:]))
def test_lines_of_others_are_left_alone(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            formats = {dump.format for dump in read_dumps(path.name, list(enumerate(text.splitlines(), 1)))}
            assert {f for f in formats & {*OURS} if not path.name.startswith(OURS[f])} == set(), path

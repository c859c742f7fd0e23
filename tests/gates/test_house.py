"""The house's rules: imports point one way, files stay readable, commands are documented, starting is cheap."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from analyzer.cli import main

ROOT = Path(__file__).parents[2]
PACKAGES = ("analyzer", "grammars")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST = 400

# Files that may be longer, with the reason.
LONG_FILES: dict[str, str] = {
    "tests/benchmarks/lives.py": "one life of a tunnel after the other, each a list of lines",
}

# A room may import itself and the rooms before it. Data flows the same way.
ROOMS = (
    "kinds", "model", "proposals", "selectors", "pseudonyms", "sources", "framing", "negotiations", "extract", "causes", "classifier", "tunnels",
    "findings", "pipeline", "explain", "redact", "reporters", "cli", "__main__",
)  # fmt: skip
# What reports are made of; they know records, not how these come about.
REPORTERS_KNOW = {"model", "kinds", "redact", "reporters"}
PUBLIC = {"model", "pipeline"}
LIBRARIES = {"pyparsing": {"analyzer/extract/compile.py"}, "click": {"analyzer/cli.py"}, "tabulate": {"analyzer/reporters/text.py"}}


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Names of the modules that a file imports, and whether that happens while it is imported itself."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {id(n) for b in ast.walk(tree) if isinstance(b, ast.If) and "TYPE_CHECKING" in ast.dump(b.test) for n in ast.walk(b)}
    inner = {id(n) for f in ast.walk(tree) if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) for n in ast.walk(f)}
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in inner) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "analyzer" else [str(node.module)]
            yield from ((name, id(node) not in inner) for name in names)


def room(name: str) -> str:
    """The room of a module of the analyzer: analyzer.causes.p1_psk is in causes."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT)
    own = relative.parts[1].removesuffix(".py")
    for name, _ in imports(path):
        if relative.parts[0] == "grammars":
            assert name.split(".")[0] in {"grammars", "pyparsing", *sys.stdlib_module_names}, f"{relative} imports {name}"
        elif name.startswith("grammars"):
            assert name_of(path) == "analyzer/extract/build.py", f"{relative} imports {name}: the compiled table is what it needs"
        elif name.startswith("analyzer."):
            if own == "__init__":
                assert room(name) in PUBLIC, f"{relative} imports {name}"
            else:
                assert ROOMS.index(room(name)) <= ROOMS.index(own), f"{relative} imports {name}"
            if own == "reporters":
                assert room(name) in REPORTERS_KNOW, f"{relative} imports {name}"


@pytest.mark.parametrize("path", [path for path in FILES if path.is_relative_to(ROOT / "analyzer")], ids=name_of)
def test_libraries_are_where_they_belong(path: Path) -> None:
    for name, at_once in imports(path):
        library = name.split(".")[0]
        if library in LIBRARIES:
            assert name_of(path) in LIBRARIES[library]
        if library == "pandas":
            assert name_of(path) == "analyzer/frames.py"
        if library in ("pandas", "tabulate"):
            assert not at_once, f"{name_of(path)} imports {name} before it is needed"


def test_every_room_is_on_the_list() -> None:
    there = {path.relative_to(ROOT / "analyzer").parts[0].removesuffix(".py") for path in FILES if path.is_relative_to(ROOT / "analyzer")}
    assert there - {"__init__"} <= set(ROOMS)


def tracked() -> list[Path]:
    names = [path for top in ("analyzer", "grammars", "tests") for path in (ROOT / top).rglob("*.py")]
    return sorted(path for path in names if "__pycache__" not in path.parts)


def test_files_stay_short() -> None:
    long = {name_of(p): n for p in tracked() if (n := len(p.read_text(encoding="utf-8").splitlines())) > LONGEST}
    assert long.keys() <= LONG_FILES.keys(), long


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_is_left_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b.*", text) == []
    for ignore in re.findall(r"#\s*(?:type: ignore|noqa)[^\n]*", text):
        assert re.match(r"#\s*(?:type: ignore\[[\w, -]+\]|noqa: [\w, ]+?)\s*(?:#|-)\s*\w", ignore), f"{ignore!r} gives no rule or no reason"


# -- what users are told


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


@pytest.mark.parametrize(("path", "command"), list(commands(main)), ids=lambda value: "-".join(value) if isinstance(value, tuple) else "")
def test_command_is_documented(path: tuple[str, ...], command: click.Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"ikedoctor {' '.join(path)}" in readme
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts} has no help"
            assert any(name in readme for name in parameter.opts), f"README does not mention {parameter.opts}"


def test_readme_names_the_make_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in ("run", "test", "lint", "bench", "accuracy", "grammars"):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert f"make {target}" in readme


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert re.findall(r"^make \S+", script.read_text(encoding="utf-8"), re.MULTILINE)[0] == "make test"


def test_licence_is_the_one_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# -- a cold start


def loaded(code: str) -> set[str]:
    """The modules that are loaded after the code ran in a fresh interpreter."""
    script = f"{code}\nimport json, sys\nsys.stderr.write(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stderr))


HEAVY = {"pandas", "numpy", "pyparsing", "jinja2", "tabulate"}


def test_a_short_text_is_analysed_without_heavy_libraries() -> None:
    code = "from analyzer import analyze\nassert analyze('received NO_PROPOSAL_CHOSEN notify error').findings"
    assert loaded(code) & HEAVY == set()


def test_the_command_starts_without_heavy_libraries() -> None:
    code = "from analyzer.cli import main\ntry:\n main(['--help'])\nexcept SystemExit:\n pass"
    assert loaded(code) & HEAVY == set()


def test_a_report_is_printed_without_pandas() -> None:
    log = next((ROOT / "sample_logs").glob("strongswan/ike-integ-ikev2-responder/charon.log"))
    code = f"from analyzer.cli import main\ntry:\n main(['diagnose', {str(log)!r}])\nexcept SystemExit:\n pass"
    assert loaded(code) & {"pandas", "numpy", "pyparsing"} == set()

"""The rules of the house: who may import whom, what a start costs, short files, and an up-to-date README."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import click
import pytest

from analyzer.cli import main

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(p for package in ("analyzer", "grammars") for p in (ROOT / package).rglob("*.py"))
SAMPLE = ROOT / "sample_logs/strongswan/ike-integ-ikev2-responder/charon.log"

# -- imports

# What of this project each part may import. Data flows one way, so that a part can be read without those after it.
MAY_IMPORT = {
    "grammars": ("grammars",),
    "analyzer.kinds": (),
    "analyzer.model": ("analyzer.kinds",),
    "analyzer.proposals": (),
    "analyzer.pseudonyms": (),
    "analyzer.sources": ("analyzer.sources",),
    "analyzer.archives": ("analyzer.archives", "analyzer.sources.detect"),
    "analyzer.framing": ("analyzer.framing", "analyzer.model"),
    "analyzer.extract.build": ("analyzer.extract.engine", "analyzer.extract.compile", "analyzer.kinds", "grammars"),
    "analyzer.extract.compile": (),
    "analyzer.extract.engine": ("analyzer.kinds", "analyzer.model"),
    "analyzer.extract.foreign": ("analyzer.framing.programs",),
    "analyzer.extract.lane": (
        "analyzer.extract.engine", "analyzer.extract.foreign", "analyzer.framing", "analyzer.kinds", "analyzer.model", "analyzer.negotiations.record",
        "analyzer.proposals",
    ),
    "analyzer.extract.events": ("analyzer.extract", "analyzer.framing", "analyzer.model", "analyzer.sources"),
    "analyzer.negotiations": (
        "analyzer.framing.timestamps", "analyzer.kinds", "analyzer.model", "analyzer.negotiations", "analyzer.proposals",
    ),
    "analyzer.causes": (
        "analyzer.causes", "analyzer.framing.timestamps", "analyzer.kinds", "analyzer.model", "analyzer.negotiations", "analyzer.proposals",
    ),
    "analyzer.batch.executor": ("analyzer.batch.dask_executor", "analyzer.batch.workers"),
    "analyzer.batch.workers": ("analyzer.batch.executor",),
    "analyzer.batch.dask_executor": ("analyzer.batch.executor",),
    "analyzer.batch.progress": (),
    "analyzer.batch.fleet_records": (),
    "analyzer.batch.query": ("analyzer.batch", "analyzer.redact", "analyzer.reporters.rows"),
    "analyzer.classifier": ("analyzer.causes", "analyzer.kinds", "analyzer.model", "analyzer.negotiations"),
    "analyzer.tunnels": ("analyzer.causes", "analyzer.classifier", "analyzer.kinds", "analyzer.model", "analyzer.negotiations", "analyzer.framing"),
    "analyzer.selectors": (),
    "analyzer.sa_status": ("analyzer.causes._base", "analyzer.dumps", "analyzer.model", "analyzer.proposals", "analyzer.sa_status", "analyzer.selectors"),
    "analyzer.findings": (
        "analyzer.causes._base", "analyzer.dumps", "analyzer.framing.timestamps", "analyzer.model", "analyzer.sa_status", "analyzer.tunnels",
    ),
    "analyzer.frames": ("analyzer.model", "analyzer.reporters"),
    "analyzer.dumps": ("analyzer.dumps", "analyzer.model"),
    "analyzer.redact": ("analyzer.model", "analyzer.pseudonyms", "analyzer.secret_forms"),
    "analyzer.secret_forms": (),
    "analyzer.reporters": ("analyzer.batch.fleet_records", "analyzer.model", "analyzer.redact", "analyzer.reporters"),
    "analyzer.batch": (
        "analyzer.archives", "analyzer.batch", "analyzer.causes._base", "analyzer.classifier", "analyzer.extract", "analyzer.findings", "analyzer.framing",
        "analyzer.model", "analyzer.negotiations", "analyzer.pipeline", "analyzer.redact", "analyzer.sources", "analyzer.tunnels",
    ),
}  # fmt: skip

# Of other people's modules only these, and only there.
OTHERS = {
    "pyparsing": ("grammars", "analyzer.extract.compile"), "tabulate": ("analyzer.reporters",), "pandas": ("analyzer",),
    "click": ("analyzer.cli",),
}  # fmt: skip
# What an extra brings, its name there, and where it is used; all else does without it and says what is missing.
EXTRAS = {
    "isal": ("isal", "analyzer.archives"), "backports": ("backports.zstd", "analyzer.archives"), "lz4": ("lz4", "analyzer.archives"),
    "py7zr": ("py7zr", "analyzer.archives"), "fsspec": ("fsspec", "analyzer.archives"),
    "pyarrow": ("pyarrow", "analyzer.batch"), "duckdb": ("duckdb", "analyzer.batch"),
    "jinja2": ("jinja2", "analyzer.reporters"), "tqdm": ("tqdm", "analyzer.batch.progress"), "distributed": ("distributed", "analyzer.batch.dask_executor"),
}  # fmt: skip
OTHERS |= {name: (where,) for name, (_, where) in EXTRAS.items()}
LATE = ("distributed", "duckdb", "fsspec", "jinja2", "pandas", "py7zr", "pyarrow", "tabulate", "tqdm")  # only inside of functions: most runs do without


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """What a file imports, and whether it does so when it is itself imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {id(n) for f in ast.walk(tree) if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef)) for n in ast.walk(f)}
    late |= {id(n) for f in ast.walk(tree) if isinstance(f, ast.If) and "TYPE_CHECKING" in ast.dump(f.test) for n in ast.walk(f)}
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) not in late) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found += [
                (f"{module}.{a.name}" if (ROOT / module.replace(".", "/") / f"{a.name}.py").exists() else module, id(node) not in late)
                for a in node.names
            ]
    return tuple(found)


def within(module: str, parts: tuple[str, ...]) -> bool:
    return any(module == part or module.startswith(part + ".") for part in parts)


def rule_of(module: str) -> tuple[str, ...] | None:
    """The rule of the nearest part that ``module`` belongs to."""
    parts = [part for part in MAY_IMPORT if within(module, (part,))]
    return MAY_IMPORT[max(parts, key=len)] if parts else None


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    allowed = rule_of(module_name(path))
    if allowed is None:
        assert within(module_name(path), ("analyzer.cli",)) or module_name(path) in (
            "analyzer", "analyzer.__main__", "analyzer.explain", "analyzer.extract", "analyzer.pipeline",
        )  # fmt: skip
        return
    own = [name for name, _ in imports(path) if within(name, ("analyzer", "grammars"))]
    assert [name for name in own if not within(name, allowed)] == []


def test_the_command_is_imported_by_nobody() -> None:
    users = {module_name(p) for p in PRODUCT for name, _ in imports(p) if within(name, ("analyzer.cli",))}
    assert {name for name in users if not within(name, ("analyzer.cli",))} == {"analyzer.__main__"}


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_modules_of_others_are_imported_where_they_are_needed(path: Path) -> None:
    standard = {*sys.stdlib_module_names, "compression"}  # the latter since Python 3.14
    foreign = {name.partition(".")[0] for name, _ in imports(path)} - standard - {"analyzer", "grammars"}
    assert foreign <= set(OTHERS)
    assert [name for name in foreign if not within(module_name(path), OTHERS[name])] == []
    assert [name for name, at_once in imports(path) if at_once and within(name, LATE)] == []


def test_each_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    used = {name.partition(".")[0] for p in PRODUCT for name, _ in imports(p)}
    needed = {re.split(r"[<>=\[ ]", d)[0] for d in project["dependencies"]}
    assert needed - {"pandas"} == (used & set(OTHERS)) - {"pandas"} - set(EXTRAS)
    extras = {re.split(r"[<>=\[; ]", d)[0] for name, extra in project["optional-dependencies"].items() if name != "dev" for d in extra}
    assert {name for name in EXTRAS if name in used} == set(EXTRAS)
    assert {distribution for distribution, _ in EXTRAS.values()} <= extras


def test_cold_start_imports_only_what_it_needs() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "analyzer", "diagnose", str(SAMPLE)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "COVERAGE_PROCESS_START": ""},
    )  # fmt: skip
    assert run.returncode == 1, run.stderr[-2000:]
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}
    assert "analyzer.pipeline" in loaded
    heavy = {"pandas", "numpy", "pyparsing", "grammars", "unittest", "asyncio", "jsonschema", "analyzer.extract.build"}
    assert loaded & heavy == set()
    assert "analyzer.reporters.json_report" not in loaded
    assert "analyzer.reporters.markdown" not in loaded
    assert "analyzer.explain" not in loaded


# -- files

MOST_LINES = 400


def test_no_file_is_too_long() -> None:
    files = [p for top in ("analyzer", "grammars", "tests") for p in (ROOT / top).rglob("*.py")]
    lengths = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8").count("\n") for p in files}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_readme_names_every_command_and_option() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = []
    for name, command in main.commands.items():
        if f"ikedoctor {name}" not in readme:
            missing.append(name)
        for option in command.params:
            if isinstance(option, click.Option) and not any(f"`{o}" in readme or f" {o} " in readme for o in option.opts):
                missing.append(f"{name} {option.opts}")
    assert missing == []


def test_readme_shows_what_happens() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"^    ikedoctor (\w+)", readme, re.MULTILINE):
        assert line in main.commands
    for target in re.findall(r"(?:^    |`)make (\w[\w-]*)", readme, re.MULTILINE):
        assert f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in re.findall(r"^    ((?:analyzer|grammars|sample_logs|tests)/[\w/.]*)", readme, re.MULTILINE):
        assert (ROOT / path).exists()
    compile(re.findall(r"```python\n(.*?)```", readme, re.DOTALL)[0], "README.md", "exec")


def test_version_is_the_changelogs() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    titles = re.findall(r"^## \[?([^\]\n]+?)\]?(?: - .*)?$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert titles[0] in ("Unreleased", version)
    assert version in titles or titles == ["Unreleased"]


def test_every_command_and_option_has_help() -> None:
    silent = [name for name, command in main.commands.items() if not command.help]
    options = [(c.name, o.opts) for c in main.commands.values() for o in c.params if isinstance(o, click.Option) and not o.help]
    assert (silent, options) == ([], [])


@pytest.mark.parametrize("path", PRODUCT, ids=module_name)
def test_nothing_is_left_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b.*", text) == []
    for ignore in re.findall(r"#\s*(?:type: ignore|noqa)[^\n]*", text):
        assert re.match(r"#\s*(?:type: ignore\[[\w, -]+\]|noqa: [\w, ]+?)\s*(?:#|-)\s*\w", ignore), f"{ignore!r} gives no rule or no reason"


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert re.findall(r"^make \S+", script.read_text(encoding="utf-8"), re.MULTILINE)[0] == "make test"


def test_licence_is_the_one_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")

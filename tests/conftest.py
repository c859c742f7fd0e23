"""Options of the whole test run: slow groups run only when they are asked for, golden files are rewritten on request."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # speed is measured by benchmarks
settings.load_profile("untimed")

ON_REQUEST = {
    "lab": "runs real daemons; ask with --lab or -m lab",
    "soak": "runs long; ask with --soak or -m soak",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lab", action="store_true", help="run the live lab: real daemons in network namespaces, as root")
    parser.addoption("--soak", action="store_true", help="run the long random tests")
    parser.addoption("--update-expected", action="store_true", help="rewrite the golden files with what the program says now")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    asked_by_expression = config.getoption("markexpr", default="")
    for name, reason in ON_REQUEST.items():
        if config.getoption(f"--{name}") or name in asked_by_expression:
            continue
        for item in items:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def update_expected(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten rather than compared."""
    return bool(request.config.getoption("--update-expected"))

"""The daemon did not load this connection, or nothing can trigger it."""

from analyzer.causes._base import Cause, Weight, clues, on
from analyzer.kinds import Kind

CAUSE = Cause(
    id="sys.config",
    title="The connection was not loaded, or cannot be started",
    find=clues(
        on(Kind.CONNECTION_REFUSED, Weight.PROVES, "the daemon did not load this connection", "conn", "reason"),
        on(Kind.CONNECTION_UNKNOWN, Weight.PROVES, "no connection of this name is loaded", "conn"),
        on(Kind.CONNECTION_UNORIENTED, Weight.PROVES, "neither end of the connection is an address of this host"),
        on(Kind.CONFIG_ERROR, Weight.PROVES, "the configuration has an error", "reason"),
        on(Kind.SOCKET_FAILED, Weight.PROVES, "the daemon could not open its UDP port", "reason"),
        on(Kind.DAEMON_FAILED, Weight.PROVES, "the daemon did not start", "reason"),
    ),
    remedy=("Correct what the line names, reload the configuration, and look for the connection in the list of loaded ones.",),
)

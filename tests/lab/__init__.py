"""The practice lab: real daemons, known faults, and the measure of the answers."""

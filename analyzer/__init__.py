"""Tells why an IPsec VPN tunnel does not work, from what the gateways log.

>>> from analyzer import analyze
>>> analyze("received NO_PROPOSAL_CHOSEN notify error").findings[0].cause
'p1.algorithms'
"""

from analyzer.model import Analysis, Confidence, Evidence, Finding, Input, Named, Region, Status, Tunnel, Unparsed, Verdict, Where
from analyzer.pipeline import analyze

__all__ = [
    "Analysis", "Confidence", "Evidence", "Finding", "Input", "Named", "Region", "Status", "Tunnel", "Unparsed", "Verdict", "Where", "analyze",
]  # fmt: skip

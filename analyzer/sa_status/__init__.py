"""What SA dumps tell: several SAs where one is normal, one-way traffic, networks without an SA, phase 1 without phase 2."""

from analyzer.sa_status.findings import SaStatus, status_of

__all__ = ["SaStatus", "status_of"]

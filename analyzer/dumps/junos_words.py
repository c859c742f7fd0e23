"""Junos' words: networks, algorithms, and which causes a tunnel's last event speaks for."""

from dataclasses import replace

from analyzer.dumps.records import ChildSa

# In the order in which they are tried; the first cause is the first to think of. An administrator's doing has none.
_FAULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("no response from peer", ("p1.peer_unreachable", "p1.ike_version", "p1.peer_address", "p1.mode")),
    ("phase1 proposal", ("p1.algorithms", "p1.dh_group")),
    ("phase2 proposal", ("p2.algorithms", "p2.pfs_group")),
    ("no_proposal_chosen", ("p1.algorithms", "p1.dh_group", "p1.peer_address", "p2.algorithms", "p2.pfs_group")),
    ("traffic-selector", ("p2.networks",)),
    ("ts_unacceptable", ("p2.networks",)),
    ("ike-id", ("p1.identity",)),
    ("invalid_id", ("p2.networks", "p1.identity")),
    ("invalid_ke", ("p1.dh_group", "p2.pfs_group")),
    ("certificate", ("p1.certificate",)),
    ("authentication", ("p1.psk", "p1.identity", "p1.certificate")),
    ("invalid_syntax", ("p1.psk",)),
    ("invalid_payload", ("p1.psk",)),
    ("payload_malformed", ("p1.psk",)),
    ("gateway configuration lookup", ("p1.peer_address", "p1.ike_version", "p1.mode")),
    ("monitor", ("up.no_inbound", "life.dpd_timeout")),
    ("dpd detected", ("life.dpd_timeout",)),
    ("delete payload received", ("life.peer_delete",)),
    ("del notification from peer", ("life.peer_delete",)),
)


def faults(reason: str | None) -> tuple[str, ...]:
    """The causes that a tunnel's last event, or the reason why it is down, allows; none where it waits or was closed on purpose."""
    low = (reason or "").lower()
    return next((causes for words, causes in _FAULTS if words in low), ())


def joined(children: list[ChildSa], number: str | None, value: str | None, *, out: bool) -> bool:
    """Whether a direction belongs to the SA before it, which has not got it yet; then it is put there."""
    last = children[-1] if children else None
    if last is None or last.number != number or (last.spi_out if out else last.spi_in) is not None:
        return False
    children[-1] = replace(last, spi_out=value) if out else replace(last, spi_in=value)
    return True


def networks(text: str | None) -> tuple[str, ...]:
    """``10.1.0.0/16``, ``10.1.0.0-10.1.255.255``; nothing where it is not known yet."""
    return (text.strip(),) if text and text.strip() else ()


def proposal(encryption: str | None, integrity: str | None) -> str | None:
    """``aes-cbc (256 bits)`` and ``hmac-sha1-96`` in one word, spelt as other daemons do."""
    first = (encryption or "").replace(" (", "_").replace(" bits)", "").replace(" bits", "")
    second = "" if integrity is None or integrity.lower() == "none" or "gcm" in integrity.lower() else integrity
    return "/".join(part.upper().replace("-", "_") for part in (first, second) if part) or None

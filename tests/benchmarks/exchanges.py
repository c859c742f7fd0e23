"""What happens on a tunnel that works: liveness checks, rekeys, reauthentications."""

from collections.abc import Iterator

from tests.benchmarks.charon import REKEY_REQUEST, REKEY_RESPONSE, RETRANSMITS, ROUND_TRIP, Job, Site


def retransmissions(site: Site, message_id: int, count: int, size: int, port: int) -> Iterator[Job]:
    for n, pause in enumerate(RETRANSMITS[:count], 1):
        h = site.heads()
        site.failing = 1
        yield pause, [f"{h.ike}retransmit {n} of request with message ID {message_id}", h.net + site.sent(size, port)]


def dpd_out(site: Site) -> Iterator[Job]:
    """We ask whether the peer is alive; now and then the first question is lost."""
    number = site.next_mine()
    h = site.heads()
    yield 0.0, [f"{h.ike}sending DPD request", *site.informational(h, "generating", "request", number)]
    if site.rnd.random() < 0.02:
        yield from retransmissions(site, number, 1, 80, site.port)
    yield ROUND_TRIP, site.informational(site.heads(), "parsed", "response", number)


def dpd_in(site: Site) -> Iterator[Job]:
    """The peer asks, we answer."""
    number = site.next_theirs()
    h = site.heads()
    lines = site.informational(h, "parsed", "request", number) + site.informational(h, "generating", "response", number)
    if site.behind_nat:
        lines.append(f"{h.ike}sending keep alive to {site.peer}[{site.port}]")
    yield 0.0, lines


def child_closed(site: Site, name: str, child: int, spi_in: str, spi_out: str) -> str:
    return (
        f"closing CHILD_SA {name}{{{child}}} with SPIs {spi_in}_i ({site.volume()} bytes) {spi_out}_o ({site.volume()} bytes) "
        f"and TS {site.local_ts} === {site.remote_ts}"
    )


def rekey_child_out(site: Site) -> Iterator[Job]:
    """The soft lifetime of our CHILD_SA ended: we rekey it and delete the old one."""
    number, old, old_in, old_out = site.next_mine(), site.child, site.spi_in, site.spi_out
    h = site.heads()
    lines = [f"{h.knl}creating rekey job for CHILD_SA ESP/0x{old_in}/{site.gateway.address}"]
    if site.gateway.verbose:
        lines += [f"{h.ike}queueing CHILD_REKEY task", f"{h.ike}activating new tasks", f"{h.ike}  activating CHILD_REKEY task"]
    yield (
        0.0,
        [
            *lines,
            f"{h.ike}establishing CHILD_SA {site.name}{{{site.reserve_child()}}} reqid {site.reqid}",
            f"{h.enc}generating CREATE_CHILD_SA request {number} [ {REKEY_REQUEST} ]",
            h.net + site.sent(432),
        ],
    )
    site.new_child()
    delete = site.next_mine()
    h = site.heads()
    yield (
        ROUND_TRIP,
        [
            h.net + site.received(432),
            f"{h.enc}parsed CREATE_CHILD_SA response {number} [ {REKEY_RESPONSE} ]",
            f"{h.cfg}selected proposal: ESP:{site.esp}/{site.suite.rpartition('/')[2]}/NO_EXT_SEQ",
            h.ike + site.child_text("inbound "),
            h.ike + site.child_text("outbound "),
            h.ike + child_closed(site, site.name, old, old_in, old_out),
            f"{h.ike}sending DELETE for ESP CHILD_SA with SPI {old_in}",
            *site.informational(h, "generating", "request", delete, "D"),
        ],
    )
    h = site.heads()
    yield (
        ROUND_TRIP,
        [
            *site.informational(h, "parsed", "response", delete, "D"),
            f"{h.ike}received DELETE for ESP CHILD_SA with SPI {old_out}",
            f"{h.ike}CHILD_SA closed",
        ],
    )


def rekey_child_in(site: Site) -> Iterator[Job]:
    """The peer rekeys the CHILD_SA."""
    number, delete, old, old_in, old_out = site.next_theirs(), site.next_theirs(), site.child, site.spi_in, site.spi_out
    site.new_child()
    h = site.heads()
    yield (
        0.0,
        [
            h.net + site.received(432),
            f"{h.enc}parsed CREATE_CHILD_SA request {number} [ {REKEY_REQUEST} ]",
            f"{h.cfg}selected proposal: ESP:{site.esp}/{site.suite.rpartition('/')[2]}/NO_EXT_SEQ",
            h.ike + site.child_text("inbound "),
            f"{h.enc}generating CREATE_CHILD_SA response {number} [ {REKEY_RESPONSE} ]",
            h.net + site.sent(432),
        ],
    )
    h = site.heads()
    yield (
        ROUND_TRIP,
        [
            *site.informational(h, "parsed", "request", delete, "D"),
            f"{h.ike}received DELETE for ESP CHILD_SA with SPI {old_out}",
            h.ike + child_closed(site, site.name, old, old_in, old_out),
            f"{h.ike}sending DELETE for ESP CHILD_SA with SPI {old_in}",
            f"{h.ike}CHILD_SA closed",
            h.ike + site.child_text("outbound "),
            *site.informational(h, "generating", "response", delete, "D"),
        ],
    )


def reauthenticate(site: Site) -> Iterator[Job]:
    """We take the IKE_SA down and set it up anew, as planned."""
    number, g = site.next_mine(), site.gateway
    h = site.heads()
    sa = f"IKE_SA {site.name}[{site.sa}]"
    lines = [f"{h.ike}reauthenticating {sa}", f"{h.ike}deleting {sa} between {site.ends()}"]
    if g.verbose:
        lines.append(f"{h.ike}IKE_SA {site.name}[{site.sa}] state change: ESTABLISHED => DELETING")
    lines.append(f"{h.ike}sending DELETE for IKE_SA {site.name}[{site.sa}]")
    yield 0.0, lines + site.informational(h, "generating", "request", number, "D")
    h = site.heads()
    lines = [*site.informational(h, "parsed", "response", number), f"{h.ike}IKE_SA deleted"]
    if g.verbose:
        lines.append(f"{h.ike}IKE_SA {site.name}[{site.sa}] state change: DELETING => DESTROYING")
    yield ROUND_TRIP, lines
    yield from site.setup_out()


def peer_reauthenticates(site: Site) -> Iterator[Job]:
    """The peer takes the IKE_SA down and initiates a new one at once."""
    number = site.next_theirs()
    h = site.heads()
    yield (
        0.0,
        [
            *site.informational(h, "parsed", "request", number, "D"),
            f"{h.ike}received DELETE for IKE_SA {site.name}[{site.sa}]",
            f"{h.ike}deleting IKE_SA {site.name}[{site.sa}] between {site.ends()}",
            f"{h.ike}IKE_SA deleted",
            *site.informational(h, "generating", "response", number),
        ],
    )
    yield from site.setup_in()


def healthy(site: Site) -> Iterator[Job]:
    """One exchange of a tunnel that works."""
    draw = site.rnd.random()
    if site.age > site.lifetime:
        yield from reauthenticate(site) if draw < 0.6 else peer_reauthenticates(site)
    elif draw < 0.28:
        yield from dpd_out(site)
    elif draw < 0.56:
        yield from dpd_in(site)
    elif draw < 0.8:
        yield from rekey_child_out(site)
    else:
        yield from rekey_child_in(site)

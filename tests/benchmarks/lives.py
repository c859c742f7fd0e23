"""What happens to the sites of a fleet: the exchanges of a healthy tunnel, and the ways in which attempts fail."""

from collections.abc import Iterator

from tests.benchmarks.charon import (
    ESP_SUITES,
    GIVE_UP,
    INIT_REQUEST,
    LIFETIME,
    REKEY_REQUEST,
    REKEY_RESPONSE,
    RETRANSMITS,
    ROUND_TRIP,
    SUITES,
    Fault,
    Job,
    Site,
)

PAUSE = 300.0  # seconds between the exchanges of a healthy site, on average
RETRY = 114.0  # seconds between the attempts of a faulty one

# -- exchanges of a tunnel that works


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


# -- attempts that fail


def psk_wrong_here(site: Site) -> Iterator[Job]:
    yield site.responded()
    lines, h = site.selected()
    lines.append(f"{h.ike}tried 1 shared key for '{site.gateway.identity}' - '{site.peer_id}', but MAC mismatched")
    site.fail()
    yield ROUND_TRIP, lines + site.refused(h)


def authentication_refused(site: Site) -> Iterator[Job]:
    yield site.initiate()
    yield site.authenticate()
    h = site.heads()
    site.fail()
    lines = [h.net + site.received(80), f"{h.enc}parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]"]
    lines.append(f"{h.ike}received AUTHENTICATION_FAILED notify error")
    if site.gateway.verbose:
        lines.append(f"{h.ike}IKE_SA {site.name}[{site.sa}] state change: CONNECTING => DESTROYING")
    yield ROUND_TRIP, lines


def proposals_refused_here(site: Site, received: str, configured: str) -> Iterator[Job]:
    site.new_sa()
    h = site.heads(named=False)
    site.fail(1)
    yield (
        0.0,
        [
            h.net + site.received(400, 500),
            f"{h.enc}parsed IKE_SA_INIT request 0 [ {INIT_REQUEST} ]",
            f"{h.ike}{site.peer} is initiating an IKE_SA",
            f"{h.cfg}received proposals: IKE:{received}",
            f"{h.cfg}configured proposals: IKE:{configured}, IKE:{configured.rpartition('/')[0]}/MODP_8192",
            f"{h.ike}received proposals unacceptable",
            f"{h.enc}generating IKE_SA_INIT response 0 [ N(NO_PROP) ]",
            h.net + site.sent(36, 500),
        ],
    )


def algorithms_differ(site: Site) -> Iterator[Job]:
    return proposals_refused_here(site, "3DES_CBC/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", SUITES[0])


def groups_differ(site: Site) -> Iterator[Job]:
    return proposals_refused_here(site, SUITES[0].replace("MODP_2048", "MODP_1024"), SUITES[0])


def proposals_refused(site: Site) -> Iterator[Job]:
    yield site.initiate()
    h = site.heads()
    site.fail()
    yield (
        ROUND_TRIP,
        [
            h.net + site.received(36, 500),
            f"{h.enc}parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]",
            f"{h.ike}received NO_PROPOSAL_CHOSEN notify error",
        ],
    )


def networks_refused(site: Site) -> Iterator[Job]:
    yield site.initiate()
    yield site.authenticate()
    h = site.heads()
    lines = [h.net + site.received(160), f"{h.enc}parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]"]
    lines += site.peer_authenticated(h) + site.phase1_up(h)
    site.fail(2)
    lines += [f"{h.ike}received TS_UNACCEPTABLE notify, no CHILD_SA built", f"{h.ike}failed to establish CHILD_SA, keeping IKE_SA"]
    yield ROUND_TRIP, lines
    yield from peer_deletes(site)


def refused_after_authentication(site: Site, notify: str, *why: str) -> Iterator[Job]:
    yield site.responded()
    lines, h = site.selected()
    lines += site.peer_authenticated(h)
    lines.append(f"{h.ike}authentication of '{site.gateway.identity}' (myself) with pre-shared key")
    lines += site.phase1_up(h)
    site.fail(2)
    lines += [(h.cfg if "proposals:" in text else h.ike) + text for text in why]
    lines.append(f"{h.ike}failed to establish CHILD_SA, keeping IKE_SA")
    yield ROUND_TRIP, lines + site.refused(h, f"IDr AUTH {notify}", 160)
    yield from peer_deletes(site)


def peer_deletes(site: Site) -> Iterator[Job]:
    """The IKE_SA without a CHILD_SA goes away, so that the next attempt is a new one."""
    h = site.heads()
    yield (
        5.0,
        [
            *site.informational(h, "parsed", "request", site.next_theirs(), "D"),
            f"{h.ike}received DELETE for IKE_SA {site.name}[{site.sa}]",
            f"{h.ike}deleting IKE_SA {site.name}[{site.sa}] between {site.ends()}",
            f"{h.ike}IKE_SA deleted",
            *site.informational(h, "generating", "response", 2),
        ],
    )


def networks_refused_here(site: Site) -> Iterator[Job]:
    theirs = "10.98.0.0/16 === 10.99.0.0/16"
    return refused_after_authentication(site, "N(TS_UNACCEPT)", f"traffic selectors {theirs} unacceptable")


def esp_refused_here(site: Site) -> Iterator[Job]:
    other = ESP_SUITES[(ESP_SUITES.index(site.esp) + 1) % len(ESP_SUITES)]
    return refused_after_authentication(
        site, "N(NO_PROP)", f"received proposals: ESP:{other}/NO_EXT_SEQ", f"configured proposals: ESP:{site.esp}/NO_EXT_SEQ",
        "no acceptable proposal found",
    )  # fmt: skip


def peer_silent(site: Site) -> Iterator[Job]:
    yield site.initiate()
    yield from retransmissions(site, 0, 5, 464, 500)
    h = site.heads()
    site.fail(2)
    lines = [f"{h.ike}giving up after 5 retransmits", f"{h.ike}establishing IKE_SA failed, peer not responding"]
    if site.gateway.verbose:
        lines.append(f"{h.ike}IKE_SA {site.name}[{site.sa}] state change: CONNECTING => DESTROYING")
    yield GIVE_UP, lines


def no_config(site: Site) -> Iterator[Job]:
    site.new_sa()
    h = site.heads(named=False)
    site.fail()
    yield (
        0.0,
        [
            h.net + site.received(464, 500),
            f"{h.enc}parsed IKE_SA_INIT request 0 [ {INIT_REQUEST} ]",
            f"{h.ike}no IKE config found for {site.gateway.address}...{site.peer}, sending NO_PROPOSAL_CHOSEN",
            f"{h.enc}generating IKE_SA_INIT response 0 [ N(NO_PROP) ]",
            h.net + site.sent(36, 500),
        ],
    )


def identity_unknown(site: Site) -> Iterator[Job]:
    yield site.responded()
    h = site.heads(named=False)
    site.fail()
    lines = site.looked_up(h, f"old-{site.gateway.identity}")
    yield ROUND_TRIP, [*lines, f"{h.cfg}no matching peer config found", f"{h.ike}peer supports MOBIKE", *site.refused(h)]


def certificate_expired(site: Site) -> Iterator[Job]:
    yield site.responded()
    lines, h = site.selected()
    subject = f'"C=DE, O=Example, CN={site.peer_id}"'
    site.fail(2)
    yield (
        ROUND_TRIP,
        [
            *lines[:2],
            f"{h.ike}received end entity cert {subject}",
            *lines[2:],
            f"{h.cfg}  using certificate {subject}",
            f'{h.cfg}  using trusted ca certificate "C=DE, O=Example, CN=Example CA"',
            f"{h.cfg}subject certificate invalid (valid from Jan 01 00:00:00 2023 to Jan 01 00:00:00 2025)",
            f"{h.ike}no trusted RSA public key found for '{site.peer_id}'",
            f"{h.ike}peer supports MOBIKE",
            *site.refused(h),
        ],
    )


def peer_dies(site: Site) -> Iterator[Job]:
    """A tunnel that works for a while, then the peer is silent; we give up and set it up anew."""
    if not site.spi_in:
        yield from site.setup_out()
    yield from dpd_out(site)
    yield PAUSE / 2, []
    number = site.next_mine()
    h = site.heads()
    yield 0.0, [f"{h.ike}sending DPD request", *site.informational(h, "generating", "request", number)]
    yield from retransmissions(site, number, 5, 80, site.port)
    h = site.heads()
    site.fail()
    yield GIVE_UP, [f"{h.ike}giving up after 5 retransmits", f"{h.ike}restarting CHILD_SA {site.name}"]
    yield from site.setup_out()


PHASE1_REFUSED = ("p1.algorithms", "p1.dh_group", "p1.ike_version", "p1.peer_address")
FAULTS = {
    "psk_wrong_here": Fault(("p1.psk",), psk_wrong_here),
    "authentication_refused": Fault(("p1.psk", "p1.identity", "p1.auth_method"), authentication_refused),
    "algorithms_differ": Fault(("p1.algorithms",), algorithms_differ),
    "groups_differ": Fault(("p1.dh_group",), groups_differ),
    "proposals_refused": Fault(PHASE1_REFUSED, proposals_refused),
    "networks_refused": Fault(("p2.networks",), networks_refused),
    "networks_refused_here": Fault(("p2.networks",), networks_refused_here),
    "esp_refused_here": Fault(("p2.algorithms",), esp_refused_here),
    "peer_silent": Fault(("p1.peer_unreachable",), peer_silent),
    "no_config": Fault(("p1.peer_address", "p1.ike_version"), no_config),
    "identity_unknown": Fault(("p1.identity",), identity_unknown),
    "certificate_expired": Fault(("p1.certificate",), certificate_expired),
    "peer_dies": Fault(("life.dpd_timeout", "life.flapping"), peer_dies),
}


def life(site: Site) -> Iterator[Job]:
    """All jobs of a site, without end; a healthy one's log begins while its tunnel is up."""
    rnd = site.rnd
    if site.fault is None:
        site.new_sa()
        site.new_child()
        site.mine, site.theirs = rnd.randrange(2, 400), rnd.randrange(0, 400)
        site.lifetime, site.age = LIFETIME, rnd.random() * LIFETIME
    pause = rnd.random() * PAUSE
    while True:
        jobs = healthy(site) if site.fault is None else FAULTS[site.fault].attempt(site)
        for first, (wait, lines) in enumerate(jobs):
            yield wait + pause if first == 0 else wait, lines
            site.written()
            pause = 0.0
        pause = rnd.expovariate(1 / (PAUSE if site.fault is None else RETRY))
        site.age += pause

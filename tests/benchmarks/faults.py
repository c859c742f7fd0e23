"""The ways in which attempts fail, and for each the causes that a diagnosis of this side's log may name first."""

from collections.abc import Iterator

from tests.benchmarks.charon import ESP_SUITES, GIVE_UP, INIT_REQUEST, ROUND_TRIP, SUITES, Fault, Job, Site
from tests.benchmarks.exchanges import dpd_out, retransmissions

QUIET = 150.0  # seconds from the last sign of a peer to the question whether it is alive


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
    yield QUIET, []
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

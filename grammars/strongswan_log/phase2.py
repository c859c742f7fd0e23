"""charon: CHILD_SAs, traffic selectors, modes and PFS of phase 2.

    up      = ["inbound" | "outbound"] "CHILD_SA" child "{" number "}" "established with SPIs" spis "and TS" selectors
    refusal = "traffic selectors" selectors "unacceptable" | "no matching CHILD_SA config found for" selectors
    pair    = "config:" selector ", received:" selector "=>" ("no match" | "match:" selector)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, message, number, rest, until, upper, word
from grammars.strongswan_log.values import child_sa, either, noise, optional, selectors, spis, words

_up = ("established", optional("with SPIs", spis), optional("and TS", selectors))

MESSAGES = (
    # -- up
    message(
        "child-up", "CHILD_SA net-net{3} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16",
        "CHILD_SA", child_sa, *_up,
        strength=PROVES,
    ),
    message(
        "child-up", "inbound CHILD_SA net-net{4} established with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16",
        either("inbound CHILD_SA", "outbound CHILD_SA"), child_sa, *_up,
        strength=PROVES, ike_version="2",
    ),
    message(
        "child-initiate", "establishing CHILD_SA net-net{3} reqid 1",
        "establishing CHILD_SA", pp.Regex(r"(?P<child>[^\n{]*)(?:\{(?P<child_id>\d+)\})?"),
        ike_version="2", role="initiator",
    ),
    # -- the peer's selectors
    message(
        "ts-lookup", "looking for a child config for 10.1.0.0/16 === 10.2.0.0/16",
        "looking for a child config for", selectors,
        role="responder",
    ),
    message(
        "ts-pair", "config: 10.1.0.0/16, received: 10.9.0.0/16 => no match",
        "config:", until("configured_ts", ", received:"), until("received_ts", " => no match"),
        strength=PROVES,
    ),
    noise("config: 10.1.0.0/16, received: 10.1.0.0/16 => match: 10.1.0.0/16", "config:", pp.Regex(r"[^\n]*? => match")),
    message(
        "ts-refused", "no matching CHILD_SA config found for 10.1.0.0/16 === 10.9.0.0/16",
        "no matching CHILD_SA config found", optional("for", selectors),
        strength=SUGGESTS, ike_version="1", role="responder",
    ),
    message(
        "ts-refused", "traffic selectors 10.1.0.0/16 === 10.9.0.0/16 unacceptable",
        "traffic selectors", pp.Regex(r"(?P<local_ts>[^\n=]*)===[ \t]?(?P<remote_ts>[^\n]*?) (?:un|in)acceptable"),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message("ts-refused", "no acceptable traffic selectors found", "no acceptable traffic selectors found", strength=PROVES),
    message(
        "ts-changed", "peer selected invalid traffic selectors: 10.9.0.0/16 for 10.1.0.0/16, 10.2.0.0/16 for 10.2.0.0/16",
        "peer selected invalid traffic selectors:",
        pp.Opt(
            pp.Regex(r"(?P<theirs>[^\n,]*?) for (?P<mine>[^\n,]*),[ \t]?(?P<received_ts>[^\n,]*?) for (?P<configured_ts>[^\n]*)"),
        ),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "ts-missing", "remote traffic selector missing in configuration",
        words("local traffic selector missing in configuration", "remote traffic selector missing in configuration"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "ts-refused", "security labels in TSi and TSr don't match",
        either(
            "security labels in TSi and TSr don't match", "none of the proposed security labels match the configured label",
            "peer didn't propose any security labels", "peer proposed a security label, but none expected",
            "returned security label",
        ),
        strength=SUGGESTS, ike_version="2",
    ),
    # -- failed
    message(
        "child-failed", "failed to establish CHILD_SA, keeping IKE_SA",
        either("failed to establish CHILD_SA, keeping IKE_SA", "closing IKE_SA due CHILD_SA setup failure"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "child-duplicate",
        "not establishing CHILD_SA net-net{4} due to existing duplicate {3} with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16",
        "not establishing CHILD_SA", child_sa, "due to existing duplicate", optional("{", pp.Word(pp.nums), "} with SPIs", spis),
        optional("and TS", selectors),
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "child-duplicate", "detected redundant CHILD_SA net-net{3}",
        "detected redundant CHILD_SA", child_sa,
        strength=PROVES, ike_version="1",
    ),
    # -- mode, PFS, IPComp
    message(
        "encapsulation-mismatch", "TRANSPORT mode requested by responder is unacceptable",
        words("TUNNEL", "TRANSPORT", "BEET", "IPTFS", "PASS", "DROP", name="theirs"), "mode requested by responder is unacceptable",
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "encapsulation-mismatch", "not using transport mode, not host-to-host",
        either("not using transport mode, not host-to-host", "not using BEET mode, not host-to-host"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "pfs-ignored", "ignoring KE payload, agreed on a non-PFS proposal",
        either("ignoring KE payload, agreed on a non-PFS proposal", "ignoring KE exchange, agreed on a non-PFS proposal"),
        ike_version="2", role="responder",
    ),
    noise(
        "peer didn't accept our proposed IPComp transforms, IPComp is disabled",
        either(
            "peer didn't accept our proposed IPComp transforms", "expected IPComp proposal but peer did not send one",
            "peer did not accept our IPComp proposal", "unable to allocate a CPI from kernel",
            "received a notify strongSwan uses for BEET",
        ),
    ),
    noise(
        "received ESP_TFC_PADDING_NOT_SUPPORTED, not using ESPv3 TFC padding",
        "received", upper("notify"), either(", not using ESPv3 TFC padding", "notify but IPComp is disabled"),
    ),
    # -- the kernel gives no SPI
    message(
        "kernel-sa-failed", "unable to allocate SPIs from kernel",
        words(
            "unable to allocate SPIs from kernel", "unable to allocate SPI from kernel", "allocating SPI from kernel failed",
            "allocating SPI failed",
        ),
        strength=PROVES,
    ),
    # -- collisions while the CHILD_SA is made
    message(
        "rekey-collision", "creating CHILD_SA failed, trying again in 13 seconds",
        "creating CHILD_SA failed, trying again in", number("seconds"),
        strength=SUGGESTS, ike_version="2", role="initiator",
    ),
    message(
        "rekey-collision", "unable to create CHILD_SA while rekeying IKE_SA",
        either("unable to create CHILD_SA while rekeying IKE_SA", "unable to create CHILD_SA while deleting IKE_SA"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "ts-changed", "changing received traffic selectors 10.1.0.0/16 === 10.2.0.0/16 due to NAT",
        "changing received traffic selectors", rest("theirs"),
        ike_version="1",
    ),
    # -- states
    message(
        "child-state", "CHILD_SA net-net{3} state change: INSTALLED => REKEYING",
        "CHILD_SA", child_sa, "state change:", word("old_state"), "=>", word("state"),
    ),
)  # fmt: skip

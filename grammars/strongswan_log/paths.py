"""charon: NAT, changes of the path between the gateways, IKE fragmentation.

    change    = "remote endpoint changed from" endpoint "to" endpoint
    fragment  = "received fragment #" number ["of" number] "," ("waiting for" | "reassembled") ...
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, endpoint, host, message, number, rest
from grammars.strongswan_log.values import either, noise, optional, said, words

MESSAGES = (
    # -- NAT
    message("nat-local", "local host is behind NAT, sending keep alives", "local host is behind NAT", strength=PROVES),
    message("nat-remote", "remote host is behind NAT", "remote host is behind NAT", strength=PROVES),
    message("nat-forced", "faking NAT situation to enforce UDP encapsulation", "faking NAT situation", strength=PROVES),
    message(
        "nat-forced", "unable to determine source address, faking NAT situation",
        "unable to determine source address, faking NAT situation",
        ike_version="2", role="initiator",
    ),
    message(
        "nat-none", "remote host is not behind NAT anymore",
        either("local host is not behind NAT anymore", "remote host is not behind NAT anymore"),
        ike_version="2",
    ),
    message("keepalive", "sending keep alive to 198.51.100.1[4500]", "sending keep alive to", endpoint("remote")),
    message("keepalive", "sending keep alive", "sending keep alive"),
    message("keepalive", "sending DPD instead of keep alive 24s after last outbound message", "sending DPD instead of keep alive"),
    message(
        "nat-changed", "NAT mappings of CHILD_SA ESP/0xc1a2b3c4/198.51.100.1 changed to 198.51.100.1[1024], queuing update job",
        "NAT mappings of", pp.Regex(r"[^\n]*? changed to"), endpoint("remote"),
        strength=PROVES,
    ),
    message(
        "nat-changed", "detected changes in NAT mappings, initiating MOBIKE update",
        "detected changes in NAT mappings",
        strength=PROVES, ike_version="2",
    ),
    message("natt-failed", "unable to set UDP_ENCAP: Protocol not available", said("unable to set UDP_ENCAP: "), strength=SUGGESTS),
    # -- the path
    noise(
        "remote endpoint changed from 0.0.0.0 to 198.51.100.1[500]",
        either("remote endpoint changed from 0.0.0.0", "remote endpoint changed from ::", "remote endpoint changed from %any"),
    ),
    message(
        "path-changed", "remote endpoint changed from 198.51.100.1[500] to 198.51.100.1[4500]",
        "remote endpoint changed from", pp.Regex(r"(?P<theirs>\S+)"), "to", endpoint("remote"),
    ),
    message(
        "path-changed", "remote address changed from 198.51.100.1 to 198.51.100.9",
        "remote address changed from", pp.Regex(r"(?P<theirs>\S+)"), "to", host("remote"),
    ),
    noise(
        "local endpoint changed from 192.0.2.1[500] to 192.0.2.1[4500]",
        either("local endpoint changed from", "local address changed from"),
    ),
    message(
        "path-changed", "requesting address change using MOBIKE",
        either("requesting address change using MOBIKE", "reauthenticating IKE_SA due to address change"),
        ike_version="2",
    ),
    message(
        "path-lost", "no route found to reach peer, MOBIKE update deferred",
        said("no route found to reach "),
        strength=PROVES, ike_version="2",
    ),
    message(
        "path-changed", "old path is not available anymore, try to find another",
        "old path is not available anymore",
        strength=PROVES, ike_version="2",
    ),
    message(
        "path-changed", "path probing attempt 2",
        "path probing attempt", number("attempt"),
        ike_version="2",
    ),
    message(
        "path-lost", "giving up after 5 path probings",
        "giving up after", number("count"), words("path probings"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "path-lost", "COOKIE2 mismatch, closing IKE_SA",
        words("COOKIE2 mismatch, closing IKE_SA"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "path-changed", "checking if current path still works using DPD",
        "checking if current path still works",
        ike_version="2",
    ),
    message(
        "path-lost", "interface eth1 deactivated",
        "interface", pp.Regex(r"(?P<reason>\S+ (?:deactivated|deleted))"),
        strength=PROVES,
    ),
    noise("interface eth1 activated", "interface", pp.Regex(r"\S+ activated")),
    noise(
        "peer supports MOBIKE",
        either(
            "peer supports MOBIKE", "got additional MOBIKE peer address", "sending address list update using MOBIKE",
            "keeping connection path", "keeping statically configured path", "old path is not preferred anymore", "checking path",
            "unable to determine source address, disabling NAT-D", "redirecting peer to", "redirected to",
            "client got redirected from", "client does not support IKE redirection",
        ),
    ),
    # -- fragments
    message(
        "fragment-sent", "splitting IKE message (1484 bytes) into 2 fragments",
        either("splitting IKE message (", "splitting IKE message with length of", "sending IKE message with length of"),
        number("size"), either("bytes) into", "bytes into", "bytes in"), number("count"), "fragments",
    ),
    message(
        "fragment-complete", "received fragment #2 of 2, reassembled fragmented IKE message (1408 bytes)",
        "received fragment #", number("number"), optional("of", number("count")), ", reassembled fragmented IKE message",
        optional("(", number("size")),
    ),
    message(
        "fragment-received", "received fragment #1 of 2, waiting for complete IKE message",
        "received fragment #", number("number"), optional("of", number("count")), ", waiting for complete IKE message",
        strength=SUGGESTS,
    ),
    message(
        "fragment-received", "received duplicate fragment #1",
        "received duplicate fragment #", number("number"),
        strength=SUGGESTS,
    ),
    message(
        "fragment-failed", "fragmented IKE message is too large",
        words("fragmented IKE message is too large", "maximum fragment count exceeded"),
        strength=PROVES,
    ),
    message(
        "fragment-failed", "invalid fragment number (3) or total fragments (2)",
        said("invalid fragment number ("),
        strength=PROVES, ike_version="2",
    ),
    message(
        "fragment-failed", "failed to parse header of reassembled IKE message",
        words(
            "failed to parse header of reassembled IKE message", "failed to generate IKE fragment",
            "encrypted fragment payload is not last payload",
        ),
        strength=SUGGESTS,
    ),
    message(
        "path-changed", "received REDIRECT notify, redirected to 203.0.113.9",
        "received REDIRECT notify, redirected to", rest("remote"),
        ike_version="2",
    ),
)  # fmt: skip

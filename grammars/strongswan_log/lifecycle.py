"""charon: rekeying, reauthentication, expiry, deletion, duplicates, liveness.

    rekeyed  = "IKE_SA" ike_sa "rekeyed" between | "rekeyed CHILD_SA" child "with SPIs" spis "with" child "with SPIs" spis
    closing  = "closing" ["expired"] "CHILD_SA" child "with SPIs" spis "and TS" selectors
    delete   = ("received" | "sending") "DELETE for" ("IKE_SA" ike_sa | protocol "CHILD_SA with SPI" SPI)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, message, number, rest, word
from grammars.strongswan_log.values import between, child_sa, either, ike_sa, noise, optional, quoted, selectors, spis, words

_protocol = pp.Regex(r"(?P<protocol>[A-Z]+|\(\d+\))")

MESSAGES = (
    # -- timers
    message(
        "rekey-scheduled", "scheduling rekeying in 13021s",
        "scheduling rekeying in", number("seconds"),
        ike_version="2", what="ike",
    ),
    message(
        "rekey-scheduled", "scheduling reauthentication in 10117s",
        "scheduling reauthentication in", number("seconds"),
        what="ike",
    ),
    message("rekey-scheduled", "maximum IKE_SA lifetime 14301s", "maximum IKE_SA lifetime", number("seconds"), what="ike"),
    message(
        "rekey-scheduled", "received AUTH_LIFETIME of 3600s, scheduling reauthentication in 3060s",
        "received AUTH_LIFETIME of", number("seconds"), "s",
        ike_version="2", role="initiator", what="ike",
    ),
    noise(
        "rescheduling reauthentication in 60s after rekeying, lifetime reduced to 120s",
        either("rescheduling reauthentication in", "reauthentication already scheduled in"),
    ),
    # -- rekeyed
    message(
        "ike-rekeyed", "IKE_SA moon[2] rekeyed between 192.0.2.1[moon.example.com]...198.51.100.1[sun.example.com]",
        "IKE_SA", ike_sa, "rekeyed", optional(*between),
        strength=PROVES, ike_version="2",
    ),
    message(
        "child-rekeyed",
        "rekeyed CHILD_SA net-net{3} with SPIs c1a2b3c4_i c5d6e7f8_o with net-net{4} with SPIs c9daebfc_i cd0e1f20_o",
        "rekeyed CHILD_SA", pp.Regex(r"[^\n{]*\{\d+\} with SPIs \S+ \S+ with"), child_sa, optional("with SPIs", spis),
        strength=PROVES, ike_version="2",
    ),
    noise("detected rekeying of CHILD_SA net-net{3}", "detected rekeying of CHILD_SA"),
    message(
        "reauth", "reauthenticating IKE_SA moon[1]",
        "reauthenticating IKE_SA", ike_sa,
    ),
    message(
        "reauth", "detected reauth of existing IKE_SA, adopting 2 children and 0 virtual IPs",
        "detected reauth of existing IKE_SA",
        ike_version="1", role="responder",
    ),
    message(
        "reauth", "unable to reauthenticate in REKEYING state, delaying for 12s",
        "unable to reauthenticate in", pp.Opt(pp.Literal("CHILD_SA")), word("state"), "state",
        ike_version="2",
    ),
    # -- rekeying failed
    message(
        "rekey-failed", "IKE_SA rekeying failed, trying again in 12 seconds",
        "IKE_SA rekeying failed, trying again in", number("seconds"),
        strength=SUGGESTS, ike_version="2", what="ike",
    ),
    message(
        "rekey-failed", "CHILD_SA rekeying failed, trying again in 12 seconds",
        "CHILD_SA rekeying failed, trying again in", number("seconds"),
        strength=SUGGESTS, ike_version="2", what="child",
    ),
    message(
        "rekey-failed", "peer didn't find CHILD_SA net-net{3} we tried to rekey, create a replacement",
        either("peer didn't find the CHILD_SA we tried to rekey", "peer didn't find CHILD_SA"), optional(child_sa),
        strength=PROVES, ike_version="2", what="child",
    ),
    message(
        "rekey-failed", "closing and recreating CHILD_SA net-net{3} after failing to install replacement",
        "closing and recreating CHILD_SA", child_sa,
        strength=SUGGESTS, ike_version="2", what="child",
    ),
    message(
        "nonstandard-peer", "peer seems to not support CHILD_SA rekeying, starting reauthentication",
        words("peer seems to not support CHILD_SA rekeying", "peer seems to not support IKE rekeying"),
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "reauth-failed", "reauthentication failed, trying to reestablish IKE_SA",
        words(
            "reauthentication failed, trying to reestablish IKE_SA", "unable to reestablish IKE_SA due to asymmetric setup",
            "reauthenticating IKE_SA failed",
            "unable to reauthenticate IKE_SA, no CHILD_SA to recreate", "delete during reauthentication failed",
        ),
        strength=PROVES,
    ),
    message(
        "reauth-failed", "initiator did not reauthenticate as requested",
        words("initiator did not reauthenticate as requested"),
        strength=SUGGESTS, ike_version="2", role="responder",
    ),
    # -- collisions
    message(
        "rekey-collision", "CHILD_SA rekey collision won, deleting old child net-net{3}",
        either(
            "CHILD_SA rekey collision",
            "CHILD_SA rekey/delete collision"), pp.Regex(r"won|lost|,"), optional(pp.Regex(r",?[^\n]*child"), child_sa,
        ),
        strength=PROVES, ike_version="2", what="child",
    ),
    message(
        "rekey-collision", "IKE_SA rekey collision lost, deleting redundant IKE_SA moon[3]",
        "IKE_SA rekey collision", optional(pp.Regex(r"(?:won|lost),[^\n]*IKE_SA"), ike_sa),
        strength=PROVES, ike_version="2", what="ike",
    ),
    message(
        "rekey-collision", "detected rekey collision for CHILD_SA net-net{3}",
        either("detected rekey collision for CHILD_SA", "duplicate rekey collision for CHILD_SA"), child_sa,
        strength=PROVES, ike_version="2", what="child",
    ),
    message(
        "rekey-collision", "detected CHILD_REKEY collision with CHILD_DELETE",
        "detected", pp.Regex(r"[A-Z_]+ collision with [A-Z_]+"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "rekey-collision", "peer may not have noticed IKE_SA rekey collision, abort active rekeying",
        either("peer may not have noticed IKE_SA rekey collision", "peer did not notice IKE_SA rekey collision"),
        strength=SUGGESTS, ike_version="2", what="ike",
    ),
    message(
        "rekey-collision", "peer initiated rekeying, but a child is half-open",
        either(
            "peer initiated rekeying, but a child is half-open", "peer initiated rekeying, but we are deleting",
            "peer initiated rekeying, but we are reauthenticating",
            "peer initiated rekeying, but we did too", "peer continued rekeying, but we are deleting",
        ),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "rekey-collision",
        "abort active rekeying for CHILD_SA net-net{3} because it was successfully rekeyed by the peer before it received our request",
        either(
            "abort active rekeying for CHILD_SA", "peer meanwhile sent a delete for CHILD_SA",
            "peer sent an incorrect delete for CHILD_SA",
            "unable to rekey CHILD_SA", "complete rekeying for", "colliding passive rekeying for CHILD_SA",
        ),
        child_sa,
        ike_version="2", what="child",
    ),
    message(
        "rekey-collision",
        "closing CHILD_SA net-net{3} we tried to rekey because the peer meanwhile sent a delete for its replacement",
        "closing CHILD_SA", child_sa, "we tried to rekey",
        ike_version="2", what="child",
    ),
    message(
        "rekey-collision", "deleting CHILD_SA net-net{4} with SPIs c1a2b3c4_i c5d6e7f8_o of aborted CHILD_REKEY task",
        "deleting CHILD_SA", child_sa, "with SPIs", spis, "of aborted",
        ike_version="2", what="child",
    ),
    noise(
        "delay closing of inbound CHILD_SA net-net{3} for 5s",
        either(
            "delay closing of inbound CHILD_SA", "let rekeyed inbound CHILD_SA", "colliding exchange did not result",
            "colliding passive", "ignore DELETE for",
            "CHILD_SA not found after rekeying", "unable to rekey, we are deleting", "received unexpected notify",
        ),
    ),
    noise("keeping redundant CHILD_SA net-net{4} until active rekeying is concluded", "keeping", pp.Regex(r"\S+ CHILD_SA")),
    noise("unexpected REKEY_SA notify, ignored", "unexpected", pp.Regex(r"\S+ notify")),
    noise("received INVALID_KE_PAYLOAD notify in aborted CHILD_REKEY task", "received", pp.Regex(r"\S+ notify in aborted")),
    # -- deleted
    message(
        "delete-received", "received DELETE for IKE_SA moon[1]",
        "received DELETE for IKE_SA", ike_sa,
        strength=PROVES, what="ike",
    ),
    message(
        "delete-unknown", "received DELETE for unknown ESP CHILD_SA with SPI c1a2b3c4",
        "received DELETE for unknown", _protocol, "CHILD_SA with SPI", word("spi"),
        strength=SUGGESTS, ike_version="2", what="child",
    ),
    message(
        "delete-unknown", "received DELETE for ESP CHILD_SA with SPI c1a2b3c4, but no such SA",
        "received DELETE for", _protocol, "CHILD_SA with SPI", word("spi"), ", but no such SA",
        strength=SUGGESTS, ike_version="2", what="child",
    ),
    message(
        "delete-received", "received DELETE for ESP CHILD_SA with SPI c1a2b3c4",
        "received DELETE for", _protocol, "CHILD_SA with SPI", word("spi"),
        strength=PROVES, what="child",
    ),
    message(
        "delete-unknown", "received DELETE for different IKE_SA, ignored",
        "received DELETE for different IKE_SA",
        strength=SUGGESTS, what="ike",
    ),
    message(
        "delete-unknown", "CHILD_SA not found, ignored",
        "CHILD_SA not found, ignored",
        strength=SUGGESTS, ike_version="1", what="child",
    ),
    message(
        "delete-unknown", "unable to rekey, ESP CHILD_SA with SPI c1a2b3c4 not found",
        "unable to rekey,", _protocol, "CHILD_SA with SPI", word("spi"), "not found",
        strength=PROVES, ike_version="2", what="child", role="responder",
    ),
    message(
        "delete-unknown", "unable to rekey, CHILD_SA not found",
        "unable to rekey, CHILD_SA not found",
        strength=PROVES, ike_version="2", what="child", role="responder",
    ),
    message("delete-sent", "sending DELETE for IKE_SA moon[1]", "sending DELETE for IKE_SA", ike_sa, what="ike"),
    message(
        "delete-sent", "sending DELETE for ESP CHILD_SA with SPI c1a2b3c4",
        "sending DELETE for", _protocol, "CHILD_SA with SPI", word("spi"),
        what="child",
    ),
    message(
        "ike-deleting", "deleting IKE_SA moon[1] between 192.0.2.1[moon.example.com]...198.51.100.1[sun.example.com]",
        "deleting IKE_SA", ike_sa, optional(*between),
    ),
    message("ike-deleted", "IKE_SA deleted", "IKE_SA deleted"),
    message(
        "child-expired", "closing expired CHILD_SA net-net{3} with SPIs c1a2b3c4_i c5d6e7f8_o and TS 10.1.0.0/16 === 10.2.0.0/16",
        "closing expired CHILD_SA", child_sa, optional("with SPIs", spis), optional("and TS", selectors),
        strength=PROVES, ike_version="1",
    ),
    message(
        "child-closing",
        "closing CHILD_SA net-net{3} with SPIs c1a2b3c4_i (0 bytes) c5d6e7f8_o (840 bytes) and TS 10.1.0.0/16 === 10.2.0.0/16",
        "closing CHILD_SA", child_sa, optional("with SPIs", spis), optional("and TS", selectors),
        strength=PROVES,
    ),
    message("child-closed", "CHILD_SA closed", "CHILD_SA closed", ike_version="2"),
    message("child-closed", "CHILD_SA net-net{3} closed", "CHILD_SA", child_sa, "closed", ike_version="2"),
    message(
        "idle", "deleting CHILD_SA after 600 seconds of inactivity",
        "deleting CHILD_SA after", number("seconds"), "seconds of inactivity",
        strength=PROVES, what="child",
    ),
    message(
        "idle", "deleting IKE_SA after 600 seconds of CHILD_SA inactivity",
        "deleting IKE_SA after", number("seconds"), "seconds of CHILD_SA inactivity",
        strength=PROVES, what="ike",
    ),
    # -- duplicates
    message(
        "duplicate-ike", "deleting duplicate IKE_SA for peer 'sun.example.com' due to uniqueness policy",
        either(
            "deleting duplicate IKE_SA for peer", "schedule delete of duplicate IKE_SA for peer"), quoted("remote_id", " due to",
        ),
        strength=PROVES,
    ),
    message(
        "initial-contact", "destroying duplicate IKE_SA for peer 'sun.example.com', received INITIAL_CONTACT",
        "destroying duplicate IKE_SA for peer", quoted("remote_id", ", received INITIAL_CONTACT"),
        strength=PROVES,
    ),
    # -- up again by itself
    message("recreate", "restarting CHILD_SA net-net", "restarting CHILD_SA", rest("child"), what="child"),
    message(
        "recreate", "scheduling CHILD_SA recreate after hard expire",
        "scheduling CHILD_SA recreate after hard expire",
        what="child",
    ),
    message("recreate", "reinitiating IKE_SA moon[1]", "reinitiating IKE_SA", ike_sa, what="ike"),
    # -- liveness
    message("dpd-sent", "sending DPD request", "sending DPD request"),
    message("dpd-timeout", "DPD check timed out, enforcing DPD action", "DPD check timed out", strength=PROVES, ike_version="1"),
    message(
        "dpd-unsupported", "DPD not supported by peer, disabled",
        "DPD not supported by peer",
        strength=PROVES, ike_version="1",
    ),
    # -- states
    message(
        "ike-state", "IKE_SA moon[1] state change: CREATED => CONNECTING",
        "IKE_SA", ike_sa, "state change:", word("old_state"), "=>", word("state"),
    ),
    message("ike-expired", "IKE_SA moon[1] will timeout in 2 minutes", "IKE_SA", ike_sa, "will timeout in"),
)  # fmt: skip

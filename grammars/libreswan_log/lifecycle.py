"""pluto: NAT, liveness, fragments, deletion, expiry, counters.

    nat     = "NAT-Traversal: Result using" method ["sender port" port] ":" result
    dead    = ("liveness action -" | "DPD action -" | "DPD: No response from peer -") what
    delete  = "deleting state (" state ") aged" seconds "s and" ["NOT"] "sending notification"
            | "deleting" ("IKE SA" | "ISAKMP SA" | "Child SA" | "IPsec SA") "(" state ")" ...
    deleted = "received Delete SA" ["(0x" spi ")"] "payload:" what
    traffic = ("ESP" | "AH") "traffic information: in=" bytes "out=" bytes
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, message
from grammars.libreswan_log.values import any_state, lead, opt, quoted, rest, said, seconds, seq, so, within, words

_IKE_STATES = r"(?P<state>(?:STATE_)?(?:MAIN_|AGGR_|PARENT_|V2_PARENT_|V2_IKE_|IKE_|XAUTH_|MODE_CFG_|V2_ESTABLISHED_IKE|ESTABLISHED_IKE|ISAKMP)\w*)"
_CHILD_STATES = r"(?P<state>(?:STATE_)?\w+)"
_aged = opt("aged", seconds, "s")
_result = seq(pp.Opt("|"), "NAT-Traversal: Result using", pp.Regex(r"[^\n:]*:"))
_SIZE = r"[\d.]+(?:[KMGT]i?B)?"  # 84B, 1KiB: without its unit where that is the byte

NAT = (
    message("nat-none", "NAT-Traversal: Result using RFC 3947 (NAT-Traversal) sender port 500: no NAT detected", _result,
            "no NAT detected", strength=PROVES, ike_version="1"),
    message("nat-local", "NAT-Traversal: Result using RFC 3947 (NAT-Traversal) sender port 500: both are NATed",
            _result, words("both are NATed", "I am behind NAT", "i am NATed", "I am NATed"), strength=PROVES, ike_version="1"),
    message("nat-remote", "NAT-Traversal: Result using RFC 3947 (NAT-Traversal) sender port 500: peer behind NAT",
            _result, words("peer behind NAT", "peer is NATed", "peer is behind NAT"), strength=PROVES, ike_version="1"),
    message("natt-failed",
            "NAT-Traversal: ESPINUDP for this kernel not supported or not found for family IPv4; NAT-traversal is turned OFF",
            *lead, said("NAT-Traversal: ESPINUDP for this kernel not supported", "NAT-Traversal: ESPINUDP(", "NAT-Traversal: Only",
            "NAT: cannot float to", "NAT: cannot switch to"),
            strength=PROVES),
    message("nat-changed", "new NAT mapping for #3, was 198.51.100.2:4500, now 198.51.100.2:4501", "new NAT mapping for", opt(so("sa")),
            rest()),
    message("path-changed", "MOBIKE update peer address 198.51.100.2:4500 -> 198.51.100.3:4500", words("MOBIKE update",
            "MOBIKE request: updating IPsec SA", "MOBIKE response: updating IPsec SA",
            "success MOBIKE update"), rest()),
    message("path-lost", "no local gateway to reach 198.51.100.2", words("MOBIKE response: update MOBIKE failed",
            "no local gateway to reach"), rest()),
    message("natt-supported", "received Vendor ID payload [RFC 3947]", "received Vendor ID payload [", words("RFC 3947",
            "draft-ietf-ipsec-nat-t-ike"), ike_version="1"),
    message("vendor-id", "ignoring unknown Vendor ID payload [4f45755c645c6a795c5c6170]", words("received Vendor ID payload",
            "ignoring unknown Vendor ID payload", "ignoring Vendor ID payload",
            "ignoring older NAT-T Vendor ID payload"), rest()),
    message("noise", "enabling possible NAT-traversal with method RFC 3947 (NAT-Traversal)",
            words("enabling possible NAT-traversal with method", "NAT-Traversal:",
            "Suppressing sending of NAT-T KEEP-ALIVE"), strength=NOISE),
)  # fmt: skip

LIVENESS = (
    message("dpd-timeout", "liveness action - clearing connection kind CK_PERMANENT", "liveness action -", rest(), strength=PROVES,
            ike_version="2"),
    message("dpd-timeout", "DPD: No response from peer - declaring peer dead", "DPD: No response from peer", rest(), strength=PROVES,
            ike_version="1"),
    message("dpd-timeout", "DPD action - putting connection into hold", opt("IKEv1", any_state()), words("DPD action -", "DPD: action -"),
            rest(), strength=PROVES, ike_version="1"),
    message("dpd-unsupported", "Configured DPD (RFC 3706) support not enabled because remote peer did not advertise DPD support",
            words("Configured DPD (RFC 3706) support not enabled because remote peer", "Dead Peer Detection (RFC 3706): not enabled"),
            strength=PROVES, ike_version="1"),
    message("recreate", "DPD: Restarting Connection", words("DPD: Restarting Connection", "DPD: Restarting all connections")),
    message("noise", "DPD: could not find newest phase 1 state - initiating a new one", words("DPD:", "liveness warning:", "liveness:",
            "DPD warning"), strength=NOISE),
    message("fragment-received", "received IKE encrypted fragment number '1', total number '2', next payload '35'",
            "received IKE encrypted fragment number", quoted("number"), opt(", total number", quoted("count")), ike_version="2"),
    message("fragment-received", "received IKE fragment id '1', number '2'(last)", "received IKE fragment id", pp.Regex(r"'\d+',"),
            "number", quoted("number"), ike_version="1"),
    message("fragment-sent", "sending IKE fragment id '1', number '2'(last)", "sending IKE fragment id", pp.Regex(r"'\d+',"), "number",
            pp.Regex(r"'\d+'"), ike_version="1"),
    message("fragment-failed", "dropping fragment 1 of 2 as repeat", *lead,
            said("dropping fragment", "saved fragment", "fragment number must", "all fragments were invalid", "ignoring fragment as",
            "received IKE fragment, but have no state",
                 "discarding IKE fragment packet", "send of IKE_AUTH request fragment", "record outbound fragments failed"),
                 strength=SUGGESTS),
)  # fmt: skip

DELETE = (
    message("delete-sent", "deleting state (STATE_MAIN_I4) aged 70.212087s and sending notification",
            words("deleting state (", "deleting other state ("), pp.Regex(_IKE_STATES), ")", _aged, "and sending notification", what="ike"),
    message("ike-deleted", "deleting state (STATE_V2_PARENT_I2) aged 0.404647s and NOT sending notification",
            words("deleting state (", "deleting other state ("), pp.Regex(_IKE_STATES), ")", _aged, opt("and NOT sending notification"),
            what="ike"),
    message("delete-sent", "deleting state (STATE_QUICK_I2) aged 40.045963s and sending notification",
            words("deleting state (", "deleting other state ("), pp.Regex(_CHILD_STATES), ")", _aged, "and sending notification",
            what="child"),
    message("child-closed", "deleting state (STATE_QUICK_R0) aged 0.000269s and NOT sending notification",
            words("deleting state (", "deleting other state ("), pp.Regex(_CHILD_STATES), ")", _aged, opt("and NOT sending notification"),
            what="child"),
    message("delete-sent", "deleting other state #3 (STATE_QUICK_I2) aged 1.2s and sending notification", "deleting other state", rest()),
    message("delete-sent", "deleting IKE SA (ESTABLISHED_IKE_SA) aged 2.294218s and sending notification",
            words("deleting IKE SA (", "deleting ISAKMP SA ("), within("state", r"[^)\n]+"), ")", _aged, "and sending notification",
            what="ike"),
    message("ike-deleted", "deleting IKE SA (IKE_AUTH_I) and NOT sending notification",
            words("deleting IKE SA (", "deleting ISAKMP SA ("), within("state", r"[^)\n]+"), ")", _aged,
            opt("and NOT sending notification"), what="ike"),
    message("delete-sent", "deleting IPsec SA (QUICK_I2) aged 2.294218s and sending notification using ISAKMP SA #1",
            words("deleting IPsec SA (", "deleting Child SA (", "deleting CHILD SA ("), within("state", r"[^)\n]+"), ")", _aged,
            "and sending notification",
            opt(pp.Regex(r"using [A-Za-z]+ SA"), so("parent")), what="child"),
    message("child-closed", "deleting Child SA (ESTABLISHED_CHILD_SA) aged 2.294218s and NOT sending notification",
            words("deleting IPsec SA (", "deleting Child SA (", "deleting CHILD SA ("), within("state", r"[^)\n]+"), ")", _aged,
            opt("and NOT sending notification"), what="child"),
    message("delete-sent", "deleting established Child SA using IKE SA #1",
            words("deleting established Child SA", "deleting larval Child SA", "initiating delete of established Child SA",
            "deleting connection's Child SA"),
            opt("using IKE SA", so("parent")), what="child"),
    message("noise", "deleting connection instance with peer 198.51.100.2 {isakmp=#0/ipsec=#0}",
            words("deleting connection", "deleting non-instance connection", "deleting group connection",
            "terminating SAs using this connection", "marking connection down,",
                  "IKE SA is shared - only terminating IPsec SA", "connection not shared - terminating IKE and IPsec SA",
                  "connection's IKE SA #", "deleting Child SA #", "terminated", "instantiated connection"), strength=NOISE),
    message("delete-received", "received Delete SA payload: self-deleting ISAKMP State #1",
            "received Delete SA payload:", words("self-deleting ISAKMP", "deleting ISAKMP"), pp.Regex(r"[Ss]tate"), so("sa"),
            strength=PROVES, what="ike", ike_version="1"),
    message("delete-received", "received Delete SA(0x905d5bac) payload: deleting IPsec State #3",
            "received Delete SA(0x", within("spi", r"\w+"), ") payload:", rest(), strength=PROVES, what="child", ike_version="1"),
    message("delete-received", "received Delete SA payload: replace IPsec State #194 in 10 seconds", "received Delete SA payload:",
            rest(), strength=PROVES, what="child"),
    message("delete-unknown", "ignoring Delete SA payload: ISAKMP SA not found (maybe expired)",
            words("ignoring Delete SA payload: ISAKMP SA", "ignoring Delete SA payload: no SPI"), rest(), strength=SUGGESTS, what="ike",
            ike_version="1"),
    message("delete-unknown", "ignoring Delete SA payload: PROTO_IPSEC_ESP SA(0x65f44d46) not found (maybe expired)",
            "ignoring Delete SA payload:", pp.Regex(r"(?:\S+ )?SA\(0x(?P<spi>\w+)\)"), "not found", strength=SUGGESTS, what="child",
            ike_version="1"),
    message("out-of-step", "ignoring Delete SA payload: not encrypted", "ignoring Delete SA payload:", rest(), ike_version="1"),
    message("delete-unknown", "received delete request for ESP Child SA with outbound SPI 65f44d46; Child SA not found",
            "received delete request for", pp.Regex(r"[^\n]*?(?:SPI |SA\(0x)(?P<spi>\w+)\)?"), opt(";"), words("Child SA not found",
            "CHILD SA not found", "but corresponding state not found"),
            strength=SUGGESTS, what="child", ike_version="2"),
    message("delete-unknown", "CREATE_CHILD_SA no such IPsec SA to rekey SA(0x65f44d46) Protocol ESP",
            *lead, words("CREATE_CHILD_SA no such IPsec SA to rekey", "can't find SA"), rest(), strength=SUGGESTS, what="child",
            ike_version="2"),
    message("traffic", "ESP traffic information: in=84B out=1KiB",
            words("ESP traffic information: in=", "AH traffic information: in=", "IPCOMP traffic information: in="), within("bytes_in",
            _SIZE), opt("B"), "out=", within("bytes_out", _SIZE), opt("B"),
            opt(words("XAUTHuser=", "username="), within("user", r"\S+")), strength=PROVES),
)  # fmt: skip

EXPIRY = (
    message("noise", "IPsec SA expired (superseded by #5)", words("IPsec SA", "ISAKMP SA", "IKE SA", "CHILD SA", "Child SA"),
            "expired (superseded by", strength=NOISE),
    message("ike-expired", "IKE SA expired (--dontrekey)", words("IKE SA", "ISAKMP SA"), "expired", opt("(", within("reason", r"[^)\n]*"))),
    message("child-expired", "IPsec SA expired (--dontrekey)", words("IPsec SA", "CHILD SA", "Child SA"), "expired", opt("(",
            within("reason", r"[^)\n]*"))),
    message("rekey-scheduled", "replacing stale IPsec SA", words("replacing stale IPsec SA", "replacing stale Child SA",
            "replacing stale CHILD SA"), what="child"),
    message("rekey-scheduled", "replacing stale ISAKMP SA", words("replacing stale ISAKMP SA", "replacing stale IKE SA",
            "attempting re-key"), what="ike"),
    message("reauth", "re-authenticating IKE SA", words("re-authenticating IKE SA", "initiate reauthentication of IKE SA")),
    message("rekey-failed", "rekey of Child SA abandoned", *lead, words("rekey of Child SA abandoned", "create new Child SA abandoned",
            "Child SA to rekey #"), rest(), what="child"),
    message("rekey-failed", "rekey of IKE SA abandoned", *lead, words("rekey of IKE SA abandoned", "failed to accept IKE SA, REKEY"),
            rest(), what="ike"),
    message("noise", "rekeyed #2 STATE_V2_ESTABLISHED_CHILD_SA and expire it remaining life 30s", words("rekeyed #",
            "not replacing stale"), strength=NOISE),
    message("duplicate-ike", "Initial Contact received, deleting old state #3 from connection 'net-net' due to new IKE SA #5",
            "Initial Contact received, deleting old state", rest()),
    message("initial-contact", "ignoring initial contact: uniqueIDs disabled", "ignoring initial contact:", rest()),
    message("idle", "expiring IKE SA #1 as CHILD SA #2 has been idle for more than 3600s", "expiring IKE SA #", rest(), what="ike"),
    message("idle", 'expire unused IKE SA #1 "net-net"', "expire unused IKE SA", rest(), what="ike"),
    message("lifetime-differs", "warning: peer requested IKE lifetime of 864000 seconds which we capped at our limit of 86400 seconds",
            *lead, "peer requested IKE lifetime of", within("theirs", r"\d+"), "seconds which we capped at our limit of", within("mine",
            r"\d+"), "seconds"),
    message("child-state", "connection already has the pending Child SA negotiation #3 using IKE SA #1",
            words("connection already has the pending", "connection is already pending"), rest()),
)  # fmt: skip

MESSAGES = NAT + LIVENESS + DELETE + EXPIRY

"""Messages of Fortinet's FortiGate: the IKE debug (``diagnose debug application ike -1``) and the VPN event log.

    debug = "ike" vdom ":" [phase 1 ":" [number ":"]] [phase 2 ":" [number ":"]] text      (what stands before the text is framing's)
    event = "logdesc=" text key "=" value ...                  (the frame has taken date, time and device)

"probable" is FortiOS's own word for its guess at a wrong key.
"""

import pyparsing as pp

from grammars.common import CONTEXT, NOISE, PROVES, SUGGESTS, Message, message

V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
ADDRESS = r"[^\s\[\]<>,;()'\"=]"
COOKIES = pp.Regex(r"(?P<spi_i>[0-9a-fA-F]{16})/(?P<spi_r>[0-9a-fA-F]{16})")
NOTIFY = pp.Regex(r"(?P<notify>[A-Z][A-Z0-9_\-]+)")
PROBABLE = pp.Regex(r"probable pre-?shared (?:key|secret) mismatch")


def way(first: str, second: str) -> pp.ParserElement:
    """``192.0.2.1:500->198.51.100.7:500``; the first port may be missing, IPv6 stands in brackets or not."""
    return pp.Regex(
        rf"\[?(?P<{first}>{ADDRESS}+?)\]?(?::(?P<{first}_port>\d+))?->\[?(?P<{second}>{ADDRESS}+?)\]?:(?P<{second}_port>\d+)(?!\d|:)"
    )


OUT, IN = way("local", "remote"), way("remote", "local")


def pair(key: str, value: str) -> str:
    """A pair of an event with what stands between it and the one before."""
    return rf'(?:(?!{key}=)[\w-]++=(?:"[^"\n]*+"|[^\s"]*+)[ \t]++)*+{key}="?{value}"?(?=[ \t]|$)[ \t]*+'


REMOTE, CONN = pair("remip", r'(?P<remote>[^\s"]*)') + pair("locip", r'(?P<local>[^\s"]*)'), pair("vpntunnel", r'(?P<conn>[^"\n]*?)')
CONN_OF = pair("cookies", r"(?P<spi_i>[0-9a-fA-F]{16})/(?P<spi_r>[0-9a-fA-F]{16})") + CONN
ROLE, VERSION = pair("role", r"(?P<role>initiator|responder)"), pair("version", r"IKEv(?P<ike_version>[12])")
REASON = pair("reason", r'(?P<reason>[^"\n]+?)')


def event(kind: str, logdesc: str, example: str, action: str, *after: str, strength: str = SUGGESTS, **tags: str) -> Message:
    """An event: its action, the peer, the tunnel's name, then the pairs ``after``; an old one has no cookies."""
    begin = r"[ \t]*+" + pair("action", action) + REMOTE
    body = pp.MatchFirst(pp.Regex(begin + names + "".join(after)) for names in (CONN_OF, CONN))
    text = f'logdesc="{logdesc}" msg="m" action="{action}" remip=198.51.100.7 locip=192.0.2.1 remport=500 locport=500 outintf="wan1" '
    text += f'cookies="6a4e1f0b2c3d4e5f/0123456789abcdef" user="N/A" vpntunnel="west" {example}'
    return message(kind, text.rstrip(), f'logdesc="{logdesc}"', body, strength=strength, **tags)


REFUSED = "peer SA proposal not match local policy"
EVENTS: tuple[Message, ...] = (
    event("child-up", "install IPsec SA", 'role="responder" in_spi="0a0b0c0d" out_spi="1a1b1c1d"', "install_sa", ROLE,
          pair("in_spi", r'(?P<spi_in>[^"\s]+)') + pair("out_spi", r'(?P<spi_out>[^"\s]+)'), strength=PROVES),
    event("child-up", "Install IPsec SA", "", "install_sa", strength=PROVES),
    event("child-up", "IPsec phase 2 status changed", "", "phase2-up", strength=PROVES),
    event("child-closed", "IPsec phase 2 status changed", "", "phase2-down", strength=CONTEXT),
    event("child-up", "IPsec connection status changed", "", "tunnel-up", strength=PROVES),
    event("ike-deleted", "IPsec connection status changed", "", "tunnel-down", strength=CONTEXT),
    message("noise", 'logdesc="IPsec tunnel statistics"', 'logdesc="IPsec tunnel statistics"', strength=NOISE),
    event("ike-deleted", "IPsec phase 1 SA deleted", "", "delete_phase1_sa", strength=CONTEXT),
    event("child-closed", "IPsec phase 2 SA deleted", "", "delete_ipsec_sa", strength=CONTEXT),
    event("dpd-timeout", "IPsec DPD failed", 'status="dpd_failure"', "dpd", pair("status", "(?:dpd_)?failure"), strength=PROVES),
    event("invalid-spi", "IPsec ESP", 'status="esp_error" error_num="Received ESP packet with unknown SPI." spi="c1c2c3c4"', "error",
          pair("error_num", r"Received ESP packet with unknown SPI\.?") + pair("spi", r'(?P<spi>[^"\s]+)'), strength=PROVES),
    event("ike-proposal-refused", "IPsec phase 1 error", f'status="negotiate_error" reason="{REFUSED}"', "negotiate", pair("reason", REFUSED),
          strength=PROVES),
    event("psk-suspected", "IPsec phase 1 error", 'status="negotiate_error" reason="probable preshared key mismatch"', "negotiate",
          pair("reason", r'[^"\n]{0,40}probable pre-?shared (?:key|secret) mismatch')),
    event("notify-received", "IPsec phase 1 error", 'status="negotiate_error" result="ERROR" peer_notif="NO-PROPOSAL-CHOSEN"', "negotiate",
          pair("peer_notif", r"(?P<notify>(?!N/A|NOT-APPLICABLE|INITIAL-CONTACT)[A-Z][A-Z0-9_\-]+)")),
    event("verdict-failed", "IPsec phase 1 error", 'status="negotiate_error" reason="no reason given"', "negotiate", REASON),
    event("verdict-failed", "IPsec phase 1 error", 'status="negotiate_error"', "negotiate", reason="phase 1 error"),
    event("child-proposal-refused", "IPsec phase 2 error", f'status="negotiate_error" reason="{REFUSED}"', "negotiate", pair("reason", REFUSED),
          strength=PROVES, what="child"),
    event("child-failed", "IPsec phase 2 error", 'status="negotiate_error"', "negotiate", what="child"),
    *(event("verdict-failed", f"Progress IPsec phase {n}", 'status="failure" init="local" role="initiator" result="ERROR" version="IKEv2"', "negotiate",
            pair("status", "(?:failure|negotiate_error)"), ROLE, pair("result", "ERROR"), VERSION, reason=f"phase {n} failed") for n in (1, 2)),
    *(event("verdict-failed", f"Progress IPsec phase {n}", 'status="failure" role="initiator" result="ERROR"', "negotiate",
            pair("status", "(?:failure|negotiate_error)"), ROLE, reason=f"phase {n} failed") for n in (1, 2)),
    *(event("ike-state", f"Progress IPsec phase {n}", 'status="success" init="local" role="responder" result="DONE" version="IKEv2"', "negotiate",
            pair("status", "success"), ROLE, pair("result", r"(?P<state>\w+)"), VERSION, strength=CONTEXT) for n in (1, 2)),
    *(event("ike-state", f"Progress IPsec phase {n}", 'status="success" role="responder" result="DONE"', "negotiate", pair("status", "success"), ROLE,
            strength=CONTEXT) for n in (1, 2)),
    *(event("ike-state", f"Negotiate IPsec phase {n}", 'status="success"', "negotiate", strength=CONTEXT) for n in (1, 2)),
)  # fmt: skip


def said(kind: str, example: str, *parts: pp.ParserElement | str, strength: str = SUGGESTS, **tags: str) -> Message:
    """A text of the debug."""
    return message(kind, example, *parts, strength=strength, **tags)


EXCHANGES = (
    ("Identity Protection", V1 | {"exchange": "ID_PROT", "mode": "main"}), ("Aggressive", V1 | {"exchange": "AGGRESSIVE", "mode": "aggressive"}),
    ("Quick", V1 | {"exchange": "QUICK_MODE"}), ("Informational", V1 | {"exchange": "INFORMATIONAL_V1"}),
    ("SA_INIT", V2 | {"exchange": "IKE_SA_INIT"}), ("AUTH", V2 | {"exchange": "IKE_AUTH"}), ("CREATE_CHILD", V2 | {"exchange": "CREATE_CHILD_SA"}),
    ("INFORMATIONAL", V2 | {"exchange": "INFORMATIONAL"}),
)  # fmt: skip
RESENT = (
    ("P1_RETRANSMIT", V1 | {"what": "ike"}), ("P2_RETRANSMIT", V1 | {"what": "child", "exchange": "QUICK_MODE"}),
    ("RETRANSMIT_SA_INIT", V2 | {"exchange": "IKE_SA_INIT"}), ("RETRANSMIT_AUTH", V2 | {"exchange": "IKE_AUTH"}),
    ("RETRANSMIT_CREATE_CHILD", V2 | {"exchange": "CREATE_CHILD_SA"}), ("RETRANSMIT_INFORMATIONAL", V2 | {"exchange": "INFORMATIONAL"}),
)  # fmt: skip
DEBUG: tuple[Message, ...] = (
    said("packet-received", "comes 198.51.100.7:500->192.0.2.1:500,ifindex=3,vrf=0....", "comes", IN, strength=CONTEXT),
    *(said("message-received", f"IKEv{tags['ike_version']} exchange={name} id=6a4e1f0b2c3d4e5f/0123456789abcdef len=300",
           f"IKEv{tags['ike_version']} exchange={name}", pp.Opt(pp.Regex(r"(?:_RESPONSE|_REPLY)\b")), "id=", COOKIES, strength=CONTEXT, **tags)
      for name, tags in EXCHANGES),
    *(said("retransmit", f"sent IKE msg ({name}): 192.0.2.1:500->198.51.100.7:500, len=300, id=6a4e1f0b2c3d4e5f/0000000000000000",
           f"sent IKE msg ({name}):", OUT, **tags) for name, tags in RESENT),
    said("packet-sent", "sent IKE msg (SA_INIT): 192.0.2.1:500->198.51.100.7:500, len=300, vrf=0, id=6a4e1f0b2c3d4e5f/0000000000000000",
         "sent IKE msg (", pp.Regex(r"[^()\n]*\):"), OUT, strength=CONTEXT),
    said("ike-initiate", "initiator: main mode is sending 1st message...", "initiator:", "main mode is sending 1st message", role="initiator",
         mode="main", strength=PROVES, **V1),
    said("ike-initiate", "initiator: aggressive mode is sending 1st message...", "initiator:", "aggressive mode is sending 1st message", role="initiator",
         mode="aggressive", strength=PROVES, **V1),
    said("ike-respond", "responder: main mode get 1st message...", "responder:", "main mode get 1st message", role="responder", mode="main",
         strength=PROVES, **V1),
    said("ike-respond", "responder: aggressive mode get 1st message...", "responder:", "aggressive mode get 1st message", role="responder",
         mode="aggressive", strength=PROVES, **V1),
    *(said("message-received", f"responder: main mode get {n}{th} message...", "responder:", f"main mode get {n}{th} message", role="responder",
           mode="main", exchange="ID_PROT", direction="request", step=step, strength=CONTEXT, **V1) for n, th, step in (("2", "nd", "3"), ("3", "rd", "5"))),
    *(said("message-received", f"initiator: main mode get {n}{th} response...", "initiator:", f"main mode get {n}{th} response", role="initiator",
           mode="main", exchange="ID_PROT", direction="response", step=step, strength=CONTEXT, **V1)
      for n, th, step in (("1", "st", "2"), ("2", "nd", "4"), ("3", "rd", "6"))),
    said("ike-respond", "responder received SA_INIT msg", "responder received SA_INIT msg", role="responder", strength=PROVES, **V2),
    said("message-received", "responder received AUTH msg", "responder received AUTH msg", role="responder", exchange="IKE_AUTH", direction="request",
         strength=CONTEXT, **V2),
    said("message-received", "initiator received SA_INIT response", "initiator received SA_INIT response", role="initiator", exchange="IKE_SA_INIT",
         direction="response", strength=CONTEXT, **V2),
    said("message-received", "initiator received AUTH response", "initiator received AUTH", role="initiator", exchange="IKE_AUTH",
         direction="response", strength=CONTEXT, **V2),
    said("message-received", "responder received CREATE_CHILD exchange", "responder received CREATE_CHILD", role="responder",
         exchange="CREATE_CHILD_SA", direction="request", strength=CONTEXT, **V2),
    said("message-received", "responder received first quick-mode message", "responder received first quick-mode message",
         exchange="QUICK_MODE", direction="request", strength=CONTEXT, **V1),
    said("psk-suspected", "PSK auth failed: probable pre-shared key mismatch", "PSK auth failed:", PROBABLE),
    said("psk-suspected", "probable pre-shared secret mismatch", PROBABLE, **V1),
    said("parse-failed", "parse error", "parse error", strength=CONTEXT, reason="parse error", **V1),
    said("ts-lookup", "TSi_0 0:10.9.0.0-10.9.255.255:0", pp.Regex(r"TSi_\d+"), pp.Regex(r"\d+:(?P<remote_ts>[0-9a-fA-F.:]+-[0-9a-fA-F.:]+):\d+"), strength=CONTEXT),
    said("ts-lookup", "TSr_0 0:10.1.0.0-10.1.255.255:0", pp.Regex(r"TSr_\d+"), pp.Regex(r"\d+:(?P<local_ts>[0-9a-fA-F.:]+-[0-9a-fA-F.:]+):\d+"), strength=CONTEXT),
    said("proposal-refused", "no SA proposal chosen", "no SA proposal chosen", strength=PROVES),
    said("proposal-refused", "no proposal chosen", "no proposal chosen", strength=PROVES),
    said("aborted", "negotiation failure", "negotiation failure", strength=CONTEXT),
    said("notify-received", "processing notify type NO_PROPOSAL_CHOSEN", "processing notify type",
         pp.Regex(r"(?P<notify>NO_PROPOSAL_CHOSEN|TS_UNACCEPTABLE|AUTHENTICATION_FAILED|INVALID_[A-Z_]+|PAYLOAD_MALFORMED|SINGLE_PAIR_REQUIRED)")),
    said("ts-refused", "failed to match peer selectors", "failed to match peer selectors", strength=PROVES, **V2),
    said("ts-refused", "specified selectors mismatch", "specified selectors mismatch", strength=PROVES, **V1),
    said("ts-refused", "no matching phase2 found", "no matching phase2 found", strength=PROVES, **V1),
    said("peer-not-found", "gw validation failed", "gw validation failed", role="responder", strength=PROVES),
    said("peer-id", "received peer identifier FQDN 'west.example'", "received peer identifier", pp.Regex(r"\S+ '(?P<remote_id>[^'\n]*)'"),
         strength=CONTEXT),
    said("config-error", "ignoring request to establish IPsec SA, no policy configured", "ignoring request to establish IPsec SA, no policy configured",
         strength=PROVES, reason="no firewall policy"),
    said("config-unacceptable", "ignoring request to establish IPsec SA, gateway is in passive mode",
         "ignoring request to establish IPsec SA, gateway is in passive mode", strength=PROVES, reason="passive mode"),
    said("config-error", "no policy configured", "no policy configured", strength=PROVES, reason="no firewall policy"),
    said("send-failed", "could not send IKE Packet(ident_i1send):192.0.2.1:500->198.51.100.7:500, len=300: error 101:Network is unreachable",
         "could not send IKE Packet", pp.Regex(r"\([^()\n]*\):"), OUT, pp.Regex(r"[^\n]*?error \d+: ?(?P<reason>[A-Z][^\n]+)"), strength=PROVES),
    said("gave-up", "negotiation timeout, deleting", "negotiation timeout, deleting"),
    said("ike-deleting", "connection expiring due to phase1 down", "connection expiring due to phase1 down", strength=CONTEXT),
    said("dpd-timeout", "IPsec DPD failed", "IPsec DPD failed", strength=PROVES),
    said("dpd-sent", "link is idle 3 192.0.2.1->198.51.100.7:500 dpd=1 seqno=5", "link is idle", strength=CONTEXT),
    said("dpd-sent", "send IKEv1 DPD probe, seqno 5", pp.Regex(r"send IKEv[12] DPD probe"), strength=CONTEXT),
    said("keepalive", "NAT keep-alive 3 192.0.2.1->198.51.100.7:4500.", "NAT keep-alive", strength=CONTEXT),
    said("rekey-scheduled", "rekey in progress", "rekey in progress", strength=CONTEXT),
    said("own-auth", "PSK authentication succeeded", "PSK authentication succeeded", method="psk", strength=CONTEXT),
    said("ike-up", "established IKE SA 6a4e1f0b2c3d4e5f/0123456789abcdef", "established IKE SA", COOKIES, strength=PROVES),
    said("child-up", "added IPsec SA: SPIs=0a0b0c0d/1a1b1c1d", "added IPsec SA: SPIs=", pp.Regex(r"(?P<spi_in>[0-9a-f]+)/(?P<spi_out>[0-9a-f]+)"),
         strength=PROVES),
    said("child-initiate", "IPsec SA connect 3 192.0.2.1->198.51.100.7:500", "IPsec SA connect", pp.Regex(r"\d+"), OUT, strength=CONTEXT),
    said("ts-pair", "trying 0:10.2.0.0-10.2.255.255:0", "trying", pp.Regex(r"0:(?P<configured_ts>[0-9a-fA-F.:]+-[0-9a-fA-F.:]+):0"), strength=CONTEXT),
    said("delete-received", "recv IPsec SA delete, spi count 1", "recv IPsec SA delete", what="child", strength=PROVES),
    said("delete-received", "recv ISAKMP SA delete 6a4e1f0b2c3d4e5f/0123456789abcdef", "recv ISAKMP SA delete", COOKIES, what="ike", strength=PROVES),
    said("nat-none", "NAT not detected", "NAT not detected", strength=CONTEXT),
    said("nat-local", "NAT detected: ME PEER", "NAT detected: ME", strength=CONTEXT),
    said("nat-remote", "NAT detected: PEER", "NAT detected: PEER", strength=CONTEXT),
    message("noise", "auto-negotiate connection", pp.Regex(r"(?:auto-negotiate|using existing connection|config found|cache rebuild|cached as|shrank heap|"
            r"out [0-9A-F]|in [0-9A-F]|enc [0-9A-F]|dec [0-9A-F]|VID |peer supports|negotiation result|proposal id|protocol ?=|encapsulation|"
            r"type=|ISAKMP SA lifetime|SA proposal chosen|DPD negotiated|phase2 matched|PFS is|incoming |my |matched |peer proposal|comparing selectors|authentication OK)"), strength=NOISE),
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (*DEBUG, *EVENTS)

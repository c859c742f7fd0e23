"""pluto: phase 2, selectors, CHILD_SAs that come up or are refused.

    initiate = "initiating Quick Mode" policy ["to replace #" n] "{using isakmp#" n "msgid:" id "proposal=" algorithms "pfsgroup=" group "}"
             | "initiating Child SA using IKE SA #" n
    asked    = "the peer proposed:" local "->" remote
    refused  = "cannot respond to IPsec SA request because no connection is known for" local "===" host "..." host "===" remote
             | "Child SA's Traffic Selector request {TSi=" remote ";TSr=" local "} does not match ..."
    up       = ("initiator" | "responder") "established Child SA using #" n "; IPsec tunnel" selectors "{" SA "}"
             | [state ": sent QI2,"] "IPsec SA established" ("tunnel" | "transport") "mode {" SA "}"
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, message
from grammars.libreswan_log.values import (
    at_state,
    exchange,
    first,
    lead,
    notify,
    opt,
    rest,
    sa_encapsulated,
    sa_plain,
    said,
    so,
    tunnel,
    within,
    words,
)  # fmt: skip

# 10.1.0.0/16===192.0.2.1<192.0.2.1>[@a,+S=C]:17/1701---192.0.2.254 ... 198.51.100.2[@b]===10.2.0.0/16
_END = r"(?:<[^<>\n]*>|\[[^\]\n]*\]|:[\w/%]+)*"
_our_end = pp.Regex(rf"(?:(?P<local_ts>[^\s=\[]+)===)?(?P<local><[^<>\n]*>|(?:[^\s\[.=<]|\.(?!\.\.))+){_END}(?:---\S*?)?(?=\.\.\.)")
_their_end = pp.Regex(rf"(?:[^\s\[=<]*---)?(?P<remote><[^<>\n]*>|[^\s\[=<]+){_END}(?:===(?P<remote_ts>\S+))?")
_net = r"[^\s=]+?(?=:0/0[ =]| |===|$)"
_tunnel = opt(pp.Regex(r"; IPsec (?:tunnel|transport)"), tunnel)
_old = opt(words("sent QI2,", "sent QR2,", "received QI2,", "sent v2I2,", "received v2I2,", "sent v2R2,"))
_mode = opt(pp.Regex(r"(?:tunnel|transport) mode"))

INITIATE = (
    message("child-initiate",
            "initiating Quick Mode IKEv1+PSK+ENCRYPT+TUNNEL+PFS+UP {using isakmp#1 msgid:652b1a0f proposal=AES_CBC_256-HMAC_SHA2_256_128-MODP2048 pfsgroup=MODP2048}",
            "initiating Quick Mode", pp.Regex(r"\S+"), opt("to replace", pp.Regex(r"#\d+")), "{using isakmp#", within("parent", r"\d+"),
            opt("msgid:", within("message_id", r"\w+")), opt("proposal=", within("proposals", r"[^\s}]+")), opt("pfsgroup=",
            within("group", r"[^\s}]+")),
            strength=PROVES, ike_version="1"),
    message("child-initiate", "initiating Quick Mode PSK+ENCRYPT+TUNNEL", "initiating Quick Mode", ike_version="1", strength=PROVES),
    message("child-initiate", "initiating Child SA using IKE SA #1", words("initiating Child SA using IKE SA",
            "initiating create Child SA using IKE SA"), so("parent"), ike_version="2"),
    message("rekey-scheduled", "initiating rekey to replace Child SA #2 using IKE SA #1",
            words("initiating rekey to replace Child SA", "initiating rekey to replace CHILD SA", "initiating rekey to replace IPsec SA"),
            pp.Regex(r"#\d+"),
            opt("using IKE SA", so("parent")), what="child"),
    message("rekey-scheduled", "initiating rekey to replace IKE SA #1", words("initiating rekey to replace IKE SA",
            "initiating rekey to replace ISAKMP SA"), what="ike"),
    message("noise", 'queue Child SA; waiting on IKE SA "net-net" #1 negotiating with 198.51.100.2', words("queue Child SA;",
            "queue CHILD SA;", "queue IPsec SA;", "switching CHILD #",
            "omitting CHILD SA payloads", "Queuing pending"), strength=NOISE),
    message("acquire", "initiate on demand from 192.168.1.1:8 to 192.168.2.1:0 proto=1 because: acquire", words("initiate on demand from",
            "initiate on-demand for packet", "initiate on-demand from",
            "initiated on demand using"), rest()),
)  # fmt: skip

SELECTORS = (
    message("ts-lookup", "the peer proposed: 192.168.178.0/24 -<all>-> 172.20.0.0/20", "the peer proposed:",
            within("local_ts", _net), opt(":0/0"), pp.Regex(r"===|-\S*>"), within("remote_ts", r"[^\s=]+?(?=:0/0|\s|$)"), strength=PROVES,
            ike_version="1"),
    message("ts-lookup", "us: 192.168.178.0/24===192.0.2.2[@a]  them: 203.0.113.2[@b]===172.20.0.0/20",
            "us:", pp.Regex(r"(?:(?P<local_ts>[^\s=]+)===)?(?P<local>[^\s\[\],]++)[^\n]*?(?= them:)"), "them:",
            pp.Regex(r"(?P<remote>[^\s\[\],=]+)(?:(?:\[[^\]\n]*\]|[^\s=])*===(?P<remote_ts>\S+))?"), ike_version="1"),
    message("ts-refused",
            "cannot respond to IPsec SA request because no connection is known for 172.20.0.0/20===192.0.2.2[@a]...203.0.113.2[@b]===192.168.0.0/16",
            *lead, "cannot respond to IPsec SA request because no connection is known for",
            _our_end, "...", _their_end, strength=PROVES, ike_version="1"),
    message("ts-refused", "cannot respond to IPsec SA request because no connection is known for net", *lead,
            "cannot respond to IPsec SA request because no connection is known", rest(), strength=PROVES, ike_version="1"),
    message("ts-refused",
            "Child SA's Traffic Selector request {TSi=10.1.0.0/16;TSr=10.2.0.0/16} does not match any IKEv2 connection; responding with TS_UNACCEPTABLE",
            *lead, "Child SA's Traffic Selector request {", opt("TSi=", within("remote_ts", r"[^;}\n]*")), opt(";"), opt("TSr=",
            within("local_ts", r"[^;}\n]*")),
            strength=PROVES, ike_version="2"),
    message("ts-refused", "No IKEv2 connection found with compatible Traffic Selectors", *lead,
            "No IKEv2 connection found with compatible Traffic Selectors", strength=PROVES,
            ike_version="2"),
    message("ts-changed", "peer client subnet returned doesn't match my proposal - us: 192.168.0.0/16 vs them: 192.168.178.0/24",
            *lead, words("peer", "our"), opt("client"), words("subnet returned doesn't match my proposal - us:",
            "ID returned doesn't match my proposal - us:",
                  "returned port doesn't match my proposal - us:", "returned protocol id does not match my proposal - us:"),
                  within("mine", r"\S+"), "vs them:",
            within("theirs", r"\S+"), strength=PROVES, ike_version="1"),
    message("ts-refused", "rekey: received Traffic Selectors does not contain existing IPsec SA Traffic Selectors", *lead,
            "rekey: received Traffic Selectors",
            strength=PROVES, ike_version="2"),
    message("ts-refused",
            "Quick Mode request rejected, peer requested lease but proposed local selector 10.1.0.0/16 does not match connection 0.0.0.0/0",
            *lead, "Quick Mode request rejected, peer requested lease but proposed local selector", within("received_ts", r"[^\s;]+"),
            "does not match connection", within("configured_ts", r"[^\s;]+"), strength=PROVES, ike_version="1"),
    message("ts-refused", "peer client ID payload ID_IPV4_ADDR is invalid (0.0.0.0) in Quick I1", *lead, words("peer client ID payload",
            "our client ID payload"), rest(), strength=SUGGESTS,
            ike_version="1"),
    message("ts-refused", "peer proposal was rejected in a virtual connection policy: a private network virtual IP was required", *lead,
            "peer proposal was rejected in a virtual connection policy:", rest(), strength=PROVES, ike_version="1"),
    message("encapsulation-mismatch", "policy dictates Transport Mode, but peer requested Tunnel Mode",
            *lead, "policy dictates", within("mine", r"\w+"), "Mode, but peer requested", within("theirs", r"\w+"), "Mode",
            strength=PROVES, ike_version="2"),
    message("encapsulation-mismatch", "local policy requires Transport Mode but peer requires required Tunnel Mode",
            *lead, "local policy requires", within("mine", r"\w+"), "Mode but peer", opt("requires"), opt("required"), within("theirs",
            r"\w+"), "Mode",
            strength=PROVES, ike_version="2"),
    message("noise", "policy dictates Tunnel Mode, ignoring peer's request for Transport Mode",
            words("policy dictates Tunnel Mode, ignoring", "Allowing questionable (microsoft) proposal anyway",
            "Allowing bad L2TP/IPsec proposal"), strength=NOISE),
)  # fmt: skip

REFUSED = (
    message("child-refused", "IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE", "IKE_AUTH response rejected Child SA with", notify,
            strength=PROVES, ike_version="2", exchange="IKE_AUTH"),
    message("child-refused", "IKE_AUTH response contained the CHILD SA error notification 'v2N_TS_UNACCEPTABLE' but there is no child",
            "IKE_AUTH response contained the CHILD SA error notification", opt("'"), notify, strength=PROVES, ike_version="2",
            exchange="IKE_AUTH"),
    message("child-refused", "IKE_AUTH response contained the error notification TS_UNACCEPTABLE",
            "IKE_AUTH response contained the error notification",
            pp.Regex(r"(?:v2N_)?(?P<notify>TS_UNACCEPTABLE|NO_PROPOSAL_CHOSEN|SINGLE_PAIR_REQUIRED|INTERNAL_ADDRESS_FAILURE|FAILED_CP_REQUIRED|NO_ADDITIONAL_SAS)"),
            strength=PROVES, ike_version="2", exchange="IKE_AUTH"),
    message("notify-received", "IKE_AUTH response contained the error notification AUTHENTICATION_FAILED",
            "IKE_AUTH response contained the error notification", notify,
            strength=PROVES, ike_version="2", exchange="IKE_AUTH", protected="yes"),
    message("child-refused", "CREATE_CHILD_SA failed with error notification NO_PROPOSAL_CHOSEN",
            words("CREATE_CHILD_SA failed with error notification",
            "CREATE_CHILD_SA response rejected Child SA with", "CREATE_CHILD_SA response contained the error notification"), notify,
            strength=PROVES, ike_version="2", exchange="CREATE_CHILD_SA"),
    message("child-failed", "CREATE_CHILD_SA request failed, responder SA processing returned NO_PROPOSAL_CHOSEN",
            exchange, "request failed, responder SA processing returned", notify, strength=PROVES, ike_version="2"),
    message("child-failed", "IKE_AUTH response missing v2SA, v2TSi or v2TSr: not attempting to setup CHILD SA",
            *lead, said("IKE_AUTH response missing v2SA", "IKE SA established but initiator rejected Child SA response",
            "CHILD SA encountered fatal error:",
                  "missing v2CP reply, not attempting"), strength=SUGGESTS, ike_version="2"),
    message("address-refused", "IKE_AUTH request does not include a CP payload required by rightmodecfgserver=true; Child SA ignored",
            *lead, said("IKE_AUTH request does not include a CP payload", "no free address in addresspool",
            "ikev2 lease_an_address failure", "lease_an_address failure"),
            strength=PROVES),
    message("address-assigned", "received INTERNAL_IP4_ADDRESS 10.9.0.2", words("received INTERNAL_IP4_ADDRESS",
            "received INTERNAL_IP6_ADDRESS", "Received IPv4 address:",
            "Received IP4 address", "Received IP address"), rest()),
)  # fmt: skip

UP = (
    message("child-up", "initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESPinUDP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "initiator established Child SA using", so("parent"), _tunnel, sa_encapsulated, strength=PROVES, ike_version="2",
            role="initiator", encap="yes"),
    message("child-up", "initiator established Child SA using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "initiator established Child SA using", so("parent"), _tunnel, opt(sa_plain), strength=PROVES, ike_version="2",
            role="initiator"),
    message("child-up", "responder established Child SA using #1; IPsec tunnel [10.2.0.0/16===10.1.0.0/16] {ESPinUDP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "responder established Child SA using", so("parent"), _tunnel, sa_encapsulated, strength=PROVES, ike_version="2",
            role="responder", encap="yes"),
    message("child-up", "responder established Child SA using #1; IPsec tunnel [10.2.0.0/16===10.1.0.0/16] {ESP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "responder established Child SA using", so("parent"), _tunnel, opt(sa_plain), strength=PROVES, ike_version="2",
            role="responder"),
    message("child-up", "established Child SA; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESPinUDP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "established Child SA", _tunnel, sa_encapsulated, strength=PROVES, ike_version="2", encap="yes"),
    message("child-up", "established Child SA; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESP=>0xc9113cb3 <0x60b38540 xfrm=AES_GCM_16_256 DPD=passive}",
            "established Child SA", _tunnel, opt(sa_plain), strength=PROVES, ike_version="2"),
    message("child-rekeyed",
            "initiator rekeyed Child SA #2 using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESPinUDP=>0x9a312dcd <0x58e8f0cd xfrm=AES_GCM_16_256 DPD=passive}",
            words("initiator rekeyed Child SA", "responder rekeyed Child SA"), pp.Regex(r"#\d+"), "using", so("parent"), _tunnel,
            sa_encapsulated,
            strength=PROVES, ike_version="2", encap="yes"),
    message("child-rekeyed",
            "initiator rekeyed Child SA #2 using #1; IPsec tunnel [10.1.0.0/16===10.2.0.0/16] {ESP=>0x9a312dcd <0x58e8f0cd xfrm=AES_GCM_16_256 DPD=passive}",
            words("initiator rekeyed Child SA", "responder rekeyed Child SA"), pp.Regex(r"#\d+"), opt("using", so("parent")), _tunnel,
            opt(sa_plain),
            strength=PROVES, ike_version="2"),
    message("ts-pair", "negotiated connection [10.1.0.0-10.1.255.255:0-65535 0] -> [10.2.0.0-10.2.255.255:0-65535 0]",
            "negotiated connection", tunnel, strength=PROVES, ike_version="2"),
    message("message-sent",
            "sent Quick Mode reply, inbound IPsec SA installed, expecting confirmation tunnel mode {ESP=>0xce47644a <0x46bcec67 xfrm=AES_CBC_256-HMAC_SHA2_256_128}",
            at_state, words("sent Quick Mode reply, inbound IPsec SA installed,", "sent QR1, inbound IPsec SA installed,"),
            pp.Regex(r"[^\n{]*"), first(sa_encapsulated, sa_plain),
            ike_version="1", exchange="QUICK_MODE", direction="response", step="2"),
    message("child-up", "STATE_V2_IPSEC_I: IPsec SA established tunnel mode {ESP/NAT=>0x6c02e964 <0xd39ebc95 xfrm=AES_256-HMAC_SHA2_256 NATOA=none NATD=192.0.2.1:4500 DPD=none}",
            words("STATE_V2_IPSEC_I:", "STATE_V2_IPSEC_R:", "STATE_PARENT_I3:", "STATE_PARENT_R2:"), _old, "IPsec SA established", _mode,
            sa_encapsulated,
            strength=PROVES, ike_version="2", encap="yes"),
    message("child-up", "STATE_V2_IPSEC_I: IPsec SA established tunnel mode {ESP=>0x6c02e964 <0xd39ebc95 xfrm=AES_256-HMAC_SHA2_256 NATOA=none NATD=none DPD=none}",
            words("STATE_V2_IPSEC_I:", "STATE_V2_IPSEC_R:", "STATE_PARENT_I3:", "STATE_PARENT_R2:"), _old, "IPsec SA established", _mode,
            opt(sa_plain),
            strength=PROVES, ike_version="2"),
    message("child-up", "IPsec SA established tunnel mode {ESPinUDP=>0xcc6e552a <0x9f857c6c xfrm=AES_CBC_256-HMAC_SHA2_384_192 NATD=203.0.113.2:4500 DPD=passive}",
            at_state, _old, "IPsec SA established", _mode, sa_encapsulated, strength=PROVES, ike_version="1", encap="yes"),
    message("child-up", "STATE_QUICK_I2: sent QI2, IPsec SA established tunnel mode {ESP=>0x8e84d9d4 <0x36a23a30 xfrm=AES_128-HMAC_SHA1 NATOA=none NATD=none DPD=none}",
            at_state, _old, "IPsec SA established", _mode, opt(sa_plain), strength=PROVES, ike_version="1"),
)  # fmt: skip

MESSAGES = INITIATE + SELECTORS + REFUSED + UP

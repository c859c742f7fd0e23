"""charon: what levels 2 and higher tell about the kernel's tables and about single payloads; nothing to a diagnosis.

    kernel = ("adding" | "querying" | "updating" | "deleting") ("SAD entry with SPI" SPI | "policy" selectors) ...
    dump   = label "=>" number "bytes @ 0x" ... | offset ":" hexadecimal bytes
"""

import pyparsing as pp

from grammars.strongswan_log.values import either, noise, routine, selectors

MESSAGES = (
    # -- the kernel's SAs and policies
    routine(
        "querying SAD entry with SPI c1a2b3c4",
        "querying SAD entry", "querying policy", "querying replay state", "unable to query SAD entry", "unable to query policy",
        "unable to delete SAD entry",
        "unable to delete old SAD entry", "unable to delete policy", "unable to copy replay state", "unable to copy usage stats",
        "unable to flush",
        "deleting SAD entry", "deleting policy", "deleted SAD entry", "deleted inbound SAD entry", "deleted outbound SAD entry",
        "adding SAD entry",
        "adding policy", "updating SAD entry", "updating policy", "updating reqid for policy", "not updating policy",
        "policy already exists, try to update",
        "policy still used by another CHILD_SA", "flushing all", "flushing SAD", "flushing policies", "flushing allocated SPIs",
        "flushing acquires",
        "removed acquire for reqid", "removed allocated SPI", "got SPI", "got CPI", "creating migrate job",
        "setting SPD hash threshold", "getting SPD hash threshold",
        "HW offload:", "policy:", "kmaddress:", "migrate ",
    ),
    noise("policy 10.1.0.0/16 === 10.2.0.0/16 out already exists, increasing refcount", "policy", selectors),
    noise("SPI 0xc1a2b3c4, src 192.0.2.1 dst 198.51.100.1", "SPI", pp.Regex(r"(?:0x)?[0-9a-f]+(?:, src| \[seq)")),
    noise("src 192.0.2.1, dst 198.51.100.1, SPI c1a2b3c4 [seq 7]", "src", pp.Regex(r"\S+, dst ")),
    noise("adding inbound ESP SA", either("adding inbound", "adding outbound", "registering outbound"), pp.Regex(r"\S+ SA")),
    noise(
        "using AES_CBC for encryption",
        "using", pp.Regex(r"\S+ (?:for (?:encryption|integrity)|with 96-bit truncation|as (?:nexthop|address|\S+ to reach))"),
    ),
    routine(
        "using encryption algorithm AES_CBC with key size 128",
        "using encryption algorithm", "using integrity algorithm", "using compression algorithm",
        "using extended sequence numbers", "using replay window of",
        "using host", "using address", "using nexthop",
    ),
    # -- addresses, interfaces, routes
    routine(
        "flags changed for 192.0.2.1 on eth0",
        "flags changed for", "known interfaces and IP addresses", "virtual IP ", "deleting virtual IP", "not deleting existing IP",
        "adding virtual IP",
        "installing route:", "installing exclude route", "installing new exclude route", "uninstalling exclude route",
        "error uninstalling route",
        "gateway lookup for", "getting iface name", "getting iface index", "unable to get interface", "enumerating local subnets",
        "created TUN device",
        "getting address to reach", "getting nexthop to reach", "no address found to reach", "no nexthop found to reach",
        "failed to update receive buffer",
        "failed to forcibly update receive buffer", "unable to set SO_MARK", "unable to set IP_TOS", "unable to set IPV6_TCLASS",
        "unable to set IP_PKTINFO",
        "unable to determine port", "error reading socket", "error reading IP header", "error reading ancillary data",
        "receive buffer too small",
        "unable to receive from", "receiving from socket failed", "received packet from: ", "received packet from ",
    ),
    routine(
        "received a XFRM_MSG_ACQUIRE",
        "received a XFRM_MSG_", "received XFRM_MSG_", "received RTM_", "received NLMSG_", "sending XFRM_MSG_", "sending RTM_",
        "received unknown event from",
        "received unknown netlink seq", "received netlink warning", "retransmitting Netlink request", "netlink event read error",
        "netlink read error",
    ),
    # -- libipsec
    routine(
        "parsed ESP header with SPI c1a2b3c4 [seq 7]",
        "parsed ESP header", "ESP packet:", "ESP payload:", "ESP before encryption:", "ESP decryption:", "sending raw ESP packet",
        "received raw ESP packet",
        "no inbound callback registered", "no outbound callback registered", "payload length", "padding length",
    ),
    # -- encoding
    routine(
        "generating payload of type SECURITY_ASSOCIATION",
        "generating payload of type", "generating rule", "parsing rule", "parsing body of message", "parsing header of message",
        "parsing payload from",
        "parsed content of encrypted payload", "process payload of type", "verifying message structure",
        "verifying payload of type", "added payload of type",
        "insert payload", "insert decrypted payload", "order payloads in message", "found payload of type", "found rule",
        "found an encrypted", "not encrypting payloads",
        "encrypting payloads", "decrypting payloads", "starting parsing a", "payload of type", "no message rules specified",
        "generated content in encrypted payload",
        "generated data", "increasing gen buffer", "getting CREATED", "encryption:", "decryption:", "embedding ", "field type",
        "can not generate a chunk",
    ),
    noise(
        "generating SECURITY_ASSOCIATION payload finished",
        either("generating", "parsing"), pp.Regex(r"\S+ payload(?: finished|, \d+ bytes left)"),
    ),
    noise("parsed a IKE_SA_INIT request header", "parsed", pp.Regex(r"an? \S+ \S+ header")),
    noise(
        "CERTIFICATE payload found, stop parsing",
        pp.Regex(r"[A-Z][A-Z0-9_\-]*+ (?:payload (?:found|has|unknown|verified)|CERTREQ not supported)"),
    ),
    # -- dumps
    noise("0: C1 A2 B3 C4 D5 E6 F7 08 19 2A 3B 4C 5D 6E 7F 80  ................", pp.Regex(r"\d+: [0-9A-F]{2}(?: |$)")),
    noise("src_hash => 20 bytes @ 0x7f2c3c001a40", pp.Regex(r"[^\n=]{0,60}=> (?:\d+ bytes @ |\d+[ \t]*$)")),
    noise(
        "AUTH = prf(prf(secret, keypad), octets) => 20 bytes @ 0x7f2c3c001a40",
        either("AUTH = ", "octets = ", "IntAuth_N = "), pp.Regex(r"[^\n]*=> \d+ bytes @ "),
    ),
)  # fmt: skip

"""charon: the kernel's SAs, policies and routes, packets that the data path drops, the updown script.

    refused = "unable to install" ["inbound" "and" "outbound"] "IPsec SA (SAD) in kernel" | "unable to add SAD entry ..."
    event   = "creating" ("delete" | "rekey" | "acquire") "job for" ("CHILD_SA" sa | "policy" selectors)
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, message, rest, until, word
from grammars.strongswan_log.values import either, job_sa, noise, optional, said, selectors, words

# what _updown writes: the peer's identity, network and address, the own address and network
_ends = pp.Regex(r"(?P<remote_id>[^\n]+?) (?:(?P<remote_ts>\S+) == )?(?P<remote>\S+) -- (?P<local>\S+)(?: == (?P<local_ts>\S+))?")

MESSAGES = (
    # -- refused by the kernel
    message(
        "kernel-sa-failed", "unable to install inbound and outbound IPsec SA (SAD) in kernel",
        words(
            "unable to install inbound and outbound IPsec SA (SAD) in kernel",
            "unable to install outbound IPsec SA (SAD) in kernel",
            "unable to install inbound IPsec SA (SAD) in kernel", "unable to install IPsec SA (SAD) in kernel",
        ),
        strength=PROVES,
    ),
    message(
        "kernel-policy-failed", "unable to install IPsec policies (SPD) in kernel",
        words("unable to install IPsec policies (SPD) in kernel"),
        strength=PROVES,
    ),
    message(
        "kernel-sa-failed", "unable to add SAD entry with SPI c1a2b3c4 (FAILED)",
        either("unable to add SAD entry with SPI", "unable to update SAD entry with SPI"), word("spi"), optional(rest("reason")),
        strength=PROVES,
    ),
    message(
        "kernel-policy-failed", "unable to add policy 10.1.0.0/16 === 10.2.0.0/16 out",
        words("unable to add policy", "unable to update policy"), selectors,
        strength=PROVES,
    ),
    message(
        "policy-conflict",
        "unable to install policy 10.1.0.0/16 === 10.2.0.0/16 out for reqid 2, the same policy for reqid 1 exists",
        "unable to install policy", selectors, optional(pp.Regex(r"(?P<reason>for reqid \d+[^\n]*)")),
        strength=PROVES,
    ),
    message(
        "kernel-error", "received netlink error: No such process (3)",
        words(
            "received netlink error: No such process", "received netlink error: No such file or directory",
            "received netlink error: Cannot assign",
            "received netlink error: Address already assigned",
        ),
    ),
    message(
        "kernel-error", "received netlink error: Function not implemented (89)",
        either("received netlink error:", "received netlink error"), rest("reason"),
        strength=PROVES,
    ),
    message(
        "kernel-sa-failed", "algorithm CHACHA20_POLY1305 not supported by kernel!",
        "algorithm", word("proposal"), words("not supported by kernel"),
        strength=PROVES,
    ),
    message(
        "kernel-error", "allocated SPI not found anymore, try to add SAD entry",
        words("allocated SPI not found anymore, try to add SAD entry"),
        strength=SUGGESTS,
    ),
    message(
        "kernel-error", "HW offload is not supported by device eth0",
        said("HW offload is not supported by "),
        strength=PROVES,
    ),
    noise(
        "failed to install SA with auto HW offload, trying without offload",
        either("failed to install SA with ", "failed to configure HW offload"),
    ),
    message("kernel-sa-failed", "unable to get SPI", words("unable to get SPI", "unable to get CPI"), strength=SUGGESTS),
    message(
        "kernel-error", "Netlink request timed out after 3 retransmits",
        words(
            "Netlink request timed out", "netlink write error", "netlink request not acknowledged",
            "netlink response exceeds buffer size",
        ),
        strength=SUGGESTS,
    ),
    message(
        "kernel-error", "unable to create netlink socket: Operation not permitted (1)",
        said(
            "unable to create netlink socket", "unable to bind netlink socket", "unable to create XFRM event socket",
            "unable to bind XFRM event socket",
            "unable to create RT event socket", "unable to bind RT event socket", "unable to set IPSEC_POLICY on socket",
            "kernel-netlink plugin might require CAP_NET_ADMIN",
        ),
        strength=PROVES,
    ),
    # -- routes
    message(
        "route-failed", "unable to install source route for 10.1.0.1",
        said("unable to install source route for "),
        strength=SUGGESTS,
    ),
    message(
        "route-failed", "no local address found in traffic selector 10.1.0.0/16",
        "no local address found in traffic selector", word("local_ts"),
    ),
    message(
        "route-failed", "can't install route for 10.1.0.0/16 === 0.0.0.0/0 out, conflicts with IKE traffic",
        "can't install route for", selectors, optional(",", rest("reason")),
        strength=PROVES,
    ),
    message(
        "route-failed", "error installing route with policy 10.1.0.0/16 === 10.2.0.0/16 out",
        words("error installing route with policy"), selectors,
        strength=SUGGESTS,
    ),
    message(
        "route-failed", "installing route failed: 10.2.0.0/16 src 10.1.0.1 dev ipsec0",
        said("installing route failed: "),
        strength=SUGGESTS,
    ),
    message(
        "route-failed", "unable to create IPv4 routing table rule",
        words("unable to create IPv4 routing table rule"),
        strength=SUGGESTS,
    ),
    noise("unable to create IPv6 routing table rule", "unable to create IPv6 routing table rule"),
    # -- events
    message(
        "acquire", "creating acquire job for policy 10.1.0.1/32[icmp/8] === 10.2.0.1/32[icmp/8] with reqid {1}",
        "creating acquire job for policy", optional(selectors),
    ),
    message(
        "sa-expired-hard", "creating delete job for CHILD_SA ESP/0xc1a2b3c4/198.51.100.1",
        "creating delete job for", pp.Opt(pp.Literal("CHILD_SA")), job_sa,
        strength=PROVES,
    ),
    message(
        "sa-expired-soft", "creating rekey job for CHILD_SA ESP/0xc1a2b3c4/198.51.100.1",
        "creating rekey job for", pp.Opt(pp.Literal("CHILD_SA")), job_sa,
    ),
    noise("CHILD_SA ESP/0xc1a2b3c4/198.51.100.1 not found for delete", "CHILD_SA", job_sa, "not found for"),
    noise("CHILD_SA with reqid 3 not found for rekeying", either("CHILD_SA with reqid", "CHILD_SA {")),
    # -- the updown script
    message("updown-failed", "updown: iptables: No chain/target/match by that name.", "updown:", rest("reason"), strength=SUGGESTS),
    message(
        "updown-failed", "executing updown script '/usr/lib/ipsec/_updown' (up-client) failed: Permission denied",
        "executing", pp.Regex(r"\w+ script"), pp.Regex(r"'[^'\n]*' \([^)\n]*\)"), "failed:", optional(rest("reason")),
        strength=SUGGESTS,
    ),
    message("updown-failed", "error reading from updown script", words("error reading from updown script"), strength=SUGGESTS),
    message(
        "child-up", "+ sun.example.com 10.2.0.0/16 == 198.51.100.1 -- 192.0.2.1 == 10.1.0.0/16",
        "+", _ends,
    ),
    message(
        "child-closed", "- sun.example.com 10.2.0.0/16 == 198.51.100.1 -- 192.0.2.1 == 10.1.0.0/16",
        "-", _ends,
    ),
    # -- the data path of libipsec
    message(
        "replay", "ESP sequence number verification failed:",
        "ESP sequence number verification failed", pp.Opt(pp.Regex(r":?[^\n]*?SPI (?P<spi>[0-9a-f]+)")),
        strength=PROVES,
    ),
    message(
        "inbound-dropped", "discarding inbound IP packet 10.9.0.1 == 10.1.0.1 [6] due to policy",
        "discarding inbound IP packet", pp.Opt(pp.Regex(r"(?P<remote_ts>\S+) == (?P<local_ts>\S+)")),
        strength=PROVES,
    ),
    message(
        "outbound-dropped", "could not find an outbound IPsec SA for reqid {1}, dropping packet",
        "could not find an outbound IPsec SA",
        strength=PROVES,
    ),
    message(
        "outbound-dropped", "no matching outbound IPsec policy for 10.1.0.1 == 10.9.0.1 [6]",
        "no matching outbound IPsec policy for", pp.Opt(pp.Regex(r"(?P<local_ts>\S+) == (?P<remote_ts>\S+)")),
        strength=PROVES,
    ),
    message(
        "invalid-spi", "inbound ESP packet does not belong to an installed SA",
        "inbound ESP packet does not belong to an installed SA",
        strength=SUGGESTS,
    ),
    message(
        "integrity-failed", "ESP decryption or ICV verification failed",
        either(
            "ESP decryption or ICV verification failed", "ESP decryption failed", "parsing ESP payload failed",
            "failed to parse ESP header",
        ),
        strength=SUGGESTS, protocol="ESP",
    ),
    message(
        "outbound-dropped", "ESP encapsulation failed: sequence numbers cycled",
        either("ESP encapsulation failed", "ESP encryption failed", "ESP encryption or ICV generation failed"),
        strength=SUGGESTS,
    ),
    message(
        "kernel-error", "failed to create TUN device",
        said(
            "failed to create TUN device", "failed to configure TUN device", "failed to open /dev/net/tun",
            "initialization of libipsec failed", "opening RAW socket for ESP failed", "error writing to ESP socket",
        ),
        strength=PROVES,
    ),
    message(
        "kernel-sa-failed", "failed to create ESP context: unsupported encryption algorithm CHACHA20_POLY1305",
        said(
            "failed to create ESP context:", "failed to install SAD entry:", "failed to create SAD entry",
            "failed to update SAD entry:", "failed to add SAD entry:",
        ),
        strength=PROVES,
    ),
    # -- traps and shunts
    message(
        "kernel-policy-failed", "installing trap failed, remote address unknown",
        said("installing trap failed"),
        strength=SUGGESTS,
    ),
    message(
        "kernel-policy-failed", "'lan' shunt PASS policy installation failed",
        "'", until("conn", "' shunt"), pp.Regex(r"\S+"), words("policy installation failed"),
        strength=SUGGESTS,
    ),
    noise("adding virtual IP 10.3.0.1 failed", "adding virtual IP"),
    noise(
        "ignoring acquire for reqid 3, connection attempt pending",
        either("ignoring acquire", "trap not found, unable to acquire reqid"),
    ),
)  # fmt: skip

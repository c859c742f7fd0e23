"""pluto: the kernel's SAs and policies, routes, the updown script.

    sa     = ("netlink response for" | "kernel: xfrm") operation sa [":" text "(errno" n ")" | "included errno" n ":" text]
    policy = "kernel: xfrm" operation "response for flow" net "===" net ":" text
    taken  = "cannot install" ("eroute" | "kernel policy") ... "in use"
    updown = ("up-client" | "route-client" | ...) ("output:" text | "command exited with status" n)
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, message
from grammars.libreswan_log.values import lead, opt, rest, said, words

_netlink = words("netlink response for", "kernel: netlink response for", "kernel: xfrm", "xfrm:")
_verbs = words(*(f"{verb}-{what}" for verb in ("up", "down", "route", "unroute", "prepare") for what in ("client", "host")))

MESSAGES = (
    message("policy-conflict", 'cannot install eroute -- it is in use for "other" #3', *lead,
            said("cannot install eroute -- it is in use for"), strength=PROVES),
    message("policy-conflict", "cannot install kernel policy 10.1.0.0/16===10.2.0.0/16; in use by other", *lead,
            said("cannot install kernel policy"), strength=PROVES),
    message("noise", 'cannot route -- route already in use for "other" - but allowing anyway',
            *lead, "cannot route -- route already in use for", pp.Regex(r'"[^"\n]*"[^\n]*?- but allowing anyway'), strength=NOISE),
    message("policy-conflict", 'cannot route -- route already in use for "other"', *lead,
            said("cannot route -- route already in use for"), strength=PROVES),
    message("policy-conflict", 'route to peer\'s client conflicts with "other" 198.51.100.3; releasing old connection to free the route',
            *lead, said("route to peer's client conflicts with"), strength=SUGGESTS),
    message("route-failed", "cannot route template policy of PSK+ENCRYPT+TUNNEL", *lead, said("cannot route template policy of",
            "cannot route an ISAKMP-only", "could not route", "cannot install route:",
            "cannot unroute: route busy"), strength=PROVES),
    message("kernel-policy-failed",
            "ERROR: kernel: xfrm XFRM_MSG_NEWPOLICY response for flow 10.1.0.0/16===10.2.0.0/16: File exists (errno 17)",
            *lead, _netlink, pp.Regex(r"[^\n]*?(?:response for )?flow"), rest(), strength=PROVES),
    message("kernel-sa-failed", "ERROR: netlink response for Add SA esp.c9c3c34a@192.0.2.1: Function not implemented (errno 38)",
            *lead, _netlink, words("Add SA", "Update SA", "Upd SA", "update SA", "Get SPI", "IPsec SA"), rest(), strength=PROVES),
    message("kernel-error", "ERROR: netlink response for Del SA esp.c9c3c34a@192.0.2.1: No such process (errno 3)", *lead, _netlink,
            rest(), strength=PROVES),
    message("kernel-sa-failed", "failed to install outgoing SA", *lead, said("failed to install outgoing SA", "add_sa ipcomp failed",
            "XFRM: unknown authentication algorithm",
            "unknown encryption algorithm:"), strength=PROVES),
    message("kernel-sa-failed",
            "Warning: kernel expired our reserved IPsec SA SPI - negotiation took too long? Try increasing /proc/sys/net/core/xfrm_acq_expires",
            said("Warning: kernel expired our reserved IPsec SA SPI"), strength=SUGGESTS),
    message("kernel-error", "no XFRM kernel support detected, missing /proc/sys/net/core/xfrm_acq_expires", *lead,
            said("no XFRM kernel support detected", "write to netlink socket failed",
            "create netlink socket failure", "read netlink socket failure"), strength=PROVES),
    message("updown-failed", "route-client command exited with status 2", *lead, _verbs, opt("-v6"), said("command exited with",
            "command too long!"), strength=PROVES),
    message("updown-failed", "up-client output: RTNETLINK answers: File exists", _verbs, opt("-v6"), "output:", rest()),
    message("updown-failed", "kernel: route command returned an error",
            *lead, said("kernel: route command returned", "kernel: down command returned", "kernel: prepare command returned",
            "kernel: unroute command returned", "unable to popen "),
            strength=SUGGESTS),
    message("noise", "netlink_expire got message with length 116 < 232 bytes; ignore message", words("netlink_expire got message",
            "netlink_policy_expire", "netlink_get", "kernel: netlink_get",
            "can't find expected bare shunt"), strength=NOISE),
)  # fmt: skip

"""Networks as Cisco prints them: address and mask, a protocol and a port."""

import ipaddress

PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "47": "gre"}


def net(address: str, mask: str, protocol: str = "0", port: str = "0") -> str:
    """``10.1.0.0/16``, ``10.1.0.0/16[tcp/443]``; a mask that is none stays as it is."""
    try:
        prefix = ipaddress.ip_network(f"{address}/{mask}", strict=False).prefixlen if not mask.isdecimal() else int(mask)
    except ValueError:
        return f"{address}/{mask}"
    what = f"{address}/{prefix}"
    limits = [PROTOCOLS.get(protocol, protocol)] if protocol not in ("0", "ip", "any") else []
    limits += [port] if port not in ("0", "any") else []
    return f"{what}[{'/'.join(limits)}]" if limits else what

"""A made-up ``ipsec statusall`` of a gateway with thousands of tunnels, some of which fail."""

from random import Random


def statusall(seed: int, tunnels: int) -> str:
    """The text: most tunnels carry traffic, some are not up, some have no phase 2, through some nothing comes back."""
    random = Random(seed)
    connections, sas = [], []
    for i in range(tunnels):
        name, peer, there = f"site-{i:05}", f"198.18.{i // 250}.{i % 250}", f"10.{i // 250}.{i % 250}.0/24"
        connections.append(
            f"  {name}:  203.0.113.2...{peer}  IKEv2, dpddelay=30s\n"
            f"  {name}:   local:  [gw.example.com] uses pre-shared key authentication\n"
            f"  {name}:   remote: [{name}.example.com] uses pre-shared key authentication\n"
            f"  {name}:   child:  172.16.0.0/16 === {there} TUNNEL, dpdaction=restart\n"
        )
        fate = random.random()
        if fate < 0.05:
            continue
        sas.append(
            f"  {name}[{i}]: ESTABLISHED 2 hours ago, 203.0.113.2[gw.example.com]...{peer}[{name}.example.com]\n"
            f"  {name}[{i}]: IKEv2 SPIs: {i + 1:016x}_i* {i + 2:016x}_r, rekeying in 40 minutes\n"
            f"  {name}[{i}]: IKE proposal: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\n"
        )
        if fate < 0.08:
            continue
        came = "0 bytes_i" if fate < 0.11 else f"{random.randrange(1, 10**9)} bytes_i ({random.randrange(1, 10**6)} pkts, 4s ago)"
        sas.append(
            f"  {name}{{{i}}}:  INSTALLED, TUNNEL, reqid {i}, ESP in UDP SPIs: c{i:07x}_i d{i:07x}_o\n"
            f"  {name}{{{i}}}:  AES_CBC_256/HMAC_SHA2_256_128/MODP_2048, {came}, 92400 bytes_o (9 pkts, 4s ago), rekeying in 23 minutes\n"
            f"  {name}{{{i}}}:   172.16.0.0/16 === {there}\n"
        )
    return f"Connections:\n{''.join(connections)}Security Associations ({tunnels} up, 0 connecting):\n{''.join(sas)}"

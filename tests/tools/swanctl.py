"""What the tests of swanctl's dumps share: one dump of each kind with all its optional parts."""

import re
from typing import Any

from analyzer.dumps import Dump, read_dumps


def dumps(text: str) -> list[Dump]:
    return read_dumps("a.txt", list(enumerate(text.splitlines(), 1)))


def dump(text: str) -> Dump:
    (found,) = dumps(text)
    return found


def said(record: Any) -> Any:
    """What a record says, wherever it stands."""
    if isinstance(record, dict):
        return {k: said(v) for k, v in record.items() if k not in ("where", "text")}
    return [said(r) for r in record] if isinstance(record, (list, tuple)) else record


SAS = """\
net-net: #1, ESTABLISHED, IKEv2, 4b1fb2e22a0d4a23_i* 91f9e3b3c4c5e6d7_r
  local  'C=CH, O=strongSwan, CN=it's moon' @ 192.0.2.1[4500] [10.3.0.1]
  remote 'sun.example.org' @ 198.51.100.2[4500] EAP: 'carol' XAuth: 'dave' [10.3.0.2 fec0::2]
  AES_GCM_16-256/PRF_HMAC_SHA2_384/ECP_384/KE1_ML_KEM_768/PPK
  established 45s ago, rekeying in 14139s, reauth in 9854s, expires in 15000s
  queued:  CHILD_REKEY CHILD_REKEY
  active:  IKE_DPD
  passive: IKE_REKEY
  net: #4, reqid 1, cpu 3, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048/KE1_ML_KEM_768/ESN
    installed 44s ago, rekeying in 3266s, expires in 3915s
    in  c27acb71/0a1b (0x0000002a/0xffffffff|0x00000001),   1284 bytes,     3 packets,     6s ago
    out 0e71e0e9/0a1c (-|0x00000002),      0 bytes,     0 packets
    label  system_u:object_r:ipsec_spd_t:s0
    local  10.1.0.0/16 10.3.0.0/16[tcp/http]
    remote 10.2.0.0..10.2.0.9 fec0::/16 dynamic[udp]
  new: #5, reqid 2, CREATED, TRANSPORT, (null):
    installed (null)s ago
    in  (null), (null) bytes, (null) packets
    out (null), (null) bytes, (null) packets
    local  (null)
    remote (null)
net-net: #2, CONNECTING, IKEv1, 5b1fb2e22a0d4a23_i 0000000000000000_r*
  local  '%any' @ 192.0.2.1[500]
  remote '%any' @ 198.51.100.2[500]
  active:  MAIN_MODE
"""

IKE_1 = (
    "net-net {uniqueid=1 version=2 state=ESTABLISHED local-host=192.0.2.1 local-port=4500 local-id=C=CH, O=strong Swan, CN=moon "
    "remote-host=198.51.100.2 remote-port=4500 remote-id=sun.example.org remote-eap-id=carol initiator=yes initiator-spi=4b1fb2e22a0d4a23 "
    "responder-spi=91f9e3b3c4c5e6d7 nat-remote=yes nat-any=yes if-id-in=00000001 if-id-out=00000002 encr-alg=AES_CBC encr-keysize=128 "
    "integ-alg=HMAC_SHA2_256_128 prf-alg=PRF_HMAC_SHA2_256 dh-group=MODP_2048 ake1=ML_KEM_768 ppk=yes established=45 rekey-time=14139 "
    "reauth-time=9854 local-vips=[10.3.0.1] remote-vips=[10.3.0.2 fec0::2] tasks-queued=[CHILD_REKEY] tasks-active=[IKE_DPD IKE_MOBIKE] "
    "tasks-passive=[IKE_REKEY] child-sas {"
)
NET = (
    "net-4 {name=net uniqueid=4 reqid=1 state=INSTALLED mode=TUNNEL label=system_u:object_r:ipsec_spd_t:s0 protocol=ESP encap=yes spi-in=c27acb71 "
    "spi-out=0e71e0e9 cpi-in=0a1b cpi-out=0a1c mark-in=0000002a mark-mask-in=ffffffff per-cpu-sas=yes cpu=3 encr-alg=AES_GCM_16 encr-keysize=256 "
    "dh-group=ECP_384 esn=1 bytes-in=1284 packets-in=3 use-in=6 bytes-out=0 packets-out=0 rekey-time=3266 life-time=3915 install-time=44 "
    "local-ts=[10.1.0.0/16 10.3.0.0/16[tcp/http]] remote-ts=[10.2.0.0/16[udp]]}"
)
NEW = "new-5 {name=new uniqueid=5 reqid=2 state=CREATED mode=TRANSPORT local-ts=[] remote-ts=[dynamic]}"
IKE_2 = (
    "net-net {uniqueid=2 version=1 state=CONNECTING local-host=192.0.2.1 local-port=500 local-id=%any remote-host=198.51.100.2 remote-port=500 "
    "remote-id=%any initiator-spi=5b1fb2e22a0d4a23 responder-spi=0000000000000000 tasks-passive=[ISAKMP_VENDOR MAIN_MODE] child-sas {}}"
)
RAW = f"list-sa event {{{IKE_1}{NET} {NEW}}}}}}}\nlist-sa event {{{IKE_2}}}\nlist-sas reply {{}}\n"


def pretty(raw: str) -> str:
    """The same, printed by ``--pretty``."""
    out: list[str] = []
    pattern = re.compile(r" *(?:(\})|([a-z\d-]+)=(?:\[((?:[^\[\]]|\[[^\]]*\])*)\]|(.*?)(?= [a-z\d-]+=| child-sas|\}))|([^{}=]+) \{)")
    for line in raw.splitlines():
        depth = 0
        for m in pattern.finditer(line):
            close, key, items, value, name = m.groups()
            depth -= bool(close)
            pad = "  " * depth
            if close:
                out.append(f"{pad}}}")
            elif name:
                out.append(f"{pad}{name} {{")
                depth += 1
            elif value is not None:
                out.append(f"{pad}{key} = {value}")
            else:
                out += [f"{pad}{key} = [", *(f"{pad}  {i}" for i in items.split()), f"{pad}]"]
    return "\n".join(out) + "\n"


CONNS = """\
net-net: IKEv2, no reauthentication, rekeying every 14400s, dpd delay 30s
  local:  192.0.2.1
  local:  192.0.2.7[4500]
  remote: vpn.example.org
  local public key authentication:
    id: moon.example.org
    certs: C=CH, O=strongSwan, CN=moon
    cacerts: C=CH, O=strongSwan, CN=root
  remote EAP_MSCHAPV2 authentication:
    id: sun.example.org
    eap_id: carol
    groups: sales
    cert policy: 1.3.6.1
  remote XAuth authentication:
    id: other.example.org
    xauth_id: dave
    aaa_id: aaa.example.org
  net-1: TUNNEL, rekeying every 3600s or 1000000 bytes or 1000 packets, dpd action is restart
    local:  10.1.0.0/16 10.3.0.0/16
    remote: 10.2.0.0/16[tcp/http]
    interface: eth0
    priority: 100
  out: PASS, no rekeying
    local:  dynamic
    remote: 192.168.0.0/24
home: IKEv1, reauthentication every 10260s
  local:  %any
  remote: %any
  local pre-shared key authentication:
  remote pre-shared key authentication:
  home: TRANSPORT, rekeying every 3600s
    local:  dynamic
    remote: dynamic
both: IKEv1/2, reauthentication every 10260s, no rekeying
"""

POLS = """\
net-net/net-1, reqid 1, TUNNEL
  local:  10.1.0.0/16 10.3.0.0/16
  remote: 10.2.0.0/16
home/lan, PASS
  local:  192.168.0.0/24
  remote: 192.168.0.0/24
drop, DROP
  local:  (null)
  remote: 0.0.0.0/0
"""

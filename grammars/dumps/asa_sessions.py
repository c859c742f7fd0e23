"""``show vpn-sessiondb [detail] l2l`` of Cisco's ASA and FTD.

    dump    = ["Session Type: LAN-to-LAN" ["Detailed"]] session* | "INFO: There are presently no active sessions"
    session = "Connection :" name "Index :" n "IP Addr :" address "Protocol :" ... "Bytes Tx :" n "Bytes Rx :" n "Duration :" time, numbers of tunnels,
              ("IKEv1:" | "IKEv2:") ike ("IPsec:" | "IPsecOverNatT:") ipsec*
    ipsec   = "Tunnel ID :" n "Local Addr :" net "Remote Addr :" net ... "Bytes Tx :" n "Bytes Rx :" n "Pkts Tx :" n "Pkts Rx :" n

Labels stand in two columns, which a copy may have put on lines of their own; Tx is what goes into the tunnel.
"""

from grammars.dumps.common import opt, regex, rest, row

ROWS = (
    row("title", "Session Type: LAN-to-LAN Detailed", regex(r"Session Type: LAN-to-LAN"), opt("Detailed")),
    row("none", "INFO: There are presently no active sessions", regex(r"INFO: There are presently no active sessions"), rest("more")),
    row("session", "Connection   : 198.51.100.20", regex(r"Connection {2,}:[ \t]*(?P<name>\S+)")),
    row("connection", "Connection: 198.51.100.20", regex(r"Connection\s*:[ \t]*(?P<name>\S*)")),
    row("index", "Index        : 41077                  IP Addr      : 198.51.100.20", regex(r"Index\s*: ?(?P<number>\d+)(?:\s+(?:IP Addr|Public IP)\s*: ?(?P<remote>\S+))?")),
    row("address", "IP Addr      : 198.51.100.20", regex(r"(?:IP Addr|Public IP)\s*: ?(?P<remote>\S+)")),
    row("protocol", "Protocol     : IKEv2 IPsecOverNatT", regex(r"Protocol\s*: ?(?P<protocol>\S[^\n]*)")),
    row("bytes", "Bytes Tx     : 88120394               Bytes Rx     : 0", regex(r"Bytes Tx\s*: ?(?P<tx>\d+)(?:\s+Bytes Rx\s*: ?(?P<rx>\d+))?")),
    row("bytes_rx", "Bytes Rx     : 0", regex(r"Bytes Rx\s*: ?(?P<rx>\d+)")),
    row("packets", "Pkts Tx      : 90117                  Pkts Rx      : 0", regex(r"Pkts Tx\s*: ?(?P<tx>\d+)(?:\s+Pkts Rx\s*: ?(?P<rx>\d+))?")),
    row("packets_rx", "Pkts Rx      : 0", regex(r"Pkts Rx\s*: ?(?P<rx>\d+)")),
    row("duration", "Duration     : 3d 9h:41m:07s",
        regex(r"Duration\s*: ?(?:(?P<days>\d+)d[ ,]*)?(?P<hours>\d+)h?:(?P<minutes>\d+)m?:(?P<seconds>\d+)s?")),
    row("ike", "IKEv2:", regex(r"IKE(?:v(?P<version>[12]))?:")),
    row("ipsec", "IPsecOverNatT:", regex(r"IP[Ss]ec(?P<nat>OverNatT|OverTCP|OverUDP)?:")),
    row("tunnel", "Tunnel ID    : 41077.3", regex(r"(?:Tunnel|Session) ID\s*: ?(?P<id>[\d.]+)")),
    row("local", "Local Addr   : 10.61.4.0/255.255.255.0/0/0", regex(r"Local Addr\s*: ?(?P<net>\S+)")),
    row("remote", "Remote Addr  : 172.29.7.64/255.255.255.192/0/0", regex(r"Remote Addr\s*: ?(?P<net>\S+)")),
    row("ports", "UDP Src Port : 4500                   UDP Dst Port : 4500", regex(r"UDP Src Port\s*: ?(?P<source>\d+)(?:\s+UDP Dst Port\s*: ?(?P<destination>\d+))?")),
    row("mode", "IKE Neg Mode : Main                   Auth Mode    : preSharedKeys", regex(r"IKE Neg Mode\s*: ?(?P<mode>\w+)"), opt(regex(r"Auth Mode\s*: ?\S+"))),
    row("algorithms", "Encryption   : AES-GCM-128            Hashing      : none", regex(r"Encryption\s*: ?(?P<encryption>[\w\-]+)(?:\s+Hashing\s*: ?(?P<hash>[\w\-]+))?")),
    row("encapsulation", "Encapsulation: Tunnel                 PFS Group    : 19", regex(r"Encapsulation\s*: ?(?P<mode>\w+)(?:\s+PFS Group\s*: ?(?P<group>\d+))?")),
    row("rekey", "Rekey Int (T): 28800 Seconds          Rekey Left(T): 11873 Seconds",
        regex(r"Rekey Int \(T\): ?(?P<life>\d+) Seconds\s+Rekey Left\(T\): ?(?P<left>\d+) Seconds")),
    row("group", "PRF          : SHA256                 D/H Group    : 19", regex(r"(?:PRF\s*: ?\S+\s+)?D/H Group\s*: ?(?P<group>\d+)")),
    row("rest", "Idle Time Out: 30 Minutes             Idle TO Left : 29 Minutes",
        regex(r"(?:Idle Time Out|Idle TO Left|Rekey Int \([TD]\)|Rekey Left\([TD]\)|UDP Dst Port|PFS Group|Rem Auth Mode|Loc Auth Mode|Filter Name|IPv6 Filter|Login Time|IKE(?:v[12])? (?:Tunnels|Sessions)|"
              r"IP[Ss]ec\w* (?:Tunnels|Sessions)|Conn Time Out|Conn TO Left|Encryption|Hashing|NAC|Reval |SQ Int|EoU Age|Hold Left|Posture Token|Redirect URL|Status Query|"
              r"Tunnel Zone|VLAN|Audt Sess ID|Tunnel Group|Group Policy|Client OS|Username|Assigned IP)[^\n]*")),
)  # fmt: skip

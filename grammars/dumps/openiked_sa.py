"""``ikectl show sa`` of OpenIKED.

    dump  = (ike-sa child* flow*)* active-child* active-flow* ike-sa-by-peer*
    ike-sa = "iked_sas:" pointer, SPIs, ends, peer, state, role
    child  = "sa_childsas:" pointer, protocol, SPI, direction, ends, flags, pointers to the other direction and to the IKE_SA
    flow   = "sa_flows:" pointer, protocol, direction, networks, pointer to the IKE_SA

The lists after the first repeat what it says.
"""

from grammars.dumps.common import opt, regex, row

POINTER = r"(?:0x[0-9a-f]+|\(nil\)|\(null\))"

ROWS = (
    row(
        "ike",
        "iked_sas: 0x552ab8a460 rspi 0xa7fc9db92b5671f2 ispi 0x377d159f20892200 198.51.100.2:4500->192.0.2.2:4500<IPV4/192.0.2.2>[] "
        "ESTABLISHED r natt nexti (nil) pol 0x552ab8b540",
        regex(rf"(?P<list>iked_sas|iked_dstid_sas): (?P<pointer>{POINTER}) rspi 0x(?P<spi_r>[0-9a-f]{{1,16}}) ispi 0x(?P<spi_i>[0-9a-f]{{1,16}})"),
        regex(r"(?P<local>[^\s>]+)->(?P<remote>[^\s<]+)<(?P<remote_id>[^\n>]*)>\[(?P<assigned>[^\s\]]*)\]"),
        regex(r"(?P<state>[A-Z_]+) (?P<role>[ir])(?!\S)"), opt(regex(r"(?P<nat>natt)(?!\S)")), opt(regex(r"(?P<encap>udpecap|udpencap)(?!\S)")),
        regex(rf"nexti (?P<next>{POINTER}) pol {POINTER}"),
    ),
    row(
        "child", "sa_childsas: 0x552abcf9e0 ESP 0x21c14a61 in 192.0.2.2:4500 -> 198.51.100.2:4500 (LA) B=(nil) P=0x552abcfa90 @0x552ab8a460",
        regex(rf"(?P<list>sa_childsas|iked_activesas): (?P<pointer>{POINTER}) (?P<protocol>[A-Z]+) 0x(?P<spi>[0-9a-f]{{1,8}}) (?P<direction>in|out)"),
        regex(r"(?P<source>\S+) -> (?P<destination>\S+) \((?P<flags>[A-Z]*)\)"), regex(rf"B=(?P<bundled>{POINTER}) P=(?P<peer>{POINTER})"),
        regex(rf"@(?P<ike>{POINTER})"),
    ),
    row(
        "flow", "sa_flows: 0x552abcf320 ESP out 172.16.20.0/24 -> 192.168.10.0/24 [0]@-1 (L) @0x552ab8a460",
        regex(rf"(?P<list>sa_flows|iked_flows): (?P<pointer>{POINTER}) (?P<protocol>[A-Z]+) (?P<direction>in|out)"),
        regex(r"(?P<source>\S+) -> (?P<destination>\S+)"), opt(regex(r"\[(?P<prenat>[^\s\]]*/\d+)\]")),
        regex(rf"\[(?P<proto>\d+)\]@(?P<domain>-?\d+) \((?P<flags>[A-Z]*)\) @(?P<ike>{POINTER})"),
    ),
)  # fmt: skip

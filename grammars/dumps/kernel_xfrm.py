"""``ip xfrm state`` and ``ip xfrm policy`` of iproute2, with and without ``-s`` and ``-d``.

    dump   = (state* | policy*)+
    state  = "src" address "dst" address; "proto" SPI, reqid, mode; replay window; algorithms with keys; details; [lifetimes; statistics]
    policy = "src" network "dst" network; "dir" priority; [lifetimes]; ("tmpl" ends; "proto" reqid, mode)*

Keys are read past: no field holds one.
"""

from grammars.dumps.common import opt, regex, rest, row

NUMBER = r"(?:0x[0-9a-f]+|\d+)"

ROWS = (
    row("state", "src 192.0.2.2 dst 203.0.113.2", regex(r"src (?P<source>[^\s/]+) dst (?P<destination>[^\s/]+)")),
    row(
        "policy", "src 10.2.0.0/16 dst 10.1.0.0/16 proto tcp dport 443 uid 0",
        regex(r"src (?P<source>[^\s/]+/\d+) dst (?P<destination>[^\s/]+/\d+)"), opt(regex(r"proto (?P<protocol>\S+)")),
        opt(regex(r"sport (?P<sport>\d+)")), opt(regex(r"dport (?P<dport>\d+)")), opt(regex(r"type (?P<type>\d+)")),
        opt(regex(r"code \d+")), opt(regex(r"key \d+")), opt(regex(r"\(dport\) 0x[0-9a-f]+")), opt(regex(r"dev \S+")), opt(regex(r"uid \d+")),
    ),
    # what a state is
    row(
        "id", "proto esp spi 0x94624d13(2489470227) reqid 16389(0x00004005) mode tunnel",
        regex(r"proto (?P<protocol>[\w\-]+)"), opt(regex(r"spi 0x(?P<spi>[0-9a-f]{1,8})(?:\(\d+\))?")),
        regex(r"reqid (?P<reqid>\d+)(?:\(0x[0-9a-f]+\))? mode (?P<mode>[\w\-]+)"), opt(regex(r"dir (?P<direction>in|out)")),
    ),
    row("statistics", "replay-window 0 replay 0 failed 0", regex(r"replay-window (?P<window>\d+) replay (?P<replay>\d+) failed (?P<failed>\d+)")),
    row(
        "replay", "replay-window 32 seq 0x00000000 flag af-unspec (0x00100000)",
        regex(r"replay-window (?P<window>\d+)(?=[ \t]|$)"), opt(regex(r"seq 0x[0-9a-f]+")), opt(regex(r"flag(?=[ \t])(?P<flags>[^\n]*)")),
    ),
    row("flags", "flag af-unspec esn", regex(r"(?:extra_)?flag (?P<flags>[^\n]+)")),
    row(
        "algorithm", "auth-trunc hmac(sha256) 0xc2d6afa8f91951cf (64 bits) 128",
        regex(r"(?P<what>auth-trunc|auth|aead|enc|comp) (?P<algorithm>[\w()\-,]+)"), opt(regex(r"(?:<<Keys hidden>>|0x\S*|[^\s(\d][^\s(]{2,})(?=[ \t]|$)")),
        opt(regex(r"\((?P<bits>\d+) bits\)")), opt(regex(r"(?P<length>\d+)(?!\S)")),
    ),
    row(
        "encap", "encap type espinudp sport 4500 dport 4500 addr 0.0.0.0",
        regex(r"encap type (?P<type>\S+) sport (?P<sport>\d+) dport (?P<dport>\d+)"), opt(regex(r"addr \S+")),
    ),
    row("mark", "mark 0x2a/0xffffffff", regex(rf"mark (?P<mark>{NUMBER}(?:/{NUMBER})?)")),
    row("if_id", "if_id 0x2a", regex(rf"if_id (?P<if_id>{NUMBER})")),
    row("output_mark", "output-mark 0x1/0xffffffff", regex(rf"output-mark {NUMBER}(?:/{NUMBER})?")),
    row("lastused", "lastused 2026-11-23 07:32:16", "lastused", rest("time")),
    row(
        "context", "anti-replay context: seq 0x3, oseq 0x0, bitmap 0x00000007",
        regex(r"anti-replay context: seq 0x(?P<seq>[0-9a-f]{1,8}), oseq 0x(?P<oseq>[0-9a-f]{1,8}), bitmap 0x(?P<bitmap>[0-9a-f]+)"),
    ),
    row("esn", "anti-replay esn context:", "anti-replay esn context:"),
    row(
        "esn_context", "seq-hi 0x0, seq 0x3, oseq-hi 0x0, oseq 0x6",
        opt(regex(r"seq-hi 0x(?P<seq_hi>[0-9a-f]{1,8}), seq 0x(?P<seq>[0-9a-f]{1,8}),?(?!\S)")),
        opt(regex(r"oseq-hi 0x(?P<oseq_hi>[0-9a-f]{1,8}), oseq 0x(?P<oseq>[0-9a-f]{1,8})")),
    ),
    row("esn_window", "replay_window 128, bitmap-length 4", regex(r"replay[_\-]window (?P<window>\d+), bitmap-length \d+")),
    row("bitmap", "00000000 0000001f", regex(r"[0-9a-f]{8}(?: [0-9a-f]{8})*")),
    row("key_rest", "7c0b48ac256239df319d6bb6b22d4bf (384 bits) 192", regex(r"(?:[0-9a-f]{1,256}(?: \(\d+ bits\))|[0-9a-f]{9,256}|\(\d+ bits\))(?: \d+)?")),
    row(
        "selector", "sel src 192.0.2.2/32 dst 203.0.113.2/32 uid 0",
        regex(r"sel src (?P<source>\S+) dst (?P<destination>\S+)"), opt(regex(r"proto (?P<protocol>\S+)")), opt(regex(r"sport (?P<sport>\d+)")),
        opt(regex(r"dport (?P<dport>\d+)")), opt(regex(r"type (?P<type>\d+)")), opt(regex(r"code \d+")), opt(regex(r"dev \S+")), opt(regex(r"uid \d+")),
    ),
    row("direction", "dir in", regex(r"dir (?P<direction>in|out)")),
    row(
        "offload", "crypto offload parameters: dev eth7 dir in mode packet",
        regex(r"crypto offload parameters: dev \S+"), opt(regex(r"dir (?P<direction>in|out)")), opt(regex(r"mode \w+")),
    ),
    row("security", "security context system_u:object_r:ipsec_spd_t:s0", "security context", rest("context")),
    row("detail", "tfcpad 0", regex(r"(?:tfcpad|pcpu-num|coa|nat_keepalive_interval|iptfs-opts) [^\n]+")),
    # lifetimes
    row("lifetime", "lifetime current:", regex(r"lifetime (?P<which>config|current):")),
    row("limit", "limit: soft (INF)(bytes), hard (INF)(bytes)", regex(r"limit: soft \S+\((?:bytes|packets)\), hard \S+\((?:bytes|packets)\)")),
    row("expire", "expire add: soft 2866(sec), hard 3600(sec)", regex(r"expire (?P<which>add|use): soft (?P<soft>\d+)\(sec\), hard (?P<hard>\d+)\(sec\)")),
    row("counted", "1284(bytes), 3(packets)", regex(r"(?P<bytes>\d+)\(bytes\), (?P<packets>\d+)\(packets\)")),
    row("added", "add 2026-11-23 07:32:08 use 2026-11-23 07:32:16", regex(r"add (?P<added>\S+(?: \d\d:\d\d:\d\d)?) use (?P<used>\S+(?: \d\d:\d\d:\d\d)?)")),
    row("stats", "stats:", "stats:"),
    # policies
    row(
        "policy_dir", "dir out action block index 89 priority 383615 ptype main share any flag  (0x00000000)",
        regex(r"(?P<of>dir|socket) (?P<direction>in|out|fwd|\d+)"), opt(regex(r"action (?P<action>\w+)")), opt(regex(r"index \d+")),
        regex(r"priority (?P<priority>\d+)"), opt(regex(r"(?:ptype|share|flag)(?=[ \t])(?P<more>[^\n]*)")),
    ),
    row("tmpl", "tmpl src 203.0.113.2 dst 198.51.100.2", regex(r"tmpl src (?P<source>\S+) dst (?P<destination>\S+)")),
    row("level", "level use share any", regex(r"level (?P<level>\w+)"), opt(regex(r"share \w+"))),
    row("masks", "enc-mask ffffffff auth-mask ffffffff comp-mask ffffffff", regex(r"enc-mask \w+ auth-mask \w+ comp-mask \w+")),
    # what was typed
    row("command", "root@gw:~# ip -s xfrm state", regex(r"(?:[^\n]{0,200}[#$%>] ?)?(?:sudo )?ip(?: -\w+)* xf?r?m? (?P<what>state|s|policy|pol|p)(?: \w+)?")),
)  # fmt: skip

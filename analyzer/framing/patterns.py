"""What stands before a message, as regular expressions; a real line above each. No piece can run over its letters twice.

frame   = {wrapper} [time [":"]] [head] {marks} message
wrapper = service "|" | <priority> | CRI stream
head    = [host] program ["[" pid "]"] ":" | facility "." level | logcat tag | topics
marks   = charon's thread[group] <conn|n>, pluto's "conn" #n:, iked's spi=0x...:, racoon's [peer] LEVEL:
"""

# --- time ----------------------------------------------------------------------------------------------------------------

_MONTH = r"[A-Za-z][a-zäéûô]{2,3}\.?"
_WEEKDAY = r"[A-Z][a-z]{2},?"
_CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
_ZONES = "UTC|GMT|WES?T|BST|CES?T|EES?T|MSK|IST|HKT|SGT|JST|KST|A[CEW][SD]T|NZ[SD]T|[ECMP][SD]T|AK[SD]T|HST|BRT"
_ZONE = rf"(?:Z|[+-]\d\d:?\d\d| (?:{_ZONES})(?=[ \t:])| [+-]\d{{2,4}}(?=[ \t:]))"

TIMES = (
    # 2026-11-23T07:18:32.884 01[IKE]    2026-11-23 07:18:32: ERROR:    Mon 2026-11-23 07:18:32 UTC gw charon[9]:
    # 2026-11-23T07:18:32+0100.884 01[IKE]: charon appends the milliseconds to whatever time_format says
    rf"(?:{_WEEKDAY} )?\d{{4}}[-/]\d\d[-/]\d\d[T ]{_CLOCK}(?:{_ZONE}(?:\.\d{{3,6}}(?=[ \t]))?)?",
    # Nov 23 07:21:00 gw charon:   Mon Nov 23 07:21:00 2026 daemon.info :   Nov 23 2026 07:21:00: %ASA   Nov 23 07:21:00.097552: "c" #1:
    rf"[*.]?(?:{_WEEKDAY} )?{_MONTH} {{1,2}}\d{{1,2}}(?: \d{{4}})? {_CLOCK}(?: (?:{_ZONES}) \d{{4}}(?=[ \t])| \d{{4}}(?=[ \t:])|{_ZONE})?",
    # Mon, 2021-05-10, 16:21:10 14[IKE]
    rf"{_WEEKDAY} \d{{4}}-\d\d-\d\d, {_CLOCK}",
    # jan/02 10:00:00 ipsec,error    jan/02/2024 10:00:00 ipsec,info
    rf"[a-z]{{3}}/\d\d(?:/\d{{4}})? {_CLOCK}",
    # 2024 Nov 12 10:00:00 05[IKE]    12 Nov 2024 10:00:00 05[IKE]    12-Nov-24 10:00:00 05[IKE]
    rf"(?:\d{{4}} {_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH} \d{{4}}|\d{{1,2}}-{_MONTH}-\d{{2,4}}) {_CLOCK}",
    # 23.11.2026 07:21:00 05[IKE]    11/23/26 07:21:00 05[IKE]    11/23/2026 07:21:00 AM
    rf"\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}},? {_CLOCK}(?: [AP]M)?",
    # 01-02 10:00:00.123  1234  1250 I charon  : 09[IKE]
    r"\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}",
    # 1700000000.123456 gw charon[9]: 09[IKE]    [12345.678901] gw charon[9]: 09[IKE]
    r" {0,6}\d{2,10}\.\d{3,6}",
    # 10:00:00 ipsec,error    07:21:00.123 05[IKE]
    _CLOCK,
)
# [2024-01-01 10:00:00] 05[IKE]    <30>Nov 23 07:21:00 gw charon:
STAMP = r"(?:<\d{{1,3}}>)?\[?({time})\]?(:?)(?:[ \t]+|$)"

# --- wrappers ------------------------------------------------------------------------------------------------------------

# vpn_1  | 09[IKE] received
COMPOSE = r"[A-Za-z0-9][\w.-]{0,62} {0,32}\| (?! )"
# 2024-01-01T10:00:00.123456789Z stdout F 09[IKE] received
CRI = r"(?:stdout|stderr) [FP] "
# <30>1 2026-11-23T07:21:00.003Z gw charon 123 - [a@1 b="[0..7\]="] 09[IKE] received
RFC5424 = (
    r"(?:<\d{1,3}>)?1 (\S+) (\S+) (\S+) (\S+) (\S+)"
    r'(?: (-|(?:\[(?:[^\]\\"]|\\.|"(?:[^"\\]|\\.)*+")*+\])++|(?:\[(?:[^\]\\]|\\.)*+\])++))(?: \ufeff?|$)'
)
# message repeated 2 times: [ "conn" #1: discarding packet]
REPEATED = r"(?:last )?message repeated \d+ times: \[ ?(.*?)\]?$"

# --- heads ---------------------------------------------------------------------------------------------------------------

# gw charon[9]:    charon:    gw postfix/smtpd[77]:    gw.example.net ipsec__plutorun:    gw sshd[12]:text
HEAD = r"(?:([^\s:]\S{0,254})(?<!:)[ \t]+)?([A-Za-z_(][\w./@()-]{0,127})(?:\[([^\]\s]*)\])?:(?:[ \t]+|$)"
# daemon.info : 09[IKE]    daemon.info ipsec: 09[IKE]    OpenWrt authpriv.info pluto[12]:
FACILITY = (
    r"(?:([^\s:]+) )?(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d)"
    r"\.(?:debug|info|notice|warn|warning|err|error|crit|alert|emerg)(?: ([\w./-]+)(?:\[(\d+)\])?)? ?:(?: |$)"
)
# I/charon  (14804): 09[IKE]    I/charon: 09[IKE]
LOGCAT = r"[VDIWEFA]/(\S{1,64}?)(?: {0,16}\( {0,6}(\d+)\))?: "
# 01-02 10:00:00.123  1234  1250 I charon  : 09[IKE]
THREADTIME = r" {0,6}(\d+) {1,6}\d+ [VDIWEFA] (\S{1,64}?) {0,16}: "
# Jan 1 10:00:00<tab>charon<tab><tab>09[IKE]    2024-01-01T10:00:00<tab>Informational<tab>charon<tab>09[IKE]
COLUMNS = (
    r"(?:(?:Emergency|Alert|Critical|Error|Warning|Notice|Informational|Info|Debug)\t+)?"
    r"([A-Za-z_][\w./-]*)(?:\[(\d+)\])?\t+(?:(\d+)\t+)?"
)
# ipsec,error 192.0.2.1 failed to get valid proposal.    router ipsec,info,debug: text
TOPICS = (
    r"(?:(\S{1,255}) )?((?:[a-z]+,){0,4}ipsec(?:,!?[a-z0-9]+){1,8}|[a-z]+,ipsec)(?::[ \t]*|[ \t]+)"
    r"(?:([0-9.]{7,15}|[0-9a-fA-F:]{4,39}) (?!give up))?"
)
# vco-1234 [PROTO_ERR]: isakmp_inf.c:1514:isakmp_info_recv(): text
INSTANCE = r"(?:(\S{1,128}) )?\[([A-Z_]{3,20})\]: "
# [pluto] text    [xl2tpd] text, as metalog writes
BRACKETS = r"\[([A-Za-z][\w./-]{0,40})\] "
# isakmp_inf.c:1514:isakmp_info_recv(): text
CODE_PLACE = r"\w[\w-]{0,40}\.[chly]:\d+:\w{1,64}\(\): "

# --- marks ---------------------------------------------------------------------------------------------------------------

GROUPS = r"DMN|MGR|IKE|CHD|JOB|WCH|CFG|KNL|NET|ASN|ENC|TNC|IMC|IMV|PTS|TLS|APP|ESP|LIB"
# 09[IKE] <con|2> received    12[NET2] <1> received    [IKE] <PEER|1> received    [IKE] [gw-4|16] received
_CONN = r"(?:<(?:((?:(?!> )[^\n]){0,128})\|)?(\d+)>(?: |$)|\[([^\[\]|\n]{1,128})\|(\d+)\] ?)?"
CHARON = rf"(\d{{2,4}})\[([A-Z]{{3}})(?:<-?\d>|-?\d)?\](?: |$){_CONN}"
CHARON_BARE = rf"()\[({GROUPS})(?:<-?\d>|-?\d)?\](?: |$){_CONN}"
# ... anything 09[IKE] <con|2> received
CHARON_ANYWHERE = rf"(?<![\w.:])(\d{{2,4}})\[({GROUPS})(?:<-?\d>|-?\d)?\](?: |$){_CONN}"
# <con|2> received, without thread and group
CONN_BARE = r"<([^<>|\n]{1,128})\|(\d+)> "
# ... gw charon[9]: before a mark
PROGRAM = r"([\w.-]{0,32}(?:charon|pluto|ipsec)[\w.-]{0,32})(?:\[(\d+)\])?"

_STREAM = r"((?:ERROR|WARNING|warning|FATAL ERROR|FATAL|EXPECTATION FAILED|ASSERTION FAILED|IMPAIR|ABORT): )?"
_NAME = r'"([^"\n]{1,128})"'
# [2] 192.0.2.1    [3] ...192.0.2.1
_INSTANCE = r"(?:\[\d+\](?: (?:\.\.\.)?(?!#)([^\s\"]{1,64}?))?)?"
# "c"[2] 192.0.2.1 #7: text    "c/1x2"[3] 192.0.2.1 #58: text    "c": text    #7: text    packet from 192.0.2.1:500: text
OBJECT = (
    rf"{_STREAM}(?:{_NAME}{_INSTANCE}(?: ?#(\d+): ?|:(?: |$))"
    r"|#(\d+): |(?:packet|connection) from (\S{1,64}?)(?::\d+)?: )"
)
# ... "c" #7: text, after anything
OBJECT_ANYWHERE = rf"(?<!\S){_NAME}{_INSTANCE} #(\d+): ?"
# 003 "c" #7: text    021 no connection named "c"
WHACK = r"(?:0(?:00|0[2-6]|10|2\d|3[1-6]|4[01])|1\d\d|2\d\d) "
# [pluto] text    VPN-IPSEC: text
LABEL = r"(?:\[pluto\] |VPN-IPSEC: |pluto: )+"

# ikev2[17]: spi=0x8d7a3f91c2b4e650: recv IKE_SA_INIT
IKED = r"(?:(?:ikev2|ca|parent|control|proc)\[(\d+)\]: )?(?:spi=0x([0-9a-f]{16}): )?"

# [192.0.2.1] ERROR: isakmp.c:123:isakmp_open(): text    ERROR: text
RACOON = rf"(?:\[([^\]\n]{{1,64}})\] )?(?:(ERROR|WARNING|NOTIFY|INFO|DEBUG2?): )(?:{CODE_PLACE})?"

# ike 0:west:322: text    ike 0:west:12:west-p2:31: text    ike V=root:0:west:12: text    ike 0: text    ike 0::7: text
FORTIOS = r"ike (?:V=[^:\s]{1,32}:)?\d+:(?:([^:\s]{0,64}):(?:(\d+):)?(?:[^:\s]{1,64}:(?:\d+:)?)?)?[ \t]+"
# SESSION_ID :{6d1f2c3b-...} Remote 198.51.100.7:500: Local 192.0.2.1:500: [SEND] text
AZURE = r"(?:SESSION_ID ?: ?\{[^{}\s]{1,64}\} )?Remote ([^\s\[\]]{3,45}):\d{1,5}: Local [^\s\[\]]{3,45}:\d{1,5}: ?"
# [PERR]: { 1: }: text    [INFO]: { 1: 3}: text
PANOS = r"\{ {0,4}\d*: {0,4}\d*\}: "
# date=2026-11-23 time=08:00:01 devname="fw" ... logdesc="text"
FORTIOS_EVENT = r"[^\n]{0,100}?\bdate=(\d{4}-\d\d-\d\d) time=(\d\d:\d\d:\d\d) (?:devname=\"?([^\s\"]+)\"? )?"
# [Mar  4 12:40:00]text    [Mar  4 12:40:00.123456][192.0.2.1 <-> 198.51.100.2]  text    [Sep 29 15:02:14][0] text: trace files of Junos
TRACE = (
    rf"\[({_MONTH} {{1,2}}\d{{1,2}} {_CLOCK})\](?:(?=[^\s\[])|(?= ---------> )|(?= {{1,2}}IKEv[12] )"
    r"|\[(?:[^\s\[\]]{1,64} <-> ([^\s\[\]]{1,64})|\d{1,4})\](?= |\w)) *"
)
# srx5k (FPC Slot 4, PIC Slot 1) SPC4_PIC1 kmd[172]: text
SPC = r"(\S{1,255}) \(FPC Slot \d+, PIC Slot \d+\) (?:SPC\d+_PIC\d+ )?"
# %DAEMON-4-KMD_VPN_UP_ALARM_USER: text    %DAEMON-4: text
PRIORITY = r"%[A-Z][A-Z0-9_]{1,20}-\d(?:-(?=[A-Z])|: )"
# what Junos' iked says, where OpenIKED's has the same name
JUNOS_IKED = r"(?:%[A-Z][A-Z0-9_]{1,20}-\d[-:])|(?:IKE|IPSEC|KMD|PKID|RT_IPSEC)_[A-Z][A-Z0-9_]*(?:: | \[junos@)|(?:IKE|IPSec|IPsec) negotiation |IKE Phase-[12]"
# NetScreen device_id=fw1  [Root]system-information-00536: text
SCREENOS = r"(?:NetScreen device_id=\S* {0,4})?(?:\[[^\]\n]{1,64}\])?system-[a-z]{4,13}-\d{5}(?:\([^()\n]{1,40}\))?: "

# --- lines that say nothing ----------------------------------------------------------------------------------------------

# ---    ```    Copy code    -- Logs begin at Mon ... --    [...]    <snip>
DECORATION = (
    r"[-=_*~#+.…|`\s]*$|```\w*$|000$|(?:plaintext|text|log|bash|Copy(?: code)?|copy(?: code)?)$"
    r"|-- (?:Logs begin|Journal begins|Reboot|Boot|No entries|cursor)\b|[\[(<](?:\.{2,3}|…|snip|cut)[\])>]$"
)

# R1#show crypto ikev2 sa    admin@srx-a> show security ike sa    fw/act# sh vpn-sessiondb l2l    {primary:node0}: what was typed
PROMPT = (
    r"[\w.\-@/()~:]{1,80}[#>$%] ?(?:(?:(?:run|do|sudo) )?(?:show?|debug|undebug|no|terminal|term|clear|diag(?:nose)?|display|get|monitor|request|configure|conf"
    r"|exit|end|quit|enable|ipsec|swanctl|ip|ping)(?: [^\n]{0,200})?)?|\{(?:primary|secondary|master|backup)(?::node\d)?\}"
)

# --- a frame at the begin of a line, whatever follows ----------------------------------------------------------------------

CISCO_MARKS = (
    r"(?:ISAKMP(?:-PAK|-ERROR)?(?: ?:|:? ?\()|IKEv2(?:-ERROR|-INTERNAL|-PAK)?:|IPSEC\(\w+\):|Crypto mapdb ?:|CRYPTO_PKI ?:"
    r"|%[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)?-[0-7]-[A-Z])"
)
# 000123: *Mar  1 00:01:02.345: ISAKMP:(0):    1d03h: IKEv2:(SA ID = 1):    <189>9: gw: %CRYPTO-4-
_CISCO = rf"(?:<\d{{1,3}}>)?(?:\d{{1,10}}: )?(?:[\w.*: \-]{{0,64}}: ?)?{CISCO_MARKS}"
ANY_TIME = "(?:" + "|".join(TIMES) + ")"
# date=2026-11-23 time=08:00:01 devname=    ike 0:west:322: text    1,2026/11/23 08:00:00,001901000001,SYSTEM,vpn,    SESSION_ID :{6d1f2c3b-
VENDOR_ROWS = r"date=\d{4}-\d\d-\d\d |ike (?:V=[^:\s]{1,32}:)?\d+:|\d{1,3},\d{4}/\d\d/\d\d \d\d:\d\d:\d\d,|SESSION_ID ?: ?\{|Remote \S{3,45}:\d{1,5}: Local "
_DATED = "|".join(TIMES[:6])
FRAMED = (
    rf"[ \t]{{0,16}}(?:(?:<\d{{1,3}}>)?\[?{ANY_TIME}\]?:?(?:[ \t]|$)|\[{TIMES[1]}\](?=\S)"
    rf"|\d{{2,4}}\[[A-Z]{{3}}\d?\](?: |$)|\[(?:{GROUPS})\] |(?:{WHACK})?{OBJECT}|<\d{{1,3}}>1 |[VDIWEF]/charon|\{{\"|log \{{"
    rf"|{_CISCO}"
    r"|(?:\S+ )?(?:charon[\w-]*|pluto|ipsec|ipsec_starter|iked|racoon|kmd)(?:\[\d+\])?: "
    rf"|(?:[\w<][^%`\n]{{0,100}})?%(?:ASA|FTD|PIX|FWSM)[-<]|\(\d{{1,10}}\): "
    rf"|(?:\S{{1,64}}[#>] {{0,4}})?(?:{ANY_TIME} )?(?:\[IKEv1[ \]]|I?KEv2-P(?:ROTO|LAT)-\d)"
    rf"|{VENDOR_ROWS})"
)
# ... text Nov 23 07:21:00 gw charon[9]: 05[IKE]: a second frame within a line
NEXT_FRAME = (
    rf"(?<=[^ \t])[ \t]++(?=(\[?(?:{_DATED})\]?:?[ \t]+(?:(?:\S+[ \t]+)?[\w./-]+(?:\[\d+\])?:[ \t]"
    rf"|\d{{2,4}}\[[A-Z]{{3}}\]|{_NAME}(?: #|\[|:))))"
)
# ... text 05[IKE] text    ... text charon: 05[IKE] text    ... text 003 "c" #7: text
NEXT_MARK = (
    rf"(?<=[^ \t])[ \t]++(?=((?:charon[\w-]*(?:\[\d+\])?:[ \t]+)?\d\d\[(?:{GROUPS})\d?\] "
    rf"|(?:{WHACK}){_NAME}(?:\[\d+\] \S+)? #\d+: ))"
)
# what messages begin with: such a line is not the rest of the one before
BEGINNING = (
    r"(?:received|sending|sent|parsed|generating|initiating|initiate|retransmit\w*|giving up|peer |establish\w*|IKE_SA|CHILD_SA|"
    r"authentication|no |found|selected|looking|closing|deleting|destroying|scheduling|maximum|local |remote |invalid|could not|"
    r"message |configured|tried|calculated|constraint|using|building|creating|keeping|connection |loaded|loading|added|adding|"
    r"listening|responding|ignoring|STATE_|ISAKMP|IPsec|packet |phase[12]|failed|ERROR|WARNING|INFO|unable|rekey\w*|switching|"
    r"certificate|checking|reached|queueing|activating|installing|Starting|Peer|Oakley|the peer|cannot|discarding|next payload|"
    r"begin |respond )"
)

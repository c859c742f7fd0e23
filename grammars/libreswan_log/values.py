"""pluto's values: how it prints states, endpoints, identities, proposals, selectors and SAs.

    lead      = [stream ":"] [object ":"]              (5.x prints the stream word before the connection's name)
    object    = '"' connection '"' ["[" instance "]"] [peer] ["#" number]
    state     = ["STATE_"] name
    endpoint  = address [":" ["UDP/"] port]
    tunnel    = "[" selector "] -> [" selector "]" | "[" selector "===" selector "]"
    sa        = "{" ("ESP" | "AH") ["inUDP" | "inTCP" | "/NAT"] "=>0x" spi "<0x" spi ["xfrm=" algorithms] ... "}"
"""

import pyparsing as pp

from grammars.common import HOST


def words(*texts: str) -> pp.ParserElement:
    """One of these texts, the first that fits."""
    return pp.MatchFirst([pp.Literal(t) for t in texts])


def opt(*parts: pp.ParserElement | str) -> pp.ParserElement:
    """The parts in order, or nothing."""
    return pp.Opt(pp.And([pp.Literal(p) if isinstance(p, str) else p for p in parts]))


def first(*parts: pp.ParserElement) -> pp.ParserElement:
    """The first alternative that fits."""
    return pp.MatchFirst(list(parts))


def seq(*parts: pp.ParserElement | str) -> pp.ParserElement:
    """The parts in order."""
    return pp.And([pp.Literal(p) if isinstance(p, str) else p for p in parts])


def joined(*parts: pp.ParserElement | str) -> pp.ParserElement:
    """The parts without blanks between them, as one token."""
    return pp.Combine(seq(*parts)).ignore_whitespace(recursive=False)


def said(*texts: str, name: str = "reason") -> pp.ParserElement:
    """A line that begins with one of these texts; all of it is the daemon's reason."""
    return pp.MatchFirst([joined(t, pp.Regex(r"[^\n]*")) for t in texts])(name)


_STREAMS = words("ERROR:", "WARNING:", "warning:", "FATAL ERROR:", "FATAL:", "FIPS:", "EXPECTATION FAILED:", "IMPAIR:")
_OBJECT = seq('"', pp.Regex(r'(?P<conn>[^"\n]+)"(?:\[\d+\])?(?: (?:\.\.\.)?[^\s"#]+)?(?: #(?P<sa>\d+))?: '))
lead: tuple[pp.ParserElement, ...] = (pp.Opt(_STREAMS), pp.Opt(_OBJECT))

# -- states
_STATE = r"[A-Za-z0-9_]*"
_PREFIXES = (
    "STATE_", "MAIN_", "AGGR_", "QUICK_", "XAUTH_", "MODE_CFG_", "PARENT_", "V2_", "IKE_SA_INIT_", "IKE_AUTH_", "IKE_INTERMEDIATE_",
    "IKE_SESSION_RESUME_", "ESTABLISHED_", "LARVAL_", "NEW_CHILD_", "REKEY_", "CHILD_SA_", "IKE_SA_", "UNSECURED_", "ZOMBIE", "UNDEFINED",
)  # fmt: skip


def any_state(name: str = "state") -> pp.ParserElement:
    """A state of any release, as printed: STATE_MAIN_I1, STATE_V2_PARENT_I2, IKE_AUTH_I."""
    return pp.MatchFirst([joined(p, pp.Regex(_STATE)) for p in _PREFIXES])(name)


def state(*names: str) -> pp.ParserElement:
    """One of these states, written without STATE_, which may stand before it."""
    return words(*(prefix + n for n in names for prefix in ("STATE_", "")))("state")


# STATE_QUICK_I2: (3.x before a story)
at_state: pp.ParserElement = pp.Opt(any_state() + ":")

# The states in which a message waits for an answer, and which message of which exchange it is.
Stage = tuple[tuple[str, ...], dict[str, str]]
STAGES: tuple[Stage, ...] = (
    (("MAIN_I1",), {"ike_version": "1", "exchange": "ID_PROT", "mode": "main", "role": "initiator", "step": "1"}),
    (("MAIN_I2",), {"ike_version": "1", "exchange": "ID_PROT", "mode": "main", "role": "initiator", "step": "3"}),
    (("MAIN_I3",), {"ike_version": "1", "exchange": "ID_PROT", "mode": "main", "role": "initiator", "step": "5"}),
    (("MAIN_R1",), {"ike_version": "1", "exchange": "ID_PROT", "mode": "main", "role": "responder", "step": "2"}),
    (("MAIN_R2",), {"ike_version": "1", "exchange": "ID_PROT", "mode": "main", "role": "responder", "step": "4"}),
    (("AGGR_I1",), {"ike_version": "1", "exchange": "AGGRESSIVE", "mode": "aggressive", "role": "initiator", "step": "1"}),
    (("AGGR_I2",), {"ike_version": "1", "exchange": "AGGRESSIVE", "mode": "aggressive", "role": "initiator", "step": "3"}),
    (("AGGR_R1",), {"ike_version": "1", "exchange": "AGGRESSIVE", "mode": "aggressive", "role": "responder", "step": "2"}),
    (("QUICK_I1",), {"ike_version": "1", "exchange": "QUICK_MODE", "step": "1"}),
    (("QUICK_R1",), {"ike_version": "1", "exchange": "QUICK_MODE", "step": "2"}),
    (("XAUTH_R0", "XAUTH_R1", "XAUTH_I0", "XAUTH_I1", "MODE_CFG_R0", "MODE_CFG_R1", "MODE_CFG_I1"), {"ike_version": "1",
            "exchange": "TRANSACTION"}),
    (("V2_PARENT_I1", "PARENT_I1", "V2_IKE_SA_INIT_I", "IKE_SA_INIT_I"), {"ike_version": "2", "exchange": "IKE_SA_INIT",
            "role": "initiator"}),
    (("V2_PARENT_I2", "PARENT_I2", "V2_IKE_AUTH_I", "IKE_AUTH_I"), {"ike_version": "2", "exchange": "IKE_AUTH", "role": "initiator"}),
    (("V2_IKE_INTERMEDIATE_I", "IKE_INTERMEDIATE_I"), {"ike_version": "2", "exchange": "IKE_INTERMEDIATE", "role": "initiator"}),
    (("V2_NEW_CHILD_I1", "V2_REKEY_CHILD_I1", "V2_REKEY_IKE_I1", "V2_CREATE_I", "V2_REKEY_CHILD_I", "V2_REKEY_IKE_I", "NEW_CHILD_I1",
      "REKEY_CHILD_I1", "REKEY_IKE_I1"), {"ike_version": "2", "exchange": "CREATE_CHILD_SA"}),
    (("V2_ESTABLISHED_IKE_SA", "ESTABLISHED_IKE_SA", "PARENT_I3", "PARENT_R2"), {"ike_version": "2"}),
)  # fmt: skip


# -- addresses and names
_V6 = r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}"


def endpoint(name: str) -> pp.ParserElement:
    """``192.0.2.1:500``, ``192.0.2.1:UDP/500``, ``[2001:db8::1]:4500``, ``192.0.2.1``, or a mask over one."""
    return seq(
        first(
            pp.Regex(rf"\[(?P<{name}>[^\[\]\s]{{1,64}})\]"),
            pp.Regex(rf"(?P<{name}>{_V6})"),
            pp.Regex(rf"(?P<{name}><[^<>\n]{{1,64}}>|[^\s:\[\]<>,;(){{}}'\"]{{1,255}})"),
        ),
        pp.Opt(pp.Regex(rf":(?:UDP/|TCP/)?(?P<{name}_port>\d{{1,5}})")),
    )


def plain_host(name: str) -> pp.ParserElement:
    """An address or a name without a port."""
    return pp.Regex(rf"(?P<{name}>{HOST})")


def quoted(name: str) -> pp.ParserElement:
    """``'text'``; text holds no quote."""
    return pp.Regex(rf"'(?P<{name}>[^'\n]*)'")


def typed_id(name: str) -> pp.ParserElement:
    """``ID_FQDN '@gw'``, ``FQDN: '@gw'``."""
    return pp.Regex(rf"(?:ID_)?[A-Z0-9_]+:? '(?P<{name}>[^'\n]*)'")


def connection(name: str = "conn") -> pp.ParserElement:
    """``"net-net"``, ``"road"[3] 192.0.2.1``."""
    return pp.Regex(rf'"(?P<{name}>[^"\n]+)"(?:\[\d+\])?')


def so(name: str) -> pp.ParserElement:
    """``#7``."""
    return pp.Regex(rf"#(?P<{name}>\d+)")


def within(name: str, text: str) -> pp.ParserElement:
    """A field whose text the given pattern reads."""
    return pp.Regex(rf"(?P<{name}>{text})")


def rest(name: str = "reason") -> pp.ParserElement:
    """The rest of the line, or nothing."""
    return pp.Opt(pp.Regex(rf"(?P<{name}>\S[^\n]*)"))


seconds: pp.ParserElement = joined(words(*"0123456789"), pp.Regex(r"\d*(?:\.\d+)?"))("seconds")
notify: pp.ParserElement = pp.Regex(r"(?:v2N_)?(?P<notify>[A-Za-z0-9_?]+)")
exchange: pp.ParserElement = seq(
    pp.Opt(words("ISAKMP_v2_", "v2_")),
    words("IKE_SA_INIT", "SA_INIT", "IKE_AUTH", "CREATE_CHILD_SA", "INFORMATIONAL", "IKE_INTERMEDIATE", "IKE_FOLLOWUP_KE",
            "IKE_SESSION_RESUME")("exchange"),
)

# SK{IDr,AUTH,N(TS_UNACCEPTABLE)}; in clear without SK
payloads: pp.ParserElement = pp.Regex(r"(?:SKF?\{)?(?P<payloads>[^\s{};]+)\}?")

# {auth=PRESHARED_KEY cipher=AES_CBC_256 integ=HMAC_SHA2_256 group=MODP2048}
phase1: pp.ParserElement = pp.Regex(r"\{(?P<proposal>(?:auth=(?:OAKLEY_)?(?:IKEv2|(?P<method>[A-Z_+]+)))?[^}\n]*)\}?")

# -- phase 2
_SELECTOR = r"(?:[^\]\n:]|:(?!0-65535 0\]))+"
tunnel: pp.ParserElement = first(
    pp.Regex(r"\[(?P<local_ts>[^\]\n=]*)===(?P<remote_ts>[^\]\n]*)\]"),
    pp.Regex(rf"\[(?P<local_ts>{_SELECTOR})(?::0-65535 0)?\] -> \[(?P<remote_ts>{_SELECTOR})(?::0-65535 0)?\]"),
)
_SPIS = r"(?:/ESN)?=> ?0x(?P<spi_out>\w+) <?0x(?P<spi_in>\w+)(?: xfrm=(?P<proposal>[^\s}]+))?"
sa_encapsulated: pp.ParserElement = pp.Regex(r"\{(?P<protocol>ESP)(?:inUDP|inTCP|/NAT)" + _SPIS)
sa_plain: pp.ParserElement = pp.Regex(r"\{(?P<protocol>ESP|AH)" + _SPIS)

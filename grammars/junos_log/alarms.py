"""Tagged syslog of kmd and iked: SAs, alarms, liveness, identities; plain, and as parameters of structured syslog.

    established = "KMD_PM_SA_ESTABLISHED:" ("Local gateway:" address "," ... | (name "=" quoted)*)
    gateway     = "IKE_GATEWAY_" what ":" "IKE: Gateway N:" name ("L:" | "C:") end "R:" end words ["IKE:IKEv" v] ["Role:" ("I" | "R")]
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message, message
from grammars.junos_log.events import ALARMS
from grammars.junos_log.values import ABSENT, V1, inside, one_of


def parameter(name: str, pattern: str) -> str:
    """A parameter of structured syslog; others may stand before it."""
    return rf'(?:(?!{name}=)[\w\-]+="[^"\n]*" )*{name}="{pattern}"'


def free(name: str) -> str:
    """A value that may be empty or absent."""
    return rf'(?:{ABSENT}|(?P<{name}>[^"\n]*))'


ESTABLISHED = "KMD_PM_SA_ESTABLISHED:"
SPI = r"Direction: (?:inbound, SPI: (?:0x)?(?P<spi_in>[0-9a-fA-F]+)|outbound, SPI: (?:0x)?(?P<spi_out>[0-9a-fA-F]+)|\w+)"
GATEWAY = r"IKE: Gateway N:\S+ [LC]:(?P<local>\S+?):(?P<local_port>\d+) R:(?P<remote>\S+?):(?P<remote_port>\d+) "
ROLE_I, ROLE_R = pp.Regex(r"[^\n]*?Role:I\b"), pp.Regex(r"[^\n]*?Role:R\b")
ID = r"Successful ike-id:(?P<remote_id>\S+)(?: U:\S+)? IKE:IKEv(?P<ike_version>[12])"
VALID = "IKE_GATEWAY_ID_VALIDATION_SUCCESS:"
DEAD = one_of("IKE_GATEWAY_DPD_PEER_DEAD:", "IKE_GATEWAY_DPD_PEER_DOWN:")
SHOWN = "IKE: Gateway N:GW-B L:192.0.2.1:500 R:198.51.100.2:4500"


def brief(tag: str, kind: str, *extra: str, strength: str = PROVES, text: str = "", **tags: str) -> Message:
    """An alarm as parameters alone."""
    head = one_of(f"KMD_{tag}:", f"IKE_{tag}:")
    return message(
        kind, f'KMD_{tag}: vpn-name="VPN-B" remote-address="198.51.100.2" local-address="192.0.2.1"{text}', head,
        pp.Regex(parameter("vpn-name", free("conn"))), pp.Regex(parameter("remote-address", free("remote"))),
        pp.Regex(parameter("local-address", free("local"))), *(pp.Regex(e) for e in extra), strength=strength, **tags,
    )  # fmt: skip


MESSAGES: tuple[Message, ...] = (
    message("child-up", "KMD_PM_SA_ESTABLISHED: Local gateway: 192.0.2.1, Remote gateway: 198.51.100.2, Local ID: ipv4_subnet(any:0,[0..7]=10.1.0.0/16), "
            "Remote ID: ipv4_subnet(any:0,[0..7]=10.2.0.0/16), Direction: inbound, SPI: 0x3c81d2a7, AUX-SPI: 0, Mode: Tunnel, Type: dynamic",
            ESTABLISHED, pp.Regex(r"Local gateway: (?P<local>[^\s,]+), Remote gateway: (?P<remote>[^\s,]+),"),
            pp.Regex(rf"Local ID: {inside('local_ts')}[^\n]{{0,40}}?, Remote ID: {inside('remote_ts')}[^\n]{{0,40}}?, "), pp.Regex(SPI), strength=PROVES),
    message("child-up", 'KMD_PM_SA_ESTABLISHED: local-address="192.0.2.1" remote-address="198.51.100.2" '
            'local-initiator="ipv4_subnet(any:0,[0..7]=10.1.0.0/16)" remote-responder="ipv4_subnet(any:0,[0..7]=10.2.0.0/16)" argument1="outbound"',
            ESTABLISHED, pp.Regex(r'local-address="(?P<local>[^"\n]*)"'), pp.Regex(r'remote-address="(?P<remote>[^"\n]*)"'),
            pp.Opt(pp.Regex(rf'local-initiator="{inside("local_ts")}"')), pp.Opt(pp.Regex(rf'remote-responder="{inside("remote_ts")}"')), strength=PROVES),
    *ALARMS,
    brief("VPN_UP_ALARM_USER", "child-up"),
    brief("VPN_DOWN_ALARM_USER", "dpd-timeout", r'[^\n]*DPD detected peer', text=' argument2="DPD detected peer as down"'),
    brief("VPN_DOWN_ALARM_USER", "ike-deleted", what="ike"),
    message("dpd-timeout", "KMD_DPD_PEER_DOWN: DPD detected peer 198.51.100.2 is dead", pp.Opt("KMD_DPD_PEER_DOWN:"),
            pp.Regex(r"DPD detected peer (?!as )(?P<remote>[^\s,]+) is (?:dead|down)"), strength=PROVES),
    message("dpd-timeout", "KMD_DPD_PEER_DOWN: peer is gone", "KMD_DPD_PEER_DOWN:", strength=PROVES),
    message("ts-refused", "KMD_VPN_TS_MISMATCH: Traffic-selector mismatch, vpn name: VPN-B, Peer Proposed traffic-selector local-ip: "
            "ipv4(10.1.0.0-10.1.255.255), Peer Proposed traffic-selector remote-ip: ipv4(10.2.9.0-10.2.9.255)",
            one_of("KMD_VPN_TS_MISMATCH:", "IKE_VPN_TS_MISMATCH:"), pp.Opt(pp.Regex(
                r"[^\n]{0,80}?vpn name: (?P<conn>[^\s,]+)" rf"[^\n]{{0,80}}?local-ip: {inside('local_ts')}, [^\n]{{0,80}}?remote-ip: {inside('remote_ts')}")),
            strength=PROVES, role="responder"),
    # -- iked
    message("peer-id", f"{VALID} {SHOWN} Successful ike-id:b.example.net U:N/A IKE:IKEv2 Role:I", VALID, pp.Regex(GATEWAY), pp.Regex(ID), ROLE_I,
            strength=PROVES, role="initiator"),
    message("peer-id", f"{VALID} {SHOWN} Successful ike-id:b.example.net U:N/A IKE:IKEv2 Role:R", VALID, pp.Regex(GATEWAY), pp.Regex(ID), ROLE_R,
            strength=PROVES, role="responder"),
    message("dpd-timeout", "IKE_GATEWAY_DPD_PEER_DEAD: IKE: Gateway N:GW-B C:192.0.2.1:500 R:198.51.100.2:4500 Failed Role:I DPD Failed", DEAD,
            pp.Opt(pp.Regex(GATEWAY)), strength=PROVES),
    message("id-mismatch", f"IKE_GATEWAY_ID_VALIDATION_FAILURE: {SHOWN} Failed ike-id:b.example.net U:N/A IKE:IKEv2 Role:R",
            "IKE_GATEWAY_ID_VALIDATION_FAIL", pp.Opt(pp.Regex(
                rf"\w*: (?:{GATEWAY}(?:[^\n]*?ike-id:(?P<received_id>\S+))?(?:[^\n]*?IKE:IKEv(?P<ike_version>[12]))?)?")),
            strength=SUGGESTS),
    message("verdict-failed", f"IKE_GATEWAY_OTHER: {SHOWN} Failed Role:I", "IKE_GATEWAY_", pp.Regex(r"[A-Z_]+: "), pp.Regex(GATEWAY),
            pp.Regex(r"(?P<reason>[^\n]*[Ff]ail[^\n]*)"), strength=SUGGESTS),
    # -- other tags of kmd; the body is free text
    message("protocol-mismatch", "KMD_PM_PROPOSAL_PROTOCOL_INVALID: Protocol 4 in Phase 2 proposal was invalid (was not AH or ESP)",
            one_of("KMD_PM_PROPOSAL_PROTOCOL_INVALID:", "KMD_PM_PROTO_INVALID:", "KMD_PM_PROTO_IPCOMP_UNSUPPORTED:", "KMD_PM_PROTO_ISAKMP_RESV_UNSUPP:"),
            pp.Opt(pp.Regex(r"Protocol (?P<theirs>\d+)")), strength=PROVES, **V1),
    message("ike-proposal-refused", "KMD_PM_NO_PROPOSAL_FOR_PHASE1: no proposal", one_of("KMD_PM_NO_PROPOSAL_FOR_PHASE1:", "KMD_PM_UNSUPPORTED_KEY_ALGORITHM:"),
            strength=SUGGESTS, **V1),
    message("no-config", "KMD_PM_PHASE1_POLICY_SEARCH_FAILED: no policy", one_of("KMD_PM_PHASE1_POLICY_SEARCH_FAILED:", "KMD_PM_REMOTE_PEER_INVALID:"),
            strength=SUGGESTS, **V1),
    message("no-config", "KMD_PM_UNSUPPORTED_MODE: mode", "KMD_PM_UNSUPPORTED_MODE:", strength=SUGGESTS, reason="exchange not allowed", **V1),
    message("peer-not-found", "KMD_PM_UNKNOWN_P1_IDENTITIES: ids", one_of("KMD_PM_UNKNOWN_P1_IDENTITIES:", "KMD_PM_ILLEGAL_REMOTE_GW_ID:"),
            strength=SUGGESTS, **V1),
    message("ts-refused", "KMD_PM_UNKNOWN_P2_IDENTITIES: ids", one_of("KMD_PM_UNKNOWN_P2_IDENTITIES:", "KMD_PM_INCONSISTENT_P2_IDS:"),
            strength=SUGGESTS, **V1),
    message("kernel-sa-failed", "KMD_PM_DYNAMIC_SA_INSTALL_FAILED: install", "KMD_PM_DYNAMIC_SA_INSTALL_FAILED:", pp.Opt(pp.Regex(r"(?P<reason>\S[^\n]*)")),
            strength=SUGGESTS),
    message("delete-unknown", "KMD_PM_SPI_DELETE_REJECT: spi", "KMD_PM_SPI_DELETE_REJECT:"),
    message("dpd-timeout", "KMD_DPD_FAILOVER_MAX_ATTEMPTS: no peer", one_of(*(f"KMD_DPD_FAILOVER_{w}" for w in (
            "MANUAL_TUNNEL", "MAX_ATTEMPTS", "NO_ACTIVE_PEER", "NO_BACKUP_PEER", "NO_TUNNEL_CFG"))), strength=SUGGESTS),
    message("path-changed", "KMD_DPD_REMOTE_ADDRESS_CHANGED: address", "KMD_DPD_REMOTE_ADDRESS_CHANGED:"),
    message("lifetime-differs", "KMD_VPN_PV_LIFETIME_CHANGED: lifetime", "KMD_VPN_PV_LIFETIME_CHANGED:", what="child"),
    message("noise", "KMD_VPN_DFBIT_STATUS_MSG: The DF-BIT for VPN VPN-B has been set to clear", one_of(
            "KMD_VPN_DFBIT_STATUS_MSG:", "KMD_INTERNAL_ERROR:", "KMD_DPD_UNEXPECTED_IKE_STATUS:", "Config download"), strength=NOISE),
    # -- pkid
    message("cert-expired", "PKID_CERT_NOT_AFTER_FAIL: certificate", one_of("PKID_CERT_NOT_AFTER_FAIL:", "PKID_CERT_NOT_BEFORE_FAIL:"), strength=SUGGESTS),
    message("cert-rejected", "PKID_CERT_BASIC_CNSTRS_MISSING: no basic constraints", pp.Regex(r"(?P<reason>PKID_CERT_BASIC_CNSTRS_\w+: ?[^\n]*)"),
            strength=SUGGESTS),
    message("noise", "PKID_PV_KEYPAIR_GEN: done", one_of("PKID_PV_", "SNMP_TRAP_LINK_"), strength=NOISE),
)  # fmt: skip

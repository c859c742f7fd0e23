"""Syslog messages: ``%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: ...``; the framing has taken facility and severity away.

    message = mnemonic ":" words      (severities differ by release)
"""

from grammars.cisco_ios_log.values import ADDRESS, V1, V2, WITH_PORT, address, either, said, text
from grammars.common import NOISE, PROVES, SUGGESTS, Message, rest

PEER = text(rf"Peer (?P<remote>{WITH_PORT})(?::(?P<remote_port>\d+))?(?=[ \t]|$)(?:[ \t]+Id: (?P<remote_id>\S[^\n]*))?")
FLOW = text(rf"(?:[^\n]*?src_addr (?P<remote>{ADDRESS}), dest_addr (?P<local>{ADDRESS}), SPI (?P<spi>0x[0-9A-Fa-f]+))?")
_SESSIONS: tuple[tuple[str, str, dict[str, str]], ...] = (("SESSION_STATUS:", "Crypto tunnel is", {}), ("IKEV2_SESSION_STATUS:", "Crypto tunnel v2 is", V2))
_CERTIFICATES = (
    ("CERTIFICATE_INVALID_EXPIRED:", "cert-expired"), ("CERTIFICATE_INVALID_NOT_YET_VALID:", "cert-expired"), ("CERTIFICATE_REVOKED:", "cert-revoked"),
    ("CRL_FETCH_FAIL:", "cert-status-unknown"), ("POLLCACERT_FAIL:", "cert-status-unknown"),
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    # -- up and down
    *(said("child-up", f"{begin} {words} UP.  Peer 192.0.2.1:500       Id: 192.0.2.1", begin, words, text(r"UP[ \t]*\."), PEER, strength=PROVES, **v) for begin, words, v in _SESSIONS),
    *(said("ike-deleted", f"{begin} {words} DOWN.  Peer 192.0.2.1:500       Id: 192.0.2.1", begin, words, text(r"DOWN[ \t]*\."), PEER, strength=PROVES, **v)
      for begin, words, v in _SESSIONS),
    said("verdict-failed", "IPSEC_SETUP_FAILURE: IPSEC SETUP FAILED for local:192.0.2.1 local_id:a remote:192.0.2.2 remote_id:b IKE profile:P fvrf:None fail_reason:none fail_class_cnt:1",
         "IPSEC_SETUP_FAILURE:", text(rf"[^\n]*?local:(?P<local>{ADDRESS}) local_id:[^\n]*? remote:(?P<remote>{ADDRESS}) [^\n]*?fail_reason:(?P<reason>[^\n]*?)(?: fail_class_cnt|$)"),
         strength=PROVES),
    said("child-up", "EZVPN_CONNECTION_UP: (Client) User=u Group=g Client_public_addr=192.0.2.1 Server_public_addr=192.0.2.2", "EZVPN_CONNECTION_UP:",
         text(rf"[^\n]*?Client_public_addr=(?P<local>{ADDRESS})[ \t]+Server_public_addr=(?P<remote>{ADDRESS})"), strength=PROVES, **V1),
    said("ike-deleted", "EZVPN_CONNECTION_DOWN: (Client) User=u Group=g", "EZVPN_CONNECTION_DOWN:", strength=PROVES, **V1),
    said("verdict-failed", "EZVPN_FAILED_TO_CONNECT: failed", "EZVPN_FAILED_TO_CONNECT:", strength=PROVES, reason="EZVPN_FAILED_TO_CONNECT", **V1),
    said("verdict-ok", "CRYPTO_SS:  Tunnel0: local address : 203.0.113.1 remote address : 198.51.100.20 socket is UP", "CRYPTO_SS:",
         text(rf"\S+: local address : (?P<local>{ADDRESS}) remote address : (?P<remote>{ADDRESS}) socket is UP")),
    said("ike-state", "CRYPTO_SS:  Tunnel0: local address : 203.0.113.1 remote address : 198.51.100.20 socket is DOWN", "CRYPTO_SS:",
         text(rf"\S+: local address : (?P<local>{ADDRESS}) remote address : (?P<remote>{ADDRESS}) socket is DOWN"), strength=PROVES),
    said("ike-up", "SA_UP: SA UP", "SA_UP:", strength=SUGGESTS, **V2),
    said("ike-deleted", "SA_DOWN: SA DOWN", "SA_DOWN:", strength=SUGGESTS, **V2),
    # -- phase 1
    said("aggressive-psk-disabled", "IKMP_AG_MODE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled", "IKMP_AG_MODE_DISABLED:", strength=PROVES,
         mode="aggressive", **V1),
    *(
        said("verdict-failed", f"IKMP_MODE_FAILURE: Processing of {mode} mode failed with peer at 192.0.2.88", "IKMP_MODE_FAILURE:", f"Processing of {mode} mode failed",
             text(rf"(?:with peer at (?P<remote>{ADDRESS}))?"), strength=SUGGESTS, reason=f"{mode} mode failed", **V1, **tags)
        for mode, tags in (("Main", {"mode": "main"}), ("Aggressive", {"mode": "aggressive"}), ("Informational", {}))
    ),
    said("child-failed", "IKMP_MODE_FAILURE: Processing of Quick mode failed with peer at 192.0.2.88", "IKMP_MODE_FAILURE:", text(rf"Processing of (?:Quick|\w+) mode failed with peer at (?P<remote>{ADDRESS})"),
         strength=SUGGESTS, exchange="QUICK_MODE", **V1),
    said("decrypt-failed", "IKMP_BAD_MESSAGE: IKE message from 198.51.100.5    failed its sanity check or is malformed", "IKMP_BAD_MESSAGE: IKE message from", address("remote"),
         strength=SUGGESTS, **V1),
    said("out-of-step", "IKMP_NO_SA: IKE message from 198.51.100.20 has no SA and is not an initialization offer", "IKMP_NO_SA: IKE message from", address("remote"), **V1),
    said("unprotected-ignored", "IKMP_NOT_ENCRYPTED: IKE packet from 198.51.100.20 was not encrypted and it should've been.", "IKMP_NOT_ENCRYPTED: IKE packet from", address("remote"),
         strength=SUGGESTS, **V1),
    said("ike-proposal-refused", "IKMP_SA_NOT_OFFERED: Remote peer 192.0.2.1 responded with attribute group not offered or changed", "IKMP_SA_NOT_OFFERED: Remote peer",
         address("remote"), strength=PROVES, what="ike", **V1),
    said("out-of-step", "IKMP_SA_NOT_AUTH: Cannot accept Quick Mode exchange from 192.0.2.1 if SA is not authenticated!", "IKMP_SA_NOT_AUTH:",
         text(rf"Canno[nt] accept Quick Mode exchange from (?P<remote>{ADDRESS})"), strength=SUGGESTS, **V1),
    # (NOT ERROR BUT WARNING ONLY)ID of 192.0.2.1 (type 1) and certificate addr with 192.0.2.2: it goes on
    *(
        said("config-warning", f"IKMP_NO_ID_CERT_{what}_MATCH: ID of 192.0.2.1 (type 1) and certificate addr with 192.0.2.2", f"IKMP_NO_ID_CERT_{what}_MATCH:",
             strength=SUGGESTS, reason="the identity is not in the certificate", **V1)
        for what in ("ADDR", "FQDN", "DN", "USER_FQDN")
    ),
    said("cert-rejected", "IKMP_INVAL_CERT: Certificate received from 192.0.2.1 is bad: certificate invalid", "IKMP_INVAL_CERT: Certificate received from", address("remote"), "is bad:",
         rest("reason"), strength=PROVES, **V1),
    said("cert-rejected", "IKMP_BAD_CERT: bad certificate", "IKMP_BAD_CERT", text(r"\w*:"), rest("reason"), strength=PROVES, **V1),
    said("private-key-missing", "IKMP_QUERY_KEY: Querying key pair failed.", "IKMP_QUERY_KEY:", strength=PROVES, **V1),
    said("decrypt-failed", "IKMP_CRYPT_FAILURE: IKE (connection id 12) unable to decrypt packet", "IKMP_CRYPT_FAILURE:", text(r"[^\n]*?unable to (?:en|de)crypt packet"), strength=SUGGESTS, **V1),
    said("hash-mismatch", "IKMP_AUTH_FAIL: Authentication method 1 failed with host 192.0.2.1", "IKMP_AUTH_FAIL: Authentication method 1 failed with host", address("remote"),
         strength=PROVES, method="psk", **V1),
    said("auth-failed", "IKMP_AUTH_FAIL: Authentication method 4 failed with host 192.0.2.1", "IKMP_AUTH_FAIL: Authentication method", text(rf"\S+ failed with host (?P<remote>{ADDRESS})"),
         strength=SUGGESTS, **V1),
    said("limit-reached", "IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 192.0.2.1 to 192.0.2.2 due to IKE SA LIMIT REACHED", "IKE_DENY_SA_REQ:",
         text(r"[^\n]*?due to (?P<reason>\S[^\n]*)"), strength=PROVES),
    said("verdict-failed", "IKMP_PEER_INIT_FAILURE: could not set up the peer", "IKMP_PEER_INIT_FAILURE:", strength=PROVES, reason="IKMP_PEER_INIT_FAILURE", **V1),
    # -- IKEv2
    said("notify-received", "NEG_ABORT: Negotiation aborted due to ERROR: Received no proposal chosen notify", "NEG_ABORT:", text("[^\n]*?Received no proposal chosen notify"),
         strength=PROVES, notify="NO_PROPOSAL_CHOSEN", exchange="IKE_SA_INIT", **V2),
    said("proposal-refused", "NEG_ABORT: Negotiation aborted due to ERROR: Failed to find a matching policy", "NEG_ABORT:", text("[^\n]*?Failed to find a matching policy"), strength=PROVES, **V2),
    said("gave-up", "NEG_ABORT: Negotiation aborted due to ERROR: Maximum number of retransmissions reached", "NEG_ABORT:", text("[^\n]*?(?:Maximum number of retrans|Exceeded max retrans)"),
         strength=SUGGESTS, **V2),
    said("auth-method-mismatch", "NEG_ABORT: Negotiation aborted due to ERROR: Peer authentication method configured is mismatching with the method proposed by peer", "NEG_ABORT:",
         text("[^\n]*?authentication method configured is mismatching"), strength=PROVES, **V2),
    said("ts-refused", "NEG_ABORT: Negotiation aborted due to ERROR: There was no IPSEC policy found for received TS", "NEG_ABORT:", text("[^\n]*?no IPSEC policy found for received TS"),
         strength=PROVES, **V2),
    said("verdict-failed", "NEG_ABORT: Negotiation aborted due to ERROR: Auth exchange failed", "NEG_ABORT:", text(r"(?:Negotiation aborted due to )?(?:ERROR:)?[ \t]*(?P<reason>\S[^\n]*)"),
         strength=PROVES, **V2),
    said("acquire", "OSAL_INITIATE_TUNNEL: Received request to establish an IPsec tunnel; local traffic selector = Address Range: 10.0.0.0-10.0.0.255", "OSAL_INITIATE_TUNNEL:", **V2),
    said("noise", "RECV_CONNECTION_REQUEST: Received a IKE_INIT_SA request", "RECV_CONNECTION_REQUEST:", strength=NOISE),
    said("limit-reached", "SA_REJECTED_RESOURCE_LOW: IKE SA rejected due to resource low", "SA_REJECTED_RESOURCE_LOW:", strength=PROVES, reason="resources are low", **V2),
    said("ppk-failed", "PPK_MISMATCH: PPK mandatory", "PPK_", text(r"(?P<reason>\w+):"), strength=SUGGESTS, **V2),
    # -- certificates
    *(said(kind, f"{begin} Certificate chain validation has failed.", begin, strength=PROVES) for begin, kind in _CERTIFICATES),
    # -- ESP
    said("invalid-spi", "RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.1, prot=50, spi=0x77E1A204(2011275780), srcaddr=198.51.100.20",
         "RECVD_PKT_INV_SPI:", text(rf"[^\n]*?destaddr=(?P<local>{ADDRESS}),[ \t]*prot=\d+,[ \t]*spi=(?P<spi>0x[0-9A-Fa-f]+)\(\d+\)(?:,[ \t]*srcaddr=(?P<remote>{ADDRESS}))?"), strength=PROVES),
    said("invalid-spi", "RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi", "RECVD_PKT_INV_SPI:", strength=PROVES),
    said("inbound-dropped", "RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /10.50.4.9, src_addr= 192.168.20.31, prot= 6", "RECVD_PKT_NOT_IPSEC:",
         strength=PROVES, what="clear"),
    said("inbound-dropped", "RECVD_PKT_INV_IDENTITY: identity doesn't match negotiated identity", "RECVD_PKT_INV_IDENTITY:", strength=PROVES, what="networks"),
    said("esp-unverified", "RECVD_PKT_MAC_ERR: decrypt: mac verify failed for connection id=2031 local=203.0.113.1 remote=198.51.100.20 spi=5D0B9E41 seqno=0001A44C",
         "RECVD_PKT_MAC_ERR:", text(rf"(?:[^\n]*?local=(?P<local>{ADDRESS})[ \t]+remote=(?P<remote>{ADDRESS})[ \t]+spi=(?P<spi>[0-9A-Fa-f]+))?"), strength=PROVES),
    said("replay", "PKT_REPLAY_ERR: decrypt: replay check failed", "PKT_REPLAY_ERR:", strength=PROVES),
    said("replay", "REPLAY_ERROR: IPSec SA receives anti-replay error, DP Handle 13, src_addr 198.51.100.20, dest_addr 203.0.113.1, SPI 0x5d0b9e41", "REPLAY_ERROR:", FLOW, strength=PROVES),
    said("esp-unverified", "HMAC_ERROR: IPSec SA receives HMAC error, DP Handle 13, src_addr 198.51.100.20, dest_addr 203.0.113.1, SPI 0x5d0b9e41", "HMAC_ERROR:", FLOW, strength=PROVES),
    said("kernel-error", "SEQNO_OVERFLOW: IPSec SA sequence number overflow", either("SEQNO_OVERFLOW:", "CHUNK_CREATE_FAIL:"), rest("reason"), strength=SUGGESTS),
    said("kernel-error", "PACKET_ERROR: slot: 0 Packet Encryption/Decryption error, Output Authentication error", either("PACKET_ERROR:", "HPRXERR:"), rest("reason"), strength=SUGGESTS),
    said("limit-reached", "TX_BW_LIMIT: Maximum Tx Bandwidth limit of 85000 Kbps reached for Crypto functionality with securityk9 technology package license.",
         either("TX_BW_LIMIT:", "RX_BW_LIMIT:", "TUNNEL_LIMIT:", "TUNNEL_BW_LIMIT:"), rest("reason"), strength=PROVES),
    # -- what stands around it
    said("config-error", "RECURDOWN: Tunnel0 temporarily disabled due to recursive routing", "RECURDOWN:", text(r"(?P<reason>\S+ temporarily disabled due to recursive routing)"), strength=PROVES),
    said("config-warning", "IKE_DEFAULT_POLICY_ACCEPTED: IKE default policy was matched and is being used.", either("IKE_DEFAULT_POLICY_ACCEPTED:", "IKMP_POLICY_DEFAULT:"), reason="a default policy is in use", **V1),
    said("noise", "ISAKMP_ON_OFF: ISAKMP is ON", text(r"[A-Z][A-Z0-9_]+:"), strength=NOISE),
)  # fmt: skip

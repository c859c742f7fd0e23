"""The vocabulary of events: what a line of a gateway's log can say, in the words of RFC 7296 and RFC 2409.

A grammar tags each of its messages with the value of one :class:`Kind`; causes and negotiations speak in kinds and
fields only, never in a vendor's words.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What one log message says. The value is what grammars write as ``kind``."""

    # -- the daemon and its configuration
    DAEMON_START = "daemon-start"  # version
    DAEMON_STOP = "daemon-stop"
    DAEMON_CRASH = "daemon-crash"
    DAEMON_FAILED = "daemon-failed"  # never came up
    CONNECTION_LOADED = "connection-loaded"  # conn
    CONNECTION_REFUSED = "connection-refused"  # conn, reason: the daemon did not load it
    CONNECTION_UNKNOWN = "connection-unknown"  # conn: asked for by name, and not there
    CONNECTION_UNORIENTED = "connection-unoriented"  # neither end is an address of this host
    CONFIG_ERROR = "config-error"  # reason
    CONFIG_WARNING = "config-warning"  # reason
    SECRET_LOADED = "secret-loaded"  # noqa: S105 - the name of an event; identities
    PLUGIN_MISSING = "plugin-missing"  # reason
    SOCKET_FAILED = "socket-failed"  # reason, port
    # -- reaching the peer
    IKE_INITIATE = "ike-initiate"  # conn, sa, remote, ike_version, mode: we start
    IKE_RESPOND = "ike-respond"  # remote, ike_version, mode: the peer started
    PACKET_SENT = "packet-sent"  # local, local_port, remote, remote_port, size
    PACKET_RECEIVED = "packet-received"  # the same
    MESSAGE_SENT = "message-sent"  # exchange, direction, message_id, payloads, step
    MESSAGE_RECEIVED = "message-received"  # the same
    SEND_FAILED = "send-failed"  # reason
    ICMP_ERROR = "icmp-error"  # reason, complainant: the network or the peer's host refused our datagram
    RESOLVE_FAILED = "resolve-failed"  # remote_name
    NO_CONFIG = "no-config"  # local, remote, notify, method, mode: no connection for this peer, version, mode or method
    VERSION_REFUSED = "version-refused"  # ike_version: of the peer, refused here
    LIMIT_REACHED = "limit-reached"  # reason: half-open, cookie, load, queue limits
    COOKIE_CHALLENGE = "cookie-challenge"
    GARBAGE_RECEIVED = "garbage-received"
    RETRANSMIT = "retransmit"  # count, message_id, seq, direction, state, exchange
    GAVE_UP = "gave-up"  # count, state: no answer to that exchange
    RETRY = "retry"  # attempt, attempts: another attempt begins
    PEER_SILENT = "peer-silent"  # what: establishing, rekeying, deleting: the attempt ended without an answer
    HALF_OPEN_TIMEOUT = "half-open-timeout"  # remote: a responder drops an unfinished IKE_SA
    DUPLICATE_REQUEST = "duplicate-request"  # the peer repeats itself: our answer is lost or refused
    ABORTED = "aborted"  # state: dropped locally
    OUT_OF_STEP = "out-of-step"  # message of another SA, state or message ID; ignored
    # -- proposals and key exchange
    PROPOSALS_RECEIVED = "proposals-received"  # proposals: the peer's offer
    PROPOSALS_CONFIGURED = "proposals-configured"  # proposals: what is configured here
    PROPOSAL_SELECTED = "proposal-selected"  # proposal: agreed
    IKE_PROPOSAL_REFUSED = "ike-proposal-refused"  # we refuse the peer's IKE proposals
    CHILD_PROPOSAL_REFUSED = "child-proposal-refused"  # we refuse the peer's ESP or AH proposals
    PROPOSAL_REFUSED = "proposal-refused"  # the same, which of both the place in the negotiation tells
    TRANSFORM_MISMATCH = "transform-mismatch"  # attribute: which transform type has no common value
    ATTRIBUTE_REFUSED = "attribute-refused"  # attribute, mine, theirs, proposals: one offered attribute is not ours
    KE_RETRY = "ke-retry"  # group, requested: other group asked for; normal if the retry works
    KE_REFUSED = "ke-refused"  # requested: the peer insists on a group that is not configured here
    KE_UNSUPPORTED = "ke-unsupported"  # group: no implementation here
    NONSTANDARD_PEER = "nonstandard-peer"  # reason: the peer's message breaks the protocol
    LIFETIME_DIFFERS = "lifetime-differs"  # mine, theirs
    # -- notifies and errors of the peer
    NOTIFY_RECEIVED = "notify-received"  # notify, protected: the peer refuses something
    NOTIFY_SENT = "notify-sent"  # notify, protected
    UNPROTECTED_IGNORED = "unprotected-ignored"  # an error in clear was not acted on
    # -- decryption and parsing
    DECRYPT_FAILED = "decrypt-failed"  # payload: garbage after decryption
    PARSE_FAILED = "parse-failed"  # reason
    INTEGRITY_FAILED = "integrity-failed"  # IKEv2 integrity checksum wrong
    NO_KEYS = "no-keys"  # an encrypted message before there are keys for it
    MALFORMED_IGNORED = "malformed-ignored"  # an unreadable INFORMATIONAL was dropped
    UNREADABLE = "unreadable"  # one end could not read what the other one encrypted; which end is not said
    PSK_SUSPECTED = "psk-suspected"  # the daemon itself suspects different pre-shared keys
    # -- authentication
    PEER_LOOKUP = "peer-lookup"  # local, local_id, remote, remote_id, method: what a connection is looked for by
    PEER_SELECTED = "peer-selected"  # conn
    PEER_NOT_FOUND = "peer-not-found"  # no connection with these identities
    NOT_ALLOWED = "not-allowed"  # method, mode, count: connections fit, but none allows this method in this mode
    ID_MISMATCH = "id-mismatch"  # received_id, expected_id
    ID_UNCONFIRMED = "id-unconfirmed"  # local_id: the own certificate does not hold the configured identity
    PEER_ID = "peer-id"  # remote_id: decrypted, so the keys are right
    OWN_AUTH = "own-auth"  # local_id, method: how we authenticate
    PEER_AUTH_OK = "peer-auth-ok"  # remote_id, method
    KEY_MISMATCH = "key-mismatch"  # local_id, remote_id: a pre-shared key was found, tried, and did not verify
    HASH_MISMATCH = "hash-mismatch"  # IKEv1 phase 1 HASH wrong
    KEY_MISSING = "key-missing"  # local_id, remote_id: no pre-shared key for this pair
    PRIVATE_KEY_MISSING = "private-key-missing"  # local_id
    AGGRESSIVE_PSK_DISABLED = "aggressive-psk-disabled"
    AUTH_METHOD_MISMATCH = "auth-method-mismatch"  # required, used
    CONSTRAINT_FAILED = "constraint-failed"  # reason
    CONFIG_UNACCEPTABLE = "config-unacceptable"  # conn, reason
    NO_ALTERNATIVE = "no-alternative"
    AUTH_UNVERIFIED = "auth-unverified"  # the peer's AUTH did not verify; by what, the method tells
    AUTH_REFUSED = "auth-refused"  # remote_id: we refuse the peer, the reason is in another line
    AUTH_FAILED = "auth-failed"  # the proof of identity failed; which end refused it, and why, is not said
    AUTHORIZATION_FAILED = "authorization-failed"  # reason
    PPK_FAILED = "ppk-failed"  # reason: post-quantum pre-shared key
    # -- certificates
    CERT_EXPIRED = "cert-expired"  # valid_from, valid_to: outside its validity
    CERT_REVOKED = "cert-revoked"
    CERT_NO_ISSUER = "cert-no-issuer"  # dn: the CA is unknown here
    CERT_UNTRUSTED = "cert-untrusted"  # remote_id: no trusted key for this identity
    CERT_ID_MISMATCH = "cert-id-mismatch"  # the identity is not in the certificate
    CERT_REJECTED = "cert-rejected"  # reason
    CERT_SIGNATURE_FAILED = "cert-signature-failed"
    CERT_STATUS_UNKNOWN = "cert-status-unknown"  # no revocation information
    CERT_OK = "cert-ok"
    CERT_SENT = "cert-sent"
    CERT_RECEIVED = "cert-received"
    CERT_REQUEST = "cert-request"
    # -- EAP and XAUTH
    EAP_STARTED = "eap-started"  # method
    EAP_FAILED = "eap-failed"  # reason, user
    EAP_OK = "eap-ok"
    XAUTH_FAILED = "xauth-failed"  # user, reason
    XAUTH_OK = "xauth-ok"
    RADIUS_FAILED = "radius-failed"  # reason
    # -- phase 1 is up
    IKE_UP = "ike-up"  # conn, sa, local, local_id, remote, remote_id, method, proposal
    # -- NAT, paths, fragments
    NAT_LOCAL = "nat-local"
    NAT_REMOTE = "nat-remote"
    NAT_FORCED = "nat-forced"
    NAT_NONE = "nat-none"
    NATT_SUPPORTED = "natt-supported"  # the peer's NAT-T vendor ID
    NATT_FAILED = "natt-failed"  # reason: UDP 4500 or decapsulation is not usable here
    NAT_CHANGED = "nat-changed"
    PATH_CHANGED = "path-changed"
    PATH_LOST = "path-lost"  # reason
    VENDOR_ID = "vendor-id"
    FRAGMENT_SENT = "fragment-sent"  # size, count
    FRAGMENT_RECEIVED = "fragment-received"  # number, count: not complete yet
    FRAGMENT_COMPLETE = "fragment-complete"
    FRAGMENT_FAILED = "fragment-failed"  # reason
    # -- addresses
    ADDRESS_ASSIGNED = "address-assigned"
    ADDRESS_REFUSED = "address-refused"  # reason
    # -- phase 2
    CHILD_INITIATE = "child-initiate"  # child
    CHILD_UP = "child-up"  # child, child_id, spi_in, spi_out, local_ts, remote_ts, proposal, encap
    FLOWS_LOADED = "flows-loaded"  # local_ts, remote_ts, flows: policies installed for a CHILD_SA: the agreed networks
    TS_LOOKUP = "ts-lookup"  # local_ts, remote_ts: what the peer asks for, own side first
    TS_PAIR = "ts-pair"  # configured_ts, received_ts: one comparison
    TS_REFUSED = "ts-refused"  # local_ts, remote_ts: we refuse the peer's selectors
    TS_CHANGED = "ts-changed"  # the peer answered with other selectors than asked for; mine, theirs
    TS_MISSING = "ts-missing"  # the child configuration has no usable selector
    CHILD_REFUSED = "child-refused"  # notify: the peer refuses the CHILD_SA
    CHILD_FAILED = "child-failed"  # the CHILD_SA failed, the line before says why
    ENCAPSULATION_MISMATCH = "encapsulation-mismatch"  # mine, theirs: tunnel or transport
    PROTOCOL_MISMATCH = "protocol-mismatch"  # mine, theirs: ESP or AH
    PFS_MISSING = "pfs-missing"  # we require PFS, the peer sends none
    PFS_UNWANTED = "pfs-unwanted"  # the peer sends a KE, we want none
    PFS_GROUP_MISMATCH = "pfs-group-mismatch"  # mine, theirs
    PFS_IGNORED = "pfs-ignored"  # tolerated difference
    CHILD_DUPLICATE = "child-duplicate"
    # -- kernel and data path
    KERNEL_SA_FAILED = "kernel-sa-failed"  # reason
    KERNEL_POLICY_FAILED = "kernel-policy-failed"  # reason
    KERNEL_ERROR = "kernel-error"  # reason
    POLICY_CONFLICT = "policy-conflict"  # two connections claim the same networks
    ROUTE_FAILED = "route-failed"  # reason
    ACQUIRE = "acquire"  # traffic asks for an SA
    SA_EXPIRED_SOFT = "sa-expired-soft"  # time to rekey
    SA_EXPIRED_HARD = "sa-expired-hard"  # the lifetime ended without a rekey
    REPLAY = "replay"  # spi: anti-replay drop
    ESP_UNVERIFIED = "esp-unverified"  # spi: the integrity check of an ESP packet failed
    INVALID_SPI = "invalid-spi"  # spi: ESP for an SA that is not here
    INBOUND_DROPPED = "inbound-dropped"  # decrypted packet outside the policy
    OUTBOUND_DROPPED = "outbound-dropped"  # no SA for an outbound packet
    UPDOWN_FAILED = "updown-failed"  # reason: the updown script complained
    # -- life of the SAs
    REKEY_SCHEDULED = "rekey-scheduled"
    IKE_REKEYED = "ike-rekeyed"
    CHILD_REKEYED = "child-rekeyed"
    REKEY_FAILED = "rekey-failed"  # what: ike, child
    REKEY_COLLISION = "rekey-collision"
    REAUTH = "reauth"
    REAUTH_FAILED = "reauth-failed"
    DELETE_SENT = "delete-sent"  # what: ike, child; spi
    DELETE_RECEIVED = "delete-received"  # what: ike, child; spi
    DELETE_UNKNOWN = "delete-unknown"  # the peer deletes or rekeys an SA that is not here
    IKE_DELETING = "ike-deleting"  # conn, sa
    IKE_DELETED = "ike-deleted"
    CHILD_CLOSING = "child-closing"  # child, spi_in, bytes_in, spi_out, bytes_out, local_ts, remote_ts
    CHILD_CLOSED = "child-closed"
    CHILD_EXPIRED = "child-expired"
    IKE_EXPIRED = "ike-expired"
    TRAFFIC = "traffic"  # bytes_in, bytes_out
    IDLE = "idle"  # closed for inactivity
    RECREATE = "recreate"  # the daemon brings the SA up again by itself
    DUPLICATE_IKE = "duplicate-ike"  # remote_id: uniqueness policy
    UNIQUENESS_REFUSED = "uniqueness-refused"
    INITIAL_CONTACT = "initial-contact"
    # -- liveness
    DPD_SENT = "dpd-sent"
    DPD_TIMEOUT = "dpd-timeout"
    MONITOR_FAILED = "monitor-failed"  # probes through the tunnel get no answer
    DPD_UNSUPPORTED = "dpd-unsupported"
    KEEPALIVE = "keepalive"
    # -- states and verdicts of clients
    IKE_STATE = "ike-state"  # conn, sa, old_state, state
    CHILD_STATE = "child-state"  # child, child_id, old_state, state
    VERDICT_OK = "verdict-ok"  # a client command succeeded
    VERDICT_FAILED = "verdict-failed"  # conn, reason: a client command failed
    # -- nothing for a diagnosis
    NOISE = "noise"


# What healthy negotiations consist of: by itself none of these is a reason to look closer.
ROUTINE = frozenset(
    {
        Kind.IKE_INITIATE, Kind.IKE_RESPOND, Kind.PACKET_SENT, Kind.PACKET_RECEIVED, Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED,
        Kind.PROPOSAL_SELECTED, Kind.PEER_LOOKUP, Kind.PEER_SELECTED, Kind.PEER_ID, Kind.OWN_AUTH, Kind.PEER_AUTH_OK, Kind.CERT_OK,
        Kind.CERT_SENT, Kind.CERT_RECEIVED, Kind.CERT_REQUEST, Kind.EAP_STARTED, Kind.EAP_OK, Kind.XAUTH_OK, Kind.IKE_UP, Kind.NAT_LOCAL,
        Kind.NAT_REMOTE, Kind.NAT_FORCED, Kind.NAT_NONE, Kind.NATT_SUPPORTED, Kind.NAT_CHANGED, Kind.PATH_CHANGED, Kind.VENDOR_ID,
        Kind.FRAGMENT_SENT, Kind.FRAGMENT_COMPLETE, Kind.ADDRESS_ASSIGNED, Kind.CHILD_INITIATE, Kind.CHILD_UP, Kind.TS_LOOKUP, Kind.ACQUIRE,
        Kind.SA_EXPIRED_SOFT, Kind.REKEY_SCHEDULED, Kind.CHILD_REKEYED, Kind.DELETE_SENT, Kind.DELETE_RECEIVED, Kind.CHILD_CLOSING,
        Kind.CHILD_CLOSED, Kind.TRAFFIC, Kind.DPD_SENT, Kind.KEEPALIVE, Kind.IKE_STATE, Kind.CHILD_STATE, Kind.VERDICT_OK, Kind.NOISE,
        Kind.COOKIE_CHALLENGE, Kind.KE_RETRY, Kind.DUPLICATE_REQUEST, Kind.OUT_OF_STEP, Kind.IKE_DELETING, Kind.IKE_DELETED, Kind.REAUTH,
        Kind.IKE_REKEYED, Kind.FLOWS_LOADED,
    }
)  # fmt: skip

# The routine kinds that say what is up, and who with.
UP_KINDS = frozenset({Kind.IKE_UP, Kind.CHILD_UP, Kind.CHILD_REKEYED})
STATE_KINDS = UP_KINDS | {
    Kind.IKE_INITIATE, Kind.IKE_RESPOND, Kind.OWN_AUTH, Kind.PROPOSAL_SELECTED, Kind.IKE_DELETING, Kind.IKE_DELETED, Kind.REAUTH, Kind.IKE_REKEYED,
}  # fmt: skip


FIELDS: dict[str, str] = {
    "conn": "name of the connection",
    "sa": "the daemon's own number of the IKE_SA (charon [n], pluto #n)",
    "parent": "the IKE_SA's number where the line is of a CHILD_SA (pluto using #n)",
    "child": "name of the CHILD_SA",
    "child_id": "the daemon's own number of the CHILD_SA",
    "local": "own address",
    "local_port": "own UDP port",
    "remote": "the peer's address",
    "remote_port": "the peer's UDP port",
    "remote_name": "the peer's DNS name",
    "entry": "entry of a crypto map, where the line names no peer",
    "source": "sender of one direction, where the text does not say which end is ours",
    "destination": "receiver of one direction",
    "complainant": "who sent the ICMP error",
    "local_id": "own identity",
    "remote_id": "the peer's identity",
    "received_id": "the identity that came",
    "expected_id": "the identity that is configured",
    "identities": "identities that a secret is for",
    "ike_version": "1 or 2",
    "mode": "main, aggressive (IKEv1)",
    "role": "initiator or responder",
    "exchange": "ID_PROT, AGGRESSIVE, QUICK_MODE, TRANSACTION, INFORMATIONAL_V1, IKE_SA_INIT, IKE_AUTH, "
    "CREATE_CHILD_SA, INFORMATIONAL, IKE_INTERMEDIATE ...",
    "direction": "request or response",
    "message_id": "IKE message ID",
    "step": "number of the message in an IKEv1 exchange, 1 to 6",
    "seq": "charon's number of the own IKEv1 message: 1, 2, 3 are main mode messages 1, 3, 5",
    "payloads": "payload short names",
    "payload": "payload type",
    "notify": "notify name of RFC 7296 section 3.10.1 or RFC 2408 section 3.14.1",
    "protected": "yes, no: whether the notify came encrypted",
    "method": "authentication or EAP method",
    "required": "the method that the configuration requires",
    "used": "the method that was used",
    "proposals": "list of proposals as printed",
    "proposal": "one proposal as printed",
    "attribute": "encryption, integrity, prf, group, method, lifetime, esn ...",
    "group": "key exchange method",
    "requested": "the key exchange method that was asked for",
    "mine": "the value here",
    "theirs": "the value of the peer",
    "local_ts": "own traffic selectors",
    "remote_ts": "the peer's traffic selectors",
    "configured_ts": "traffic selector of the configuration",
    "received_ts": "traffic selector that came",
    "flows": "list of networks with policies, as printed",
    "protocol": "ESP or AH",
    "encap": "yes where ESP is in UDP",
    "port": "a UDP port of this host",
    "spi": "one SPI",
    "spi_in": "inbound ESP SPI",
    "spi_out": "outbound ESP SPI",
    "spi_i": "the initiator's IKE SPI or cookie",
    "spi_r": "the responder's IKE SPI or cookie",
    "bytes_in": "bytes received through the SA",
    "bytes_out": "bytes sent through the SA",
    "size": "bytes of a message",
    "count": "a count: retransmits, fragments, keys",
    "number": "number of a fragment",
    "attempt": "number of the attempt",
    "attempts": "number of attempts allowed",
    "seconds": "a duration in seconds",
    "what": "ike or child",
    "whole": "yes where the line tells of an attempt from its begin to its end",
    "state": "state now",
    "old_state": "state before",
    "reason": "the daemon's own words",
    "user": "EAP or XAUTH user",
    "dn": "distinguished name",
    "valid_from": "begin of validity",
    "valid_to": "end of validity",
    "version": "version of the daemon",
    "vendor": "vendor ID",
}

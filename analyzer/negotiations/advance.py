"""What each kind of event tells of its negotiation: names and addresses, how far it came, what gets no answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.stages import Place, Silence, Stage
from analyzer.proposals import parse, weak

if TYPE_CHECKING:
    from analyzer.negotiations.record import Negotiation


def method_class(text: str) -> str | None:
    """Reduce an authentication method's name to psk, pubkey, eap or xauth; None where it is none of them."""
    low = text.lower()
    if "psk" in low or "pre-shared" in low or "preshared" in low or low == "secret":
        return "psk"
    if "eap" in low:
        return "eap"
    if "xauth" in low or "hybrid" in low:
        return "xauth"
    if any(w in low for w in ("rsa", "ecdsa", "signature", "public key", "dss", "ed25519", "ed448", "cert")):
        return "pubkey"
    return None


# Lines that an established IKE_SA prints all day long; they are counted, not kept.
CHATTER = frozenset(
    {Kind.PACKET_SENT, Kind.PACKET_RECEIVED, Kind.MESSAGE_SENT, Kind.MESSAGE_RECEIVED, Kind.KEEPALIVE, Kind.NOISE, Kind.IKE_STATE,
     Kind.CHILD_STATE, Kind.PROPOSAL_SELECTED, Kind.VENDOR_ID, Kind.DPD_SENT, Kind.REKEY_SCHEDULED, Kind.SA_EXPIRED_SOFT}
)  # fmt: skip

# What can only have been printed because the peer sent something.
FROM_PEER = frozenset(
    {Kind.NOTIFY_RECEIVED, Kind.CHILD_REFUSED, Kind.UNPROTECTED_IGNORED, Kind.DECRYPT_FAILED, Kind.PARSE_FAILED, Kind.MALFORMED_IGNORED,
     Kind.PSK_SUSPECTED, Kind.PEER_ID, Kind.ID_MISMATCH, Kind.HASH_MISMATCH, Kind.KE_RETRY, Kind.VENDOR_ID, Kind.NATT_SUPPORTED}
)  # fmt: skip

_ERROR_PAYLOADS = ("N(NO_PROP)", "N(INVAL_KE)", "N(COOKIE)", "N(INVAL_MAJOR)", "N(INVAL_SYN)", "N(AUTH_FAILED)", "N(INVAL_ID)")
_V1 = {"ID_PROT": "main", "AGGRESSIVE": "aggressive"}


def _identify(n: "Negotiation", e: Event) -> None:
    n.identify(e)


def _initiate(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    n.role = "initiator"
    n.reach(Stage.INIT)


def _respond(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    n.role = "responder"
    n.received = True
    n.reach(Stage.INIT)


def _packet_sent(n: "Negotiation", e: Event) -> None:
    if n.remote is None or n.local is None:
        n.identify(e)
    if not n.floated and e.get("local_port") == "4500":
        n.floated = True


def _packet_received(n: "Negotiation", e: Event) -> None:
    n.received = True
    if n.remote is None or n.local is None:
        n.identify(e)


def _direction(n: "Negotiation", e: Event, sent: bool) -> str:
    """Request or response, where the line does not say: who sent the first message is the initiator."""
    exchange = e.get("exchange")
    if exchange not in _V1 or not e.get("payloads"):
        return ""
    if n.role is None and n.stage == Stage.UNKNOWN and "SA" in e.get("payloads").split():
        n.role = "initiator" if sent else "responder"
    return "" if n.role is None else "request" if sent == (n.role == "initiator") else "response"


def _message(n: "Negotiation", e: Event) -> None:
    sent = e.kind is Kind.MESSAGE_SENT
    exchange, direction = e.get("exchange"), e.get("direction") or _direction(n, e, sent)
    if exchange:
        n.exchange = exchange
    if not sent:
        n.received = True
    if n.stage >= Stage.IKE_UP and exchange not in ("CREATE_CHILD_SA", "QUICK_MODE"):
        if sent and direction == "request":
            n.requests[e.get("message_id")] = exchange
        return
    payloads = e.get("payloads")
    if sent and direction == "request":
        n.requests[e.get("message_id")] = exchange
    if n.ike_version is None:
        n.ike_version = 1 if exchange in _V1 or exchange in ("QUICK_MODE", "INFORMATIONAL_V1", "TRANSACTION") else 2 if exchange else None
    if n.role is None and exchange in ("IKE_SA_INIT", "IKE_AUTH", "ID_PROT", "AGGRESSIVE") and direction:
        n.role = "initiator" if sent == (direction == "request") else "responder"
    if n.local is None or n.remote is None:
        n.identify(e)
    _advance(n, e, exchange, direction, payloads)


def _advance(n: "Negotiation", e: Event, exchange: str, direction: str, payloads: str) -> None:
    step = e.get("step")
    refused = any(p in payloads for p in _ERROR_PAYLOADS)
    if exchange == "IKE_SA_INIT":
        n.reach(Stage.INIT_DONE if direction == "response" and not refused else Stage.INIT)
    elif exchange == "IKE_AUTH":
        n.reach(Stage.AUTH)
        names = payloads.split()
        if n.method is None and "AUTH" in names and direction == "request" and n.role == "initiator" and "CERT" in names:
            n.method = "pubkey"
        if "EAP/" in payloads and n.role == "initiator":
            n.method = "eap"
    elif exchange == "ID_PROT":
        n.mode = "main"
        names = payloads.split()
        if "ID" in names or step in ("5", "6"):
            n.reach(Stage.AUTH)
            if n.method is None and names:
                n.method = "pubkey" if "SIG" in names else "psk"
        elif "KE" in names or step in ("3", "4"):
            n.reach(Stage.KEYED if direction == "response" or step == "4" else Stage.INIT_DONE)
        else:
            n.reach(Stage.INIT_DONE if direction == "response" or step == "2" else Stage.INIT)
    elif exchange == "AGGRESSIVE":
        n.mode = "aggressive"
        n.reach(Stage.AUTH if direction == "response" or step in ("2", "3") else Stage.INIT)
    elif exchange in ("CREATE_CHILD_SA", "QUICK_MODE"):
        n.reach(Stage.CHILD)


def _selected(n: "Negotiation", e: Event) -> None:
    if n.weak is None and weak(e.get("proposal")):
        n.weak = e


def _agreed(n: "Negotiation", e: Event) -> None:
    _selected(n, e)
    if n.agreed_child is None and any(p.protocol in ("ESP", "AH") for p in parse(e.get("proposal"))):
        n.agreed_child = e


def _ike_up(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    _selected(n, e)
    if method := method_class(e.get("method")):
        n.method = n.method or method
    n.up_at = e
    n.reach(Stage.IKE_UP)


def _child_up(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    _selected(n, e)
    n.child_up_at = e
    n.children_up[f"{e.get('local_ts')} {e.get('remote_ts')}"] = e
    n.reach(Stage.CHILD_UP)


def _own_auth(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    n.method = method_class(e.get("method")) or n.method


def _peer_auth(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    n.peer_method = method_class(e.get("method")) or n.peer_method


def _child_failed(n: "Negotiation", e: Event) -> None:
    n.failed_children.append(e)


def _deleted(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    if e.kind is not Kind.DELETE_RECEIVED or e.get("what") == "ike":
        n.ended_at = n.ended_at or e


# A responder's states that wait for the peer's next message: how far it has come.
_WAITS = {"MM_WAIT_MSG3": Stage.INIT_DONE, "MM_WAIT_MSG5": Stage.KEYED, "AM_WAIT_MSG3": Stage.AUTH, "R_WAIT_AUTH": Stage.INIT_DONE}


def _half_open(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    n.reach(_WAITS.get(e.get("state"), Stage.UNKNOWN))


def _silent(n: "Negotiation", e: Event) -> None:
    n.identify(e)
    place = place_of(n, e)
    silence = n.silences.setdefault(place, Silence())
    silence.add(e)
    if e.kind is not Kind.RETRANSMIT:
        silence.gave_up = True


# States that wait for an answer. Libreswan's: 3.x STATE_PARENT_I1, 4.x STATE_V2_PARENT_I1, from 5.2 IKE_SA_INIT_I; newest wording names the exchange.
_STATES = {
    "MAIN_I1": Place.FIRST, "MAIN_I2": Place.KEY_EXCHANGE, "MAIN_I3": Place.AUTH, "AGGR_I1": Place.FIRST, "AGGR_I2": Place.AUTH,
    "QUICK_I1": Place.CHILD, "PARENT_I1": Place.FIRST, "PARENT_I2": Place.AUTH, "V2_PARENT_I1": Place.FIRST, "V2_PARENT_I2": Place.AUTH,
    "IKE_SA_INIT_I": Place.FIRST, "IKE_AUTH_I": Place.AUTH, "IKE_INTERMEDIATE_I": Place.AUTH, "V2_IKE_INTERMEDIATE_I": Place.AUTH,
    "MAIN_R1": Place.RESPONSE, "MAIN_R2": Place.RESPONSE, "AGGR_R1": Place.RESPONSE, "QUICK_R1": Place.RESPONSE,
    "V2_NEW_CHILD_I1": Place.CHILD, "V2_REKEY_CHILD_I1": Place.CHILD, "V2_REKEY_IKE_I1": Place.CHILD, "NEW_CHILD_I1": Place.CHILD,
    "REKEY_CHILD_I1": Place.CHILD, "REKEY_IKE_I1": Place.CHILD,
    # Cisco's
    "MM_WAIT_MSG2": Place.FIRST, "MM_WAIT_MSG4": Place.KEY_EXCHANGE, "MM_WAIT_MSG6": Place.AUTH, "AM_WAIT_MSG2": Place.FIRST, "QM_WAIT_MSG2": Place.CHILD,
}  # fmt: skip
# Cisco's states: the first, second and third message of main mode, the first and second of aggressive mode, quick mode.
_CISCO_STATES = {
    "MM_NO_STATE": Place.FIRST, "MM_SA_SETUP": Place.KEY_EXCHANGE, "MM_KEY_EXCH": Place.AUTH, "MM_KEY_AUTH": Place.AUTH,
    "AG_NO_STATE": Place.FIRST, "AG_INIT_EXCH": Place.AUTH, "QM_IDLE": Place.CHILD,
}  # fmt: skip
_EXCHANGES = {
    "IKE_SA_INIT": Place.FIRST, "IKE_AUTH": Place.AUTH, "QUICK_MODE": Place.CHILD, "CREATE_CHILD_SA": Place.CHILD,
    "IKE_INTERMEDIATE": Place.AUTH, "INFORMATIONAL": Place.ESTABLISHED, "INFORMATIONAL_V1": Place.ESTABLISHED, "TRANSACTION": Place.AUTH,
}  # fmt: skip


def place_of(n: "Negotiation", e: Event) -> Place:
    """Which message a retransmission or time-out is about, from the state, the exchange or the message ID."""
    state = e.get("state").removeprefix("STATE_")
    if state in _CISCO_STATES:
        return Place.RESPONSE if n.role == "responder" and state != "QM_IDLE" else _CISCO_STATES[state]
    if state == "UNKNOWN":
        return Place.ESTABLISHED if n.up else Place.UNKNOWN
    if state:
        return _STATES.get(state, Place.ESTABLISHED if "ESTABLISHED" in state else Place.UNKNOWN)
    exchange = e.get("exchange")
    if e.get("direction") == "response" or (exchange in _V1 and e.get("payloads") and n.role == "responder"):
        return Place.RESPONSE
    if not exchange and e.kind is not Kind.RETRANSMIT and n.silences:
        return next(reversed(n.silences))
    message_id = e.get("message_id")
    exchange = exchange or n.requests.get(message_id, "")
    if exchange in ("ID_PROT", "AGGRESSIVE", "") and (seq := e.get("seq")) and message_id == "0":
        if n.aggressive:
            return Place.FIRST if seq == "1" else Place.AUTH
        return {"1": Place.FIRST, "2": Place.KEY_EXCHANGE, "3": Place.AUTH}.get(seq, Place.UNKNOWN)
    if exchange == "AGGRESSIVE":
        return Place.AUTH if n.stage >= Stage.AUTH else Place.FIRST
    if exchange == "ID_PROT":
        return {Stage.INIT: Place.FIRST, Stage.INIT_DONE: Place.KEY_EXCHANGE}.get(n.stage, Place.AUTH)
    if exchange in _EXCHANGES:
        return _EXCHANGES[exchange]
    if n.stage >= Stage.IKE_UP:
        return Place.ESTABLISHED
    if message_id and e.get("ike_version") == "2":
        return {"0": Place.FIRST if n.role != "responder" else Place.ESTABLISHED, "1": Place.AUTH}.get(message_id, Place.ESTABLISHED)
    if message_id and e.get("ike_version") == "1":
        return Place.CHILD
    return {Stage.INIT: Place.FIRST, Stage.INIT_DONE: Place.KEY_EXCHANGE if n.ike_version == 1 else Place.AUTH, Stage.KEYED: Place.AUTH,
            Stage.AUTH: Place.AUTH}.get(n.stage, Place.UNKNOWN)  # fmt: skip


HANDLERS: dict[Kind, Callable[["Negotiation", Event], None]] = {
    Kind.IKE_INITIATE: _initiate,
    Kind.IKE_RESPOND: _respond,
    Kind.PACKET_SENT: _packet_sent,
    Kind.PACKET_RECEIVED: _packet_received,
    Kind.MESSAGE_SENT: _message,
    Kind.MESSAGE_RECEIVED: _message,
    Kind.IKE_UP: _ike_up,
    Kind.IKE_REKEYED: _ike_up,
    Kind.CHILD_UP: _child_up,
    Kind.CHILD_REKEYED: _child_up,
    Kind.PROPOSAL_SELECTED: _agreed,
    Kind.OWN_AUTH: _own_auth,
    Kind.PEER_AUTH_OK: _peer_auth,
    Kind.PEER_LOOKUP: _peer_auth,
    Kind.CHILD_FAILED: _child_failed,
    Kind.CHILD_REFUSED: _child_failed,
    Kind.RETRANSMIT: _silent,
    Kind.GAVE_UP: _silent,
    Kind.NOTIFY_RECEIVED: _identify,
    Kind.NO_CONFIG: _identify,
    Kind.KEY_MISMATCH: _identify,
    Kind.KEY_MISSING: _identify,
    Kind.PEER_ID: _identify,
    Kind.HALF_OPEN_TIMEOUT: _half_open,
    Kind.CHILD_INITIATE: _identify,
    Kind.IKE_PROPOSAL_REFUSED: _identify,
    Kind.CHILD_PROPOSAL_REFUSED: _identify,
    Kind.TS_REFUSED: _identify,
    Kind.VERDICT_FAILED: _identify,
    Kind.INVALID_SPI: _identify,
    Kind.REPLAY: _identify,
    Kind.PEER_SELECTED: _identify,
    Kind.IKE_DELETING: _deleted,
    Kind.IKE_DELETED: _deleted,
    Kind.MONITOR_FAILED: _deleted,
    Kind.DELETE_RECEIVED: _deleted,
    Kind.IKE_STATE: _identify,
}

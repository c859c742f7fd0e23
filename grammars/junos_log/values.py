"""Junos: addresses, identities, and the errors that both engines name.

    identity = type "(" [protocol ":" port ","] "[0.." n "]=" value ")"     (kmd)
             | type "(" [protocol "," ports ","] value ")"     (iked)
    absent   = "Not-Available" | "Not-Applicable" | "N/A" | "unknown(any:0,[0..0]=)"
"""

from collections.abc import Iterable

import pyparsing as pp

from grammars.common import CONTEXT, PROVES, SUGGESTS, Message, message

ADDRESS = r"(?:<[^<>\s]{1,64}>|[^\s,/\[\](){}<>=]+)"
HOST = r"(?:<[^<>\s]{1,64}>|[^\s,/\[\](){}<>=:]+|[0-9a-fA-F:]*:[0-9a-fA-F.]+(?=:\w+[\s),]))"  # of host:port
ABSENT = r"(?:[Nn]ot-[Aa]\w+|N/A|not available)"


def end(name: str) -> str:
    """``192.0.2.1:500``, ``<none>:500``. An address that is not known yet is not read."""
    return rf"(?:<none>|(?P<{name}>{HOST})):(?P<{name}_port>\w+)"


def inside(name: str) -> str:
    """The value of an identity in its notation: ``ipv4_subnet(any:0,[0..7]=10.1.0.0/16)``, ``ipv4(0,0-65535,10.0.0.0-10.0.255.255)``."""
    return rf'(?:{ABSENT}|(?:[\w@.\-]+\((?:[^()\n=]*=|\d+,\d+-\d+,)?)?(?P<{name}>[^()\s,"]{{0,255}}+)(?:[ \t][^()\n,"=]{{0,128}})?\)?)'


def value(name: str, letters: str = r"[^\n]") -> str:
    """A value up to the next fixed words, or the word for none."""
    return rf"(?:{ABSENT}|(?P<{name}>{letters}{{0,255}}?))"


def one_of(*texts: str) -> pp.ParserElement:
    """One of several fixed texts."""
    return pp.Literal(texts[0]) if len(texts) == 1 else pp.MatchFirst([pp.Literal(t) for t in texts])


V1 = {"ike_version": "1"}
V2 = {"ike_version": "2"}
QUICK = {"ike_version": "1", "exchange": "QUICK_MODE"}

Error = tuple[tuple[str, ...], str, str, dict[str, str]]  # the words, what they say, how sure, what is known besides
_CERTIFICATE = (
    "Invalid certificate authority", "Invalid certificate encoding", "Invalid certificate", "Certificate type unsupported", "Certificate unavailable",
)  # fmt: skip
_SHARED: tuple[Error, ...] = (
    (("TS unacceptable", "Invalid selectors"), "child-refused", PROVES, {"notify": "TS_UNACCEPTABLE"}),
    (("Single pair required",), "child-refused", PROVES, {"notify": "SINGLE_PAIR_REQUIRED"}),
    (("Temporary failure",), "child-refused", SUGGESTS, {"notify": "TEMPORARY_FAILURE"}),
    (("Child SA not found",), "child-refused", SUGGESTS, {"notify": "CHILD_SA_NOT_FOUND"}),
    (("No additional SAs",), "child-refused", SUGGESTS, {"notify": "NO_ADDITIONAL_SAS"}),
    (("Failed CP required",), "child-refused", SUGGESTS, {"notify": "FAILED_CP_REQUIRED"}),
    (("Internal address failure",), "child-refused", SUGGESTS, {"notify": "INTERNAL_ADDRESS_FAILURE"}),
    (("UDP host unreachable", "UDP port unreachable"), "icmp-error", PROVES, {}),
    (("Transmit error",), "send-failed", PROVES, {"reason": "Transmit error"}),
    (("Out of memory",), "limit-reached", PROVES, {"reason": "Out of memory"}),
    (("SA unusable", "Delete notification", "Aborted notification"), "aborted", CONTEXT, {}),
)
IKE_ERRORS: tuple[Error, ...] = (
    (("No proposal chosen",), "proposal-refused", SUGGESTS, {"what": "ike", "reason": "unexplained"}),
    (("Timed out", "Timeout"), "gave-up", SUGGESTS, {"what": "ike"}),
    (("Authentication failed", "Invalid hash information"), "auth-failed", SUGGESTS, {}),
    (("Invalid syntax", "Invalid payload type", "Payload malformed", "Invalid next payload"), "unreadable", SUGGESTS, {}),
    (("Invalid KE payload",), "transform-mismatch", PROVES, {"attribute": "KEY_EXCHANGE"}),
    (("Invalid ID information",), "peer-not-found", SUGGESTS, {}),
    (("Invalid major version", "Invalid IKE major version"), "version-refused", PROVES, {}),
    (("Invalid exchange type", "Unsupported exchange type"), "no-config", SUGGESTS, {"reason": "exchange not allowed"}),
    (_CERTIFICATE, "cert-rejected", PROVES, {}),
    (("Invalid signature",), "cert-signature-failed", PROVES, {}),
    *_SHARED,
)
CHILD_ERRORS: tuple[Error, ...] = (
    (("No proposal chosen",), "proposal-refused", SUGGESTS, {"what": "child"}),
    (("Timed out", "Timeout"), "gave-up", SUGGESTS, {"what": "child"}),
    (("Invalid KE payload",), "child-refused", PROVES, {"notify": "INVALID_KE_PAYLOAD"}),
    (("Invalid ID information",), "ts-refused", SUGGESTS, {}),
    (("Peer proposed traffic-selectors are not in configured range",), "ts-refused", PROVES, {"role": "responder"}),
    *_SHARED,
)
REASON = pp.Regex(r"(?P<reason>[A-Za-z][A-Za-z0-9'\-]*(?: [A-Za-z0-9'\-]+){0,12})")


def failures(
    errors: Iterable[Error], before: tuple[pp.ParserElement | str, ...], after: tuple[pp.ParserElement | str, ...], example: str, **tags: str
) -> list[Message]:
    """A message for each error, the example with the error's words in place of the braces; last any other words."""
    found = [
        message(kind, example.format(words[0]), *before, one_of(*words), *after, strength=strength, **known | tags)
        for words, kind, strength, known in errors
    ]
    return [*found, message("verdict-failed", example.format("Discard packet"), *before, REASON, *after, strength=SUGGESTS, **tags)]

"""pluto: lines without a meaning for a diagnosis: debug output, start-up banner, self tests, tables of algorithms."""

import pyparsing as pp

from grammars.common import NOISE, Message, message
from grammars.libreswan_log.values import opt, words


def _noise(*texts: str) -> tuple[Message, ...]:
    """A message for each of these first words."""
    return tuple(message("noise", text, text, strength=NOISE) for text in texts)


_BANNER = _noise(
    "Initializing NSS", "NSS crypto", "NSS initialized", "FIPS Product:", "FIPS Kernel:", "FIPS Mode:", "FIPS mode",
            "FIPS HMAC integrity", "FIPS: pluto daemon",
    "libcap-ng support", "Linux audit", "core dump dir:", "secrets file:", "leak-detective", "leak detective", "XAUTH PAM support",
            "initializing libevent", "libevent ",
    "NAT-Traversal support", "Encryption algorithms:", "Hash algorithms:", "PRF algorithms:", "Integrity algorithms:", "DH algorithms:",
            "IPCOMP algorithms:", "IPComp algorithms:",
    "KE algorithms:", "testing AES", "testing CAMELLIA", "testing HMAC", "testing 3DES", "testing DES", "starting up ", "added default",
            "started thread for helper", "helper(", "using Linux xfrm kernel", "using Linux XFRM", "Using Linux XFRM",
            "using kernel interface",
    "selinux support", "SELinux support", "systemd watchdog", "watchdog: sending", "seccomp security", "Kernel supports NIC",
            "Kernel does not support NIC", "loading secrets from", "forgetting secrets",
    "no secrets filename matched", "loading group", "adding UDP interface", "adding TCP interface", "adding interface",
            "shutting down interface", "unbound context created",
    "pluto_crypto_helper", "pluto_sd:", "reapchild", "reaped", "nss directory", "NSS DB directory", "Pluto initialized",
    "whack error:", "initiating all conns with alias", "terminating all conns with alias", "Please ensure", "warning: chdir",
            "pluto: warning:", "pluto DDoS protection",
    "| ", "|", "crypto helper", "virtual-private (%priv):", "virtual_private", "outgoing-port", "IMPAIR:", "processing signal",
            "Changed path to directory", "Changing to directory",
    "oriented IKEv", "ikev2=", "rereading certificate", "listening on", "setup callback for interface",
            "protocol/port in Phase 1 ID Payload", "peer supports fragmentation", "Redirecting to:",
    "received whack", "IKE message has the Commit Flag set", "prompt for ", "certs and keys", "Total IPsec connections",
    "max inclusion depth", "Dropped IKE request for Opportunistic", "received Cisco ", "received v2N_", "ddns", "pending ddns",
            "starting thread", "no helpers",
    "Dead Peer Detection (RFC 3706): enabled", "pending Phase 2 for", "pending CHILD SA for", "pending IPsec SA for",
            "reschedule pending", "setup_half_ipsec_sa()", "restarting IPsec after pause", "Starting Pluto",
            "Expected MODE_CFG_REPLY is missing", "identity hash, skipping",
    "ignoring CERTREQ", "ignoring certificate", "Sending [CERTREQ]", "ending group", "ignoring unsolicited",
)  # fmt: skip

MESSAGES: tuple[Message, ...] = (
    *_BANNER,
    message("noise", "2 CPU cores online", words(*"123456789"), pp.Regex(r"\d*"), "CPU cores online", strength=NOISE),
    message("noise", "initiate", "initiate", pp.StringEnd(), strength=NOISE),
    message("noise", "AES_CBC            {256,192,*128} IKEv1: IKE ESP     IKEv2: IKE ESP     FIPS NSS(CBC)     aes",
            pp.Regex(r"[A-Z0-9_]+"), pp.Opt(pp.Regex(r"[{\[][^}\]\n]*[}\]]")), "IKEv1:", strength=NOISE),
    # self tests
    message("noise", "Camellia: 16 bytes with 128-bit key",
            words("Camellia:", "RFC ", "Encrypting ", "CAVP:", "MD5_HMAC", "empty string", "one block", "two blocks", "NIST "),
            strength=NOISE),
    message("noise", "AES-CBC: test 1", words("AES-CBC", "AES-CTR", "AES-GCM", "AES_GCM", "ESP_"), opt(":"), strength=NOISE),
)  # fmt: skip

"""pluto: start and stop, sockets, loading of connections, what is configured.

    start    = "Starting Pluto (Libreswan Version" version ...
    loaded   = "added" ["IKEv1" | "IKEv2"] "connection"
    refused  = "failed to add" ["IKEv1"] "connection:" reason
    proposal = number ":" ("IKE" | "ESP" | "AH") "=" algorithms      (a line for each, when a connection is loaded)
"""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, message
from grammars.libreswan_log.values import connection, endpoint, joined, lead, opt, rest, said, within, words


def _configured(protocols: str) -> pp.ParserElement:
    return joined(words(*"123456789"), pp.Regex(rf"\d{{0,3}}:(?:{protocols})=[^\s]+"))("proposals")


MESSAGES = (
    # -- the daemon
    message("daemon-start", "Starting Pluto (Libreswan Version 4.10 IKEv2 IKEv1 XFRM NSS) pid:30",
            "Starting Pluto (", words("Libreswan", "Openswan"), "Version", within("version", r"[^\s)]+")),
    message("daemon-stop", "Pluto is shutting down", words("Pluto is shutting down", "pluto is shutting down")),
    message("daemon-stop", "shutting down", "shutting down", pp.StringEnd()),
    message("daemon-crash", "FATAL: ASSERTION FAILED: st != NULL (in_struct() +512 lib/libswan/packet.c)",
            *lead, "ASSERTION FAILED", pp.Opt(":"), rest(), strength=PROVES),
    message("daemon-crash", "ABORT at /build/programs/pluto/state.c:123", "ABORT at", rest(), strength=PROVES),
    message("noise", "EXPECTATION FAILED: st != NULL (in v2_msgid() at ikev2_msgid.c:12)", "EXPECTATION FAILED:", strength=NOISE),
    message("daemon-crash", "!pluto failure!:  exited with error status 134 (signal 6)", "!pluto failure!:", rest(), strength=SUGGESTS),
    message("daemon-failed", 'lock file "/run/pluto/pluto.pid" already exists', pp.Opt("pluto:"), said("lock file"), strength=PROVES),
    message("daemon-failed", 'whack: Pluto is not running (no "/run/pluto/pluto.ctl")',
            pp.Opt("whack:"), said("Pluto is not running", "is Pluto running?"), strength=PROVES),
    message("daemon-failed",
            'FATAL ERROR: NSS: initialization using read-write database "sql:/var/lib/ipsec/nss" failed: SEC_ERROR_BAD_DATABASE',
            "FATAL ERROR:", rest(), strength=PROVES),
    # -- sockets
    message("noise", "listening for IKE messages", "listening for IKE messages", strength=NOISE),
    message("socket-failed", "no public interfaces found", *lead, said("no public interfaces found"), strength=PROVES),
    message("socket-failed", "bind UDP eth0 endpoint 192.0.2.1:500 failed, bind(): Address already in use (errno 98)",
            *lead, words("bind UDP", "bind TCP"), pp.Regex(r"\S+ endpoint"), endpoint("local"), "failed,", rest(), strength=PROVES),
    message("socket-failed", "ERROR: bind() for eth0/eth0 192.0.2.1:500 in process_raw_ifaces(). Errno 98: Address already in use",
            *lead, "bind() for", pp.Regex(r"\S+"), endpoint("local"), "in", pp.Regex(r"[^\s.]+\."), rest(), strength=PROVES),
    message("connection-unoriented",
            "we cannot identify ourselves with either end of this connection.  192.0.2.9 or 198.51.100.2 are not usable",
            *lead, said("we cannot identify ourselves with either end of this connection",
            "We cannot identify ourselves with either end of this connection"), strength=PROVES),
    message("connection-unoriented", "added unoriented IKEv2 connection (neither left=192.0.2.9 nor right=198.51.100.2 match an interface)",
            *lead, pp.Opt("added"), said("unoriented IKEv", "unoriented connection"), strength=PROVES),
    message("verdict-failed", "need --listen before --initiate", said("need --listen before"), strength=PROVES),
    # -- connections
    message("connection-loaded", "added IKEv1 connection", *lead, "added IKEv1 connection", ike_version="1"),
    message("connection-loaded", "added IKEv2 connection", *lead, "added IKEv2 connection", ike_version="2"),
    message("connection-loaded", 'added connection description "net-net"', "added connection description", connection()),
    message("cert-expired", "failed to add connection: left certificate 'gwA' is expired or not yet valid",
            *lead, "failed to add connection:", within("reason", r"[^\n']*certificate '[^'\n]*' is expired or not yet valid[^\n]*"),
            strength=PROVES),
    message("connection-refused", "failed to add IKEv1 connection: global ikev1-policy does not allow IKEv1 connections",
            *lead, "failed to add IKEv1 connection:", rest(), strength=PROVES, ike_version="1"),
    message("connection-refused", "failed to add connection: ESP DH algorithm 'modp1024' is not supported",
            *lead, words("failed to add connection:", "failed to add IKEv2 connection:"), rest(), strength=PROVES),
    message("connection-refused", 'Failed to add connection "net-net", esp="aes-md5" is invalid: ESP integrity algorithm \'md5\' is not supported',
            *lead, "Failed to add connection", connection(), pp.Opt(","), rest(), strength=PROVES),
    message("config-error", "left certificate with nickname 'gwA' was not found in NSS DB",
            *lead, joined(words("left", "right"), pp.Regex(r" certificate with nickname [^\n]{1,256} was not found in NSS DB"))("reason"),
            strength=PROVES),
    message("config-error", '"/etc/ipsec.secrets" line 3: PSK data malformed (input does not begin with format prefix)',
            *lead, '"', pp.Regex(r'[^"\n]{1,256}\.secrets" line \d+: (?P<reason>[^\n]+)'), strength=PROVES),
    message("connection-refused", 'attempt to redefine connection "net-net"', *lead, said("attempt to redefine connection"),
            strength=SUGGESTS),
    message("connection-refused", "connection not loaded", *lead, said("connection not loaded"), strength=SUGGESTS),
    message("connection-unknown", 'no connection named "net-net"', "no connection named", connection(), strength=PROVES),
    message("connection-unknown", "no connection or alias 'net-net'", "no connection or alias",
            pp.Regex(r"['\"](?P<conn>[^'\"\n]*)['\"]"), strength=PROVES),
    message("connection-unknown", 'no such connection or aliased connection named "net-net"',
            "no such connection or aliased connection named", connection(), strength=PROVES),
    message("resolve-failed", "cannot initiate connection without resolved dynamic peer IP address, will keep retrying (kind=CK_TEMPLATE)",
            *lead, "cannot initiate connection without resolved dynamic peer IP address", rest(), strength=PROVES),
    message("config-error", "cannot initiate connection without knowing peer IP address (kind=CK_TEMPLATE)",
            *lead, said("cannot initiate connection without knowing peer IP address", "cannot initiate connection (serial"),
            strength=PROVES),
    message("resolve-failed", "failed to convert 'gw.example.com' at load time: temporary failure in name resolution",
            *lead, "failed to convert", pp.Regex(r"'(?P<remote_name>[^'\n]*)'"), "at load time:", rest(), strength=PROVES),
    message("config-error", "cannot initiate: no acceptable kernel algorithms loaded",
            *lead, said("cannot initiate: no acceptable", "cannot initiate an authby=never connection"), strength=PROVES),
    message("config-error", "no IKE proposal policy specified in config!  Cannot initiate aggressive mode.",
            *lead, said("no IKE proposal policy specified in config!"), strength=PROVES, mode="aggressive"),
    message("config-warning", "WARNING: using a weak secret (PSK)", *lead, said("using a weak secret (PSK)")),
    message("config-warning", "multiple DH groups in aggressive mode can cause interop failure",
            *lead, said("multiple DH groups in aggressive mode", "multiple DH groups were set in aggressive mode"), strength=SUGGESTS,
            mode="aggressive"),
    message("config-warning", "IKEv1 Aggressive Mode with PSK is vulnerable to dictionary attacks and is cracked on large scale by TLA's",
            *lead, said("IKEv1 Aggressive Mode with PSK is vulnerable"), mode="aggressive"),
    message("config-warning", "You should NOT use insecure/broken IKE algorithms (MODP1024)!", *lead,
            said("You should NOT use insecure/broken IKE algorithms")),
    message("config-warning", "warning: ignored obsolete keyword 'nat_traversal'",
            words("warning:", "Warning:", "WARNING:"), said("ignored obsolete keyword", "obsolete keyword",
            "ignored unrecognized keyword")),
    # WARNING: '@gw-a' PSK length of 12 bytes ...: the key in use is a pre-shared one
    message("own-auth", "WARNING: '@gw-a' PSK length of 12 bytes is too short for PRF HMAC_SHA2_512 in FIPS mode (32 bytes required)",
            *lead, "'", pp.Regex(r"[^'\n]*'"), "PSK length of", pp.Regex(r"\d+"), "bytes is too short", method="PSK"),
    message("own-auth", "WARNING: connection net-net PSK length of 12 bytes is too short for HMAC_SHA2_512 PRF in FIPS mode (32 bytes required)",
            *lead, "connection", pp.Regex(r"\S+"), "PSK length of", pp.Regex(r"\d+"), "bytes is too short", method="PSK"),
    # -- proposals of a connection
    message("proposals-configured", "1:IKE=AES_CBC_256-HMAC_SHA2_256-HMAC_SHA2_256_128-MODP2048", _configured("IKE"), what="ike"),
    message("proposals-configured", "1:ESP=AES_CBC_256-HMAC_SHA2_512_256-NONE-ENABLED+DISABLED", _configured("ESP|AH"), what="child"),
    message("proposals-configured",
            "constructed local IKE proposals for net-net (IKE SA initiator selecting KE): 1:IKE:ENCR=AES_CBC_256;DH=MODP2048",
            opt("|"), opt("constructed"), "local IKE proposals for", pp.Regex(r"[^\n]*?(?=\d+:IKE:)"), within("proposals",
            r"\d+:IKE:[^\n]*"), what="ike"),
    message("proposals-configured",
            "local ESP/AH proposals for net-net (IKE SA initiator emitting ESP/AH proposals): 1:ESP:ENCR=AES_CBC_256;DH=NONE",
            opt("|"), opt("constructed"), "local ESP/AH proposals for", pp.Regex(r"[^\n]*?(?=\d+:(?:ESP|AH):)"), within("proposals",
            r"\d+:(?:ESP|AH):[^\n]*"),
            what="child"),
    message("noise", "IKE SA proposals (connection add):", words("IKE SA proposals (", "Child SA proposals (", "CHILD SA proposals ("),
            strength=NOISE),
    message("noise", "new Child SA:", "new Child SA:", strength=NOISE),
)  # fmt: skip

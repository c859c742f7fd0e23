"""charon, starter, swanctl, ipsec: the daemon's life, what it loads, sockets, the verdicts of the clients.

    banner   = "Starting" ["IKE charon daemon" | "charon-systemd IKE daemon"] "(strongSwan" version ...
    loaded   = "added configuration" name | "added vici connection:" name | "loaded connection" name
    secret   = "loaded" type "secret for" ids | "loaded" type "shared key" ["with id" id] "for:" ids
    verdict  = ("initiate" | "rekey" | "terminate") ("completed successfully" | "failed:" reason)
             | "connection" name "established successfully" | "establishing connection" name "failed"
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, identity, message, rest, until
from grammars.strongswan_log.values import double_quoted, either, noise, optional, quoted, said, words

_kind = pp.Regex(r"(?P<method>\S+)")

MESSAGES = (
    # -- the daemon's life
    message(
        "daemon-start", "Starting IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0-18-amd64, x86_64)",
        either(
            "Starting IKE charon daemon (strongSwan", "Starting charon-systemd IKE daemon (strongSwan",
            "Starting IKE charon-cmd (strongSwan", "Starting strongSwan",
        ),
        pp.Regex(r"(?P<version>[^\s,)]+)"),
    ),
    message(
        "daemon-stop", "SIGTERM received, shutting down",
        either(
            "SIGTERM received, shutting down", "SIGINT received, shutting down", "signal of type SIGINT received",
            "signal of type SIGTERM received", "charon stopped after",
        ),
        strength=PROVES,
    ),
    message("daemon-crash", "thread 12 received 11", "thread", pp.Regex(r"(?P<reason>\d+ received \S+)"), strength=PROVES),
    message(
        "daemon-crash", "killing ourself, received critical signal",
        words("killing ourself, received critical signal"),
        strength=PROVES,
    ),
    message(
        "daemon-crash", "charon has died -- restart scheduled (5sec)",
        words("charon has died", "charon-systemd has died"),
        strength=PROVES,
    ),
    message(
        "daemon-failed", "initialization failed - aborting charon",
        words(
            "initialization failed - aborting charon", "capability dropping failed - aborting charon",
            "abort initialization due to invalid configuration",
            "integrity check of charon failed", "integrity check of libcharon failed", "charon has quit: initialization failed",
            "charon has quit: integrity test",
            "charon refused to be started", "charon too long to start", "IKE daemon 'charon' not found",
            "manager initialization failed",
        ),
        strength=PROVES,
    ),
    message(
        "daemon-failed", "connecting to 'unix:///var/run/charon.vici' failed: Connection refused",
        said("connecting to 'unix:", "connecting to 'default' URI", "failed to connect to stroke socket"),
        strength=SUGGESTS,
    ),
    # -- plugins
    message(
        "plugin-missing", "plugin 'openssl': failed to load - openssl_plugin_create returned NULL",
        "plugin '", pp.Regex(r"(?P<reason>[^'\n]*'(?::)? failed to load[^\n]*)"),
        strength=SUGGESTS,
    ),
    message(
        "plugin-missing", "feature CUSTOM:libcharon in critical plugin 'charon' failed to load",
        "feature", pp.Regex(r"(?P<reason>\S+ in critical plugin '[^\n]*)"),
        strength=SUGGESTS,
    ),
    message("plugin-missing", "loading critical plugin 'charon' failed", said("loading critical plugin "), strength=SUGGESTS),
    # -- connections and secrets
    message(
        "connection-loaded", "added configuration 'moon'",
        either("added configuration", "added child to existing configuration", "loaded connection"), identity("conn"),
    ),
    message(
        "connection-loaded", "added vici connection: moon",
        either("added vici connection:", "replaced vici connection:", "updated vici connection:"), rest("conn"),
    ),
    message(
        "connection-refused", "loading connection 'moon' failed: invalid value for: proposals, config discarded",
        "loading connection", quoted("conn", " failed:"), rest("reason"),
        strength=PROVES,
    ),
    message(
        "connection-refused", "loaded 1 of 2 connections, 1 failed to load, 0 unloaded",
        "loaded", pp.Regex(r"(?P<reason>\d+ of \d+ connections, [1-9]\d* failed to load)"),
        strength=PROVES,
    ),
    message(
        "connection-refused", "unknown option: keyexchnge, config discarded",
        either("unknown option:", "invalid value for:"), pp.Regex(r"(?P<reason>[^\n,]*, (?:config|authority) discarded)"),
        strength=PROVES,
    ),
    message(
        "connection-refused", "# ignored conn 'moon' due to 1 parsing error",
        "# ignored conn", identity("conn"), optional(rest("reason")),
        strength=PROVES,
    ),
    message(
        "connection-unoriented", "left nor right host is our side, assuming left=local",
        "left nor right host is our side",
        strength=SUGGESTS,
    ),
    message(
        "id-unconfirmed", "id 'moon.example.com' not confirmed by certificate, defaulting to 'C=CH, O=Example, CN=moon'",
        "id", quoted("local_id", " not confirmed by certificate"), optional(", defaulting to", identity("dn")),
        strength=SUGGESTS,
    ),
    message(
        "secret-loaded", "loaded IKE secret for moon.example.com sun.example.com",
        "loaded", _kind, "secret for", rest("identities"),
    ),
    message(
        "secret-loaded", "loaded IKE shared key with id 'ike-1' for: 'moon.example.com', 'sun.example.com'",
        "loaded", _kind, "shared key", optional("with id", pp.Regex(r"'[^'\n]*'")), "for:", rest("identities"),
    ),
    # -- errors of the configuration
    message(
        "config-error", "algorithm 'aes257' not recognized",
        "algorithm '", pp.Regex(r"(?P<reason>[^'\n]*' not recognized)"),
        strength=PROVES,
    ),
    message(
        "config-error", "a DH group is mandatory in IKE proposals",
        words(
            "a DH group is mandatory in IKE proposals", "a PRF algorithm is mandatory in IKE proposals",
            "a key exchange method is mandatory in IKE proposals",
        ),
        strength=PROVES,
    ),
    message(
        "config-error", "classic and combined-mode (AEAD) encryption algorithms can't be contained in the same ESP proposal",
        said("classic and combined-mode (AEAD) encryption algorithms can't"),
        strength=PROVES,
    ),
    message(
        "config-error", "an integrity algorithm is mandatory in ESP proposals with classic (non-AEAD) encryption algorithms",
        said("an integrity algorithm is mandatory in "),
        strength=PROVES,
    ),
    message(
        "config-error", "an encryption algorithm is mandatory in ESP proposals",
        said("an encryption algorithm is mandatory in "),
        strength=PROVES,
    ),
    message(
        "config-error", "skipped invalid proposal string: aes257-sha1",
        said("skipped invalid proposal string: "),
        strength=PROVES,
    ),
    message(
        "config-error", "line 12: malformed secret: x",
        "line", pp.Regex(r"(?P<reason>\d+: (?:malformed |missing |token must |empty filename|expected |the given )[^\n]{0,80})"),
        strength=PROVES,
    ),
    message(
        "config-error", "opening secrets file '/etc/ipsec.secrets' failed: Permission denied",
        said("opening secrets file "),
        strength=PROVES,
    ),
    message(
        "config-error", "loading private key from '/etc/ipsec.d/private/moon.key' failed",
        words(
            "loading private key from", "loading certificate from", "loading ca certificate from", "loading public key for",
            "loading credentials from",
            "loading crl from",
        ),
        pp.Regex(r"[^\n]*?failed"),
        strength=SUGGESTS,
    ),
    message(
        "config-error", "loading ca certificate '/etc/swanctl/x509ca/ca.pem' failed: parsing X509 certificate failed",
        "loading", pp.Regex(r"[^'\n]*'[^'\n]*' failed:|shared secret failed:"), rest("reason"),
        strength=SUGGESTS,
    ),
    message(
        "config-error", "ca certificate lacks CA basic constraint, rejected",
        words("ca certificate lacks CA basic constraint", "certificate without CA flag"),
        strength=PROVES,
    ),
    message(
        "config-error", 'ca certificate "C=CH, CN=moon" lacks ca basic constraint, discarded',
        words("ca certificate"), double_quoted("dn"), "lacks ca basic constraint",
        strength=PROVES,
    ),
    message(
        "config-error", "invalid config file '/etc/strongswan.conf'",
        words(
            "invalid config file", "failed to open config file", "failed to parse settings",
            "reloading config failed, keeping old", "can't reload config file due to errors", "config invalid!",
        ),
        strength=SUGGESTS,
    ),
    message(
        "config-error", "# bad value: keyexchange=ikev3",
        "#",
        pp.Regex(
            r"(?P<reason>(?:bad (?:\w+ )?(?:value|port|protocol): |unknown keyword '|can't have both |cannot have both )[^\n]*)",
        ),
        strength=PROVES,
    ),
    message(
        "config-error", "### 1 parsing error (1 fatal) ###",
        "###", pp.Regex(r"(?P<reason>\d+ parsing errors?[^#\n]*)"),
        strength=PROVES,
    ),
    message(
        "config-warning", "# deprecated keyword 'plutostart' in config setup",
        "#", pp.Regex(r"(?P<reason>(?:deprecated|unsupported) keyword '[^\n]*|option '[^\n]*)"),
    ),
    message("config-warning", "no files found matching '/etc/swanctl/conf.d/*.conf'", said("no files found matching ")),
    message(
        "config-warning", "authentication method rsasigx unknown, fallback to any",
        "authentication method", pp.Regex(r"(?P<reason>\S+ unknown, fallback to any)"),
    ),
    message(
        "config-warning",
        "'moon' has both left- and rightsourceip, but IKE can negotiate one virtual IP only, ignoring local virtual IP",
        "'", until("conn", "' has both left- and rightsourceip"),
    ),
    message(
        "config-warning", "CA certificate \"moonCA\" not found, discarding CA constraint",
        "CA certificate", double_quoted("dn"), words("not found, discarding CA constraint",
    ),
            strength=SUGGESTS),
    # -- asked for by name, and not there
    message(
        "connection-unknown", "no config named 'moon'",
        either("no config named", "no child config named", "no connection named"), identity("conn"),
        strength=PROVES,
    ),
    message(
        "connection-unknown", "initiate failed: CHILD_SA config 'net-net' not found",
        "initiate failed:", either("CHILD_SA config", "IKE_SA config", "connection"), quoted("conn", " not found"),
        strength=PROVES,
    ),
    message(
        "connection-unknown", "CHILD_SA config 'net-net' not found",
        either("CHILD_SA config", "IKE_SA config", "configuration", "connection"), quoted("conn", " not found"),
        strength=PROVES,
    ),
    # -- verdicts
    message(
        "verdict-failed", "initiate failed: establishing CHILD_SA 'net-net' failed",
        "initiate failed: establishing CHILD_SA '", until("child", "'"), pp.Regex(r"(?P<reason>\S[^\n]*)"),
        strength=SUGGESTS, what="child",
    ),
    message(
        "verdict-failed", "initiate failed: CHILD_SA 'net-net' not established after 23000ms",
        "initiate failed: CHILD_SA '", until("child", "'"), pp.Regex(r"(?P<reason>\S[^\n]*)"),
        strength=SUGGESTS, what="child",
    ),
    message(
        "verdict-failed", "initiate failed: establishing IKE_SA 'moon' failed",
        either(
            "initiate failed: establishing IKE_SA '", "initiate failed: IKE_SA '"), until("conn",
            "'"), pp.Regex(r"(?P<reason>\S[^\n]*)",
        ),
        strength=SUGGESTS, what="ike",
    ),
    message(
        "verdict-failed", "rekey failed: no matching SAs to rekey found",
        either("initiate failed:", "rekey failed:", "redirect failed:"), rest("reason"),
        strength=SUGGESTS,
    ),
    noise("terminate failed: no matching SAs to terminate found", either("terminate failed:", "no matching SAs to ")),
    message(
        "verdict-ok", "initiate completed successfully",
        either("initiate completed successfully", "rekey completed successfully"),
        strength=PROVES,
    ),
    noise("terminate completed successfully", either("terminate completed successfully", "redirect completed successfully")),
    message(
        "verdict-ok", "connection 'moon' established successfully",
        "connection", quoted("conn", " established successfully"),
        strength=PROVES,
    ),
    message(
        "verdict-failed", "connection 'moon' not established after 3000ms, detaching",
        "connection", quoted("conn", " not established"), rest("reason"),
        strength=SUGGESTS,
    ),
    message(
        "verdict-failed", "establishing connection 'moon' failed",
        "establishing connection", quoted("conn", " failed"),
        strength=SUGGESTS,
    ),
    # -- sockets
    message(
        "socket-failed", "no socket found to send IPv4 packet from port 500",
        words("no socket found to send IPv"), pp.Regex(r"\d packet from port (?P<port>\d+)"),
        strength=PROVES,
    ),
    message(
        "socket-failed", "could not open IPv4 socket, IPv4 disabled",
        words("could not open IPv4 socket", "could not create any sockets"),
        strength=PROVES,
    ),
    message(
        "config-warning", "could not open IPv6 socket, IPv6 disabled",
        words("could not open IPv6 socket", "could not open IPv6 NAT-T socket"),
    ),
    message(
        "natt-failed", "could not open IPv4 NAT-T socket",
        words("could not open IPv4 NAT-T socket", "could not open NAT-T socket"),
        strength=PROVES,
    ),
    message(
        "config-warning", "unable to bind socket: Address family not supported by protocol",
        words(
            "unable to bind socket: Address family not supported", "could not open socket: Address family not supported",
            "unable to set IPV6_V6ONLY",
        ),
    ),
    message(
        "socket-failed", "unable to bind socket: Address already in use",
        either("unable to bind socket:", "could not open socket:"), rest("reason"),
        strength=PROVES,
    ),
    message(
        "config-warning", "enabling UDP decapsulation for IPv6 on port 4500 failed",
        said("enabling UDP decapsulation for IPv6 "),
    ),
    message(
        "natt-failed", "enabling UDP decapsulation for IPv4 on port 4500 failed",
        said("enabling UDP decapsulation for "),
        strength=SUGGESTS,
    ),
    message(
        "config-warning", "binding socket 'unix:///var/run/charon.vici' failed: Address already in use",
        said(
            "binding socket '", "listen on socket '", "opening socket '", "creating vici socket failed",
            "creating stroke socket failed",
        ),
        strength=SUGGESTS,
    ),
    message(
        "config-warning", "installing IKE bypass policy failed",
        words("installing IKE bypass policy failed"),
        strength=SUGGESTS,
    ),
    message(
        "socket-failed", "socket-default plugin requires CAP_NET_BIND_SERVICE capability",
        words(
            "socket-default plugin requires CAP_NET_BIND_SERVICE capability",
            "no socket implementation registered, receiving failed",
        ),
        strength=PROVES,
    ),
)  # fmt: skip

"""charon: routine lines of the daemon, its plugins and managers that say nothing to a diagnosis.

    task      = ["queueing" | "activating" | "migrating"] name "task"
    candidate = "candidate" name "with prio" ... | "candidate:" host "..." host ...
    setting   = key ["="] value                            (level 2, a connection as it is loaded)
"""

import pyparsing as pp

from grammars.strongswan_log.values import either, noise, prefixed, routine

_task = pp.MatchFirst(
    [
        prefixed(head, "exchange")
        for head in ("IKE_", "ISAKMP_", "CHILD_", "QUICK_", "MAIN_MODE", "AGGRESSIVE_MODE", "MODE_CONFIG", "XAUTH", "INFORMATIONAL")
    ]
)

_stroke_keys = (
    "left", "right", "ike", "esp", "ah", "keyexchange", "dpddelay", "dpdtimeout", "dpdaction", "closeaction", "sha256_96",
    "mediation",
    "mediated_by", "me_peerid", "eap_identity", "aaa_identity", "xauth_identity", "cacert", "crluri", "ocspuri", "certuribase",
)  # fmt: skip
_vici_keys = (
    "aaa_id", "aggressive", "auth", "ca_id", "cacert", "cert_uri_base", "cert", "childless", "class", "close_action", "copy_df",
    "copy_dscp",
    "copy_ecn", "crl_uris", "dpd_action", "dpd_delay", "dpd_timeout", "dscp", "eap-type", "eap-vendor", "eap_id", "encap",
    "fragmentation", "groups",
    "group", "hostaccess", "hw_offload", "if_id_in", "if_id_out", "id", "inactivity", "interface", "ipcomp", "keyingtries",
    "label_mode", "label",
    "life_bytes", "life_packets", "life_time", "local_addrs", "local_port", "local_ts", "mark_in_sa", "mark_in", "mark_out",
    "mediated_by",
    "mediation_peer", "mediation", "mobike", "mode", "ocsp_uris", "ocsp", "over_time", "per_cpu_sas", "policies_fwd_out",
    "policies", "ppk_id",
    "ppk_required", "priority", "proposals", "pubkey", "rand_bytes", "rand_packets", "rand_time", "reauth_time", "rekey_bytes",
    "rekey_packets", "rekey_time",
    "remote_addrs", "remote_port", "remote_ts", "replay_window", "reqid", "revocation", "send_certreq", "send_cert", "set_mark_in",
    "set_mark_out",
    "sha256_96", "start_action", "tfc", "unique", "updown", "version", "xauth_id", "xauth",
)  # fmt: skip

MESSAGES = (
    # -- tasks
    routine(
        "activating new tasks",
        "activating new tasks", "reinitiating already active tasks", "nothing to initiate", "delaying task initiation",
    ),
    noise("queueing IKE_INIT task", either("queueing", "activating", "migrating"), pp.Regex(r"\S+ task")),
    noise("IKE_AUTH task", _task, "task"),
    # -- requests of the clients
    routine("received stroke: initiate 'moon'", "received stroke:", "received unknown stroke"),
    routine(
        "vici client 1 connected",
        "vici client", "vici connection", "vici initiat", "vici install", "vici uninstall", "vici rekey", "vici terminate",
        "vici redirect", "vici clos",
        "vici abort", "vici remov", "vici message", "vici header", "vici read error", "vici write error", "vici builder",
        "vici pool", "vici value",
    ),
    routine(
        "closing IKE_SA #1",
        "closing IKE_SA #", "closing CHILD_SA #", "installing '", "uninstalling '", "initiating '", "routing '", "trap policy '",
        "shunt policy '",
        "uninstalling shunt", "terminating SA failed", "unable to terminate", "no IKE_SA named", "no CHILD_SA named",
        "no matching SAs to",
        "terminate completed successfully", "start action:", "deleted connection '", "unload:",
    ),
    # -- the daemon starts
    routine("loaded plugins: charon aes sha2 openssl kernel-netlink vici", "loaded plugins:"),
    routine(
        "loading ca certificates from '/etc/ipsec.d/cacerts'",
        "loading ca certificates from", "loading aa certificates from", "loading ocsp signer certificates from",
        "loading attribute certificates from",
        "loading crls from", "loading secrets from", "rereading ca certificates", "rereading aa certificates",
        "rereading ocsp signer certificates",
        "rereading attribute certificates", "rereading crls", "rereading secrets", "loading feature", "expanding file",
    ),
    noise("spawning 16 worker threads", "spawning", pp.Regex(r"\d+ worker threads")),
    routine(
        "dropped capabilities, running as uid 0, gid 0",
        "dropped capabilities", "providers loaded by OpenSSL", "started worker thread", "terminated worker thread",
        "created thread", "openssl FIPS mode",
        "OpenSSL FIPS mode", "using SPI label", "signal of type SIGHUP received", "reloaded configuration of", "HA config misses",
        "loaded 0 RADIUS",
        "loaded legacy entry", "loaded 0 entries", "mapping attribute type", "attr-sql plugin", "collecting statistics",
        "IKE ports can't be equal",
        "unloading plugin", "integrity test enabled", "going to destroy IKE_SA manager", "set driveout flags",
        "wait for all threads", "wait for threads",
        "delete all IKE_SA", "destroy all entries", "using receive delay", "using send delay", "HA configuration",
    ),
    noise(
        "plugin 'openssl': loaded successfully",
        "plugin '", pp.Regex(r"[^'\n]*'(?::)? (?:loaded successfully|does not provide|passed)"),
    ),
    noise("unable to load 3 plugin features (3 due to unmet dependencies)", "unable to load", pp.Regex(r"\d+ plugin features?")),
    noise(
        "feature PUBKEY:DSA in plugin 'pem' has unmet dependency: PUBKEY:DSA",
        "feature", pp.Regex(r"\S+ in (?:critical )?plugin '"),
    ),
    noise(
        "xauth-pam plugin requires CAP_AUDIT_WRITE capability",
        pp.Regex(r"[a-z][a-z0-9\-]+ plugin (?:requires|might require) CAP_"),
    ),
    noise(
        "enabled  AES_CBC[aes]: passed 9 test vectors",
        either("enabled", "disabled", "disable"), pp.Regex(r"[A-Z0-9_]+\[[^\]\n]*\]:"),
    ),
    noise("disabling AES_GCM_16 suites, no backend found", "disabling", pp.Regex(r"\S+ suites")),
    # -- what is loaded
    noise(
        "loaded certificate 'CN=moon.example.com'",
        "loaded", pp.Regex(
            r"(?:(?:ca|AA|attribute) )?(?:certificate|crl|pool|authority|key|shared PIN|token)\b|(?:private|shared) (?:key|secret)"
            r"|(?:\S+ )?(?:private key|public key|key)\b|\S+ secret '|\d+ "
        ),
    ),
    routine(
        "successfully loaded 2 connections, 0 unloaded",
        "successfully loaded", "no connections found", "no authorities found", "no pools found", "no credentials found",
        "unloaded private key",
        "unloaded shared key", "unloaded vici pool", "removed vici connection", "added ca '", "added vici pool",
        "replaced vici pool", "updated vici pool",
        "adding virtual IP address pool", "reusing virtual IP address pool", "virtual IP pool too large",
        "left is other host, swapping ends",
        "id not specified, defaulting to", "no local configured", "no remote configured", "no IDi configured", "no IDr configured",
        "configured EAP-Identity", "configured XAuth username", "installed bypass policy", "uninstalling bypass policy",
        "Bypass LAN",
        "interface change for bypass policy", "writing crl file",
    ),
    noise("added EAP secret for carol", "added", pp.Regex(r"\S+ secret for ")),
    # -- starter
    routine(
        "charon is already running (/var/run/charon.pid exists) -- skipping daemon start",
        "charon is already running", "starter is already running", "Attempting to start", "Loading config setup", "Loading conn ",
        "Loading ca ",
        "Reloading config", "!! ", "PFS is enabled by specifying",
    ),
    noise("charon (1234) started after 20 ms", either("charon (", "charon-systemd ("), pp.Regex(r"\d+\) started after")),
    noise("child 1234 (charon) has quit (exit code 0)", "child", pp.Regex(r"\d++[^\n]*? has (?:quit|been)")),
    # -- settings of a connection as it is loaded
    noise("left=192.0.2.1", either(*_stroke_keys), pp.Regex(r"\w*=")),
    noise("local_addrs = 192.0.2.1", either(*_vici_keys), pp.Regex(r"\w* ?= ")),
    noise("conn moon", either("conn", "child", "authority"), pp.Regex(r"[^\s=:]+:?[ \t]*$")),
    noise("local:", either("local:", "remote:"), pp.Regex(r"[ \t]*$")),
    # -- how a connection is looked for
    routine(
        'candidate "moon", match: 20/20/28 (me/other/ike)',
        'candidate "', "candidate:", "found matching child config", "found matching ike config", "found existing IKE_SA",
        "ike config match", "peer config match", 'peer config "',
        "local id match:", "remote id match:", "looking for an IKEv", "looking for an ike config", "looking for IKEv",
        "looking for a route",
        "looking up interface", "getting a local address",
    ),
    routine(
        "selecting traffic selectors for us:",
        "selecting traffic selectors for", "proposing traffic selectors for", "changing proposed traffic selectors for",
        "selecting proposal:",
        "proposal matches", "narrowed CHILD_SA", "proposing security label", "selecting security label", "selected security label",
        "sending supported signature hash algorithms", "received supported signature hash algorithms", "sending UNITY_",
        "not establishing CHILD_SA",
    ),
    # a selector of such a list
    noise("10.1.0.0/16", pp.Regex(r"(?:[0-9a-fA-F]*[.:])+[0-9a-fA-F]*(?:(?:/|\.\.)[0-9a-fA-F.:]+)?(?:\[[^\]\n]*\]|\|/\d+)?[ \t]*$")),
    routine("successfully created shared key MAC", "successfully created shared key MAC", "using PPK for PPK_ID"),
    noise("received CHILDLESS_IKEV2_SUPPORTED notify", "received", pp.Regex(r"[A-Z0-9_]+ (?:notify|ME_ENDPOINT)")),
    noise("received unexpected EAP_FAILURE", "received", pp.Regex(r"(?:unexpected |[A-Z0-9_]+, (?:sending|selecting) )[A-Z(a]")),
    noise("handling INTERNAL_IP4_DNS attribute failed", either("handling", "building", "processing"), pp.Regex(r"\S+ attribute")),
    routine(
        "installing DNS server 192.0.2.53 to /etc/resolv.conf",
        "installing DNS server", "removing DNS server", "DNS server ", "resolvconf:", "adding DNS server", "install DNS servers",
        "error reading from resolvconf",
    ),
    noise("ignoring CFG_SET config payload", "ignoring", pp.Regex(r"\S+ config payload")),
    # -- managers of SAs, jobs and sockets
    routine(
        "checkin IKE_SA moon[1]",
        "checkin IKE_SA", "checkin IKEv", "checkin of IKE_SA", "check-in of IKE_SA", "checkin and destroy", "checkout IKE",
        "IKE_SA checkout not successful", "created IKE_SA",
        "change initiator SPI of", "tried to checkin", "releasing reqid", "releasing previous reqid", "allocating new reqid",
        "replaced reqid",
        "IKE_SA to initiate not found", "IKE_SA to rekey not found", "ignored checkin", "ignored change of initiator SPI",
        "creating roam job",
        "responder requested MID sync", "next event in", "no events, waiting", "got event, queuing job", "watching ", "watched FD",
        "watcher ", "notifying watcher",
        "reading watcher notify", "adding fd", "removed fd", "updated fd", "events on fds", "observing fds",
        "waiting for data on sockets",
        "generating new cookie secret", "increasing block threshold", "found CHILD_SA with reqid",
        "updating already routed CHILD_SA",
        "failed to allocated cookie secret", "unable to change initiator SPI", "unable to redirect", "unable to handle redirect",
        "only 5 redirects",
        "server sent REDIRECT even though", "redirect provider returned",
    ),
    routine(
        "failed to load 1 critical plugin feature",
        "failed to load 1 ", "failed to load 2 ", "failed to load 3 ", "failed to load 4 ", "Stopping strongSwan IPsec",
        "found netkey IPsec stack", "no netkey IPsec stack detected", "no KLIPS IPsec stack detected", "charon started", "charon stopped",
    ),
    noise(
        "delaying high priority jobs: 1 threads idle, but 2 reserved for higher priorities",
        "delaying", pp.Regex(r"\S+ priority jobs"),
    ),
    noise("CHILD_SA 'moon' is already being routed", "CHILD_SA", pp.Regex(r"'[^'\n]*' is already being routed")),
    noise("IKE_SA moon[1] successfully checked out", "IKE_SA", pp.Regex(r"[^\n]*? successfully checked out")),
    # -- plugins
    routine(
        "HA segment 1 activated, now active: 1",
        "HA segment", "HA heartbeat", "HA message", "HA pool", "HA is missing", "HA CHILD_SA", "HA keymat", "no HA heartbeat",
        "no heartbeat received",
        "received HA ", "received heartbeat", "requesting HA", "resyncing", "installed HA", "handling HA", "starting HA",
        "scheduling HA", "autobalancing HA",
        "remote node", "passive HA", "updown approximates", "detected Linux", "detecting Linux", "XFRM interface", "Unity (",
        "listening for",
        "name for interface too long", "opening file",
    ),
    # -- the mediation extension
    routine(
        "received ME_CONNECT",
        "received ME_", "send ME_", "adding ME_", "failed to parse ME_ENDPOINT", "mediation ", "checklist with id",
        "connectivity check", "pair with id",
        "pairs on checklist", "endpoint pair", "pruning endpoint pair", "removing checklist", "triggered check found",
        "queueing triggered check",
        "no triggered check queued", "no pairs in waiting state", "no waiting mediated connections",
        "there is no mediated connection", "initiating mediat",
        "establishing mediat", "scheduling retransmission", "fast finishing checks", "callback for", "peer '", "adding peer",
        "requested peer",
        "registered waiting mediated connection", "changing registered IKE_SA ID", "invalid connectivity check",
        "server did not return a ME_MEDIATION",
        "received request for a server reflexive endpoint", "unable to generate",
    ),
)  # fmt: skip

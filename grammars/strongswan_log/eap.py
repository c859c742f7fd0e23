"""charon: EAP, XAUTH, RADIUS, TLS inside EAP, and the addresses that a client is given.

    method  = "EAP_" name | "EAP vendor type" ...
    verdict = "EAP method" method ("succeeded, ... MSK established" | "failed for peer" id)
            | ("XAuth" | "RADIUS") "authentication of" user ("successful" | "failed")
"""

import pyparsing as pp

from grammars.common import PROVES, SUGGESTS, host, identity, message, rest, upper, word
from grammars.strongswan_log.values import either, noise, optional, prefixed, quoted, said, words

_first_method = prefixed("EAP_", "method")
_method = pp.Regex(r"(?P<method>EAP_\w*|\(\d+\))")

MESSAGES = (
    message(
        "auth-method-mismatch", "peer requested EAP, config unacceptable",
        either("peer requested EAP, config unacceptable", "peer requested EAP, config inacceptable"),
        strength=PROVES, ike_version="2", role="responder", used="EAP",
    ),
    message(
        "eap-failed", "loading EAP_TTLS method failed",
        either("loading", "initiating"), _method, words("method failed"),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "eap-started", "initiating EAP_MSCHAPV2 method (id 0x57)",
        "initiating", _method, "method",
        ike_version="2", role="responder",
    ),
    noise("server requested EAP_IDENTITY (id 0x00), sending 'carol'", "server requested EAP_IDENTITY"),
    message(
        "eap-started", "server requested EAP_MSCHAPV2 authentication (id 0x57)",
        "server requested", _method, "authentication",
        ike_version="2", role="initiator",
    ),
    message(
        "eap-started", "initiating EAP vendor type 14122-1 method (id 0x01)",
        either("initiating EAP vendor type", "server requested vendor specific EAP method"), word("method"),
        ike_version="2",
    ),
    message(
        "eap-failed", "requesting EAP_TLS authentication, sending EAP_NAK",
        "requesting", _method, words("authentication, sending EAP_NAK"),
        strength=SUGGESTS, ike_version="2", role="initiator",
    ),
    message(
        "eap-failed", "EAP method not supported, sending EAP_NAK",
        words("EAP method not supported", "requesting EAP method "),
        strength=SUGGESTS, ike_version="2", role="initiator",
    ),
    message(
        "eap-failed", "EAP_TTLS not supported, sending EAP_NAK",
        _first_method, words("not supported, sending EAP_NAK"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "loading vendor specific EAP method failed",
        said("loading vendor specific EAP method "),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "no EAP key found for hosts 'vpn.example.com' - 'carol'",
        words("no EAP key found for hosts"), quoted("local_id", " -"), identity("user"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "EAP-MS-CHAPv2 verification failed, retry (1)",
        said("EAP-MS-CHAPv2 verification failed"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "EAP-MS-CHAPv2 failed with error ERROR_AUTHENTICATION_FAILURE: 'Authentication failed'",
        said("EAP-MS-CHAPv2 failed"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "EAP method EAP_MSCHAPV2 failed for peer carol",
        "EAP method", _method, words("failed for peer"), rest("user"),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "eap-ok", "EAP method EAP_MSCHAPV2 succeeded, MSK established",
        "EAP method", _method, "succeeded",
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-ok", "EAP vendor specific method 14122-1 succeeded, MSK established",
        "EAP vendor specific method", word("method"), "succeeded",
    ),
    message(
        "eap-failed", "EAP vendor specific method 14122-1 failed for peer carol",
        "EAP vendor specific method", word("method"), words("failed for peer"), rest("user"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "received EAP_FAILURE, EAP authentication failed",
        "received EAP_FAILURE",
        strength=PROVES, ike_version="2", role="initiator",
    ),
    message(
        "eap-failed", "received invalid EAP response, sending EAP_FAILURE",
        said("received invalid EAP response"),
        strength=SUGGESTS, ike_version="2", role="responder",
    ),
    message(
        "eap-failed", "verification of AUTH payload with EAP MSK failed",
        words("verification of AUTH payload with EAP MSK failed", "verification of AUTH payload without EAP MSK failed"),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "configured EAP-only authentication, but peer does not support it",
        words(
            "configured EAP-only authentication, but peer does not support it",
            "EAP-only authentication requires a mutual and MSK deriving EAP method",
            "do not allow non-mutual EAP-only authentication",
        ),
        strength=PROVES, ike_version="2",
    ),
    message(
        "eap-failed", "received EAP_SUCCESS but failed to establish MSK",
        said("received EAP_SUCCESS but "),
        strength=SUGGESTS, ike_version="2",
    ),
    message(
        "eap-failed", "received invalid EAP-MS-CHAPv2 message: too short",
        said("received invalid EAP-MS-CHAPv2 message"),
        strength=SUGGESTS,
    ),
    message(
        "plugin-missing", "EAP-Identity request configured, but not supported",
        words("EAP-Identity request configured, but not supported", "EAP_IDENTITY method not available"),
        strength=PROVES,
    ),
    message(
        "eap-failed", "vendor specific EAP method 14122-1 failed",
        words(
            "vendor specific EAP method", "EAP-MS-CHAPv2 generating NT-Response failed", "EAP-MD5 verification failed",
            "EAP-GTC"), optional(word("method"), "failed",
        ),
        strength=SUGGESTS, ike_version="2",
    ),
    message("eap-failed", "EAP_PEAP method failed", _first_method, words("method failed"), strength=SUGGESTS, ike_version="2"),
    # -- RADIUS
    message(
        "eap-failed", "RADIUS authentication of 'carol' failed",
        words("RADIUS authentication of"), quoted("user", " failed"),
        strength=PROVES, role="responder", method="RADIUS",
    ),
    message(
        "eap-ok", "RADIUS authentication of 'carol' successful",
        "RADIUS authentication of", quoted("user", " successful"),
        strength=PROVES, role="responder", method="RADIUS",
    ),
    message(
        "radius-failed", "RADIUS Access-Request timed out after 4 attempts",
        "RADIUS", pp.Regex(r"(?P<reason>\S+ timed out after \d+ attempts)"),
        strength=PROVES, role="responder",
    ),
    message(
        "radius-failed", "RADIUS Response-Authenticator verification failed",
        words(
            "RADIUS Response-Authenticator verification failed", "RADIUS Message-Authenticator verification failed",
            "RADIUS Message-Authenticator attribute missing", "RADIUS Message-Authenticator invalid length",
            "received invalid RADIUS message",
            "RADIUS message truncated", "RADIUS message has invalid length", "RADIUS attribute has invalid length",
        ),
        strength=PROVES, role="responder",
    ),
    message(
        "radius-failed", "resolving RADIUS server address 'radius.example.com' failed",
        words(
            "resolving RADIUS server address", "connecting RADIUS socket to", "opening RADIUS socket for",
            "sending RADIUS message failed",
            "receiving RADIUS message failed", "waiting for RADIUS message failed", "RADIUS initialization failed",
            "no RADIUS server defined",
            "no RADIUS secret defined", "loading RADIUS server", "RADIUS Access-Challenge not supported",
            "deleting IKE_SA after RADIUS timeout",
            "deleting all IKE_SAs after RADIUS timeout",
        ),
        strength=SUGGESTS, role="responder",
    ),
    noise(
        "sending RADIUS Access-Request to server '192.0.2.10'",
        either(
            "sending RADIUS ", "received RADIUS ", "retransmit 1 of RADIUS", "retransmit 2 of RADIUS", "retransmit 3 of RADIUS",
            "RADIUS server '",
            "loaded 1 RADIUS", "scheduling RADIUS Interim-Updates", "received group membership", "forwarding RADIUS",
            "cache RADIUS",
            "closing 1 IKE_SA matching", "no Session-Timeout attribute found in",
        ),
    ),
    # -- TLS
    message(
        "eap-failed", "received fatal TLS alert 'unknown ca'",
        said("received fatal TLS alert "),
        strength=PROVES, ike_version="2", method="EAP_TLS",
    ),
    message(
        "eap-failed", "sending fatal TLS alert 'bad certificate'",
        said("sending fatal TLS alert "),
        strength=PROVES, ike_version="2", method="EAP_TLS",
    ),
    message(
        "eap-failed", "server certificate does not match to 'radius.example.com'",
        said("server certificate does not match to "),
        strength=PROVES, ike_version="2", role="initiator", method="EAP_TLS",
    ),
    message(
        "eap-failed", "no usable TLS client certificate found for 'carol'",
        words(
            "no usable TLS client certificate found", "no usable TLS server certificate found", "no TLS peer certificate found",
            "no certificate sent by peer",
            "no common signature algorithms found", "received cipher suites or signature schemes unacceptable",
            "received cipher suites unacceptable",
            "no supported TLS cipher suite available", "server requested a certificate, but client authentication disabled",
            "creating TLS Certificate Verify signature failed", "no EC group supported by client and server",
            "TLS handshake exceeds maximum length",
            "TLS record decryption failed",
        ),
        strength=SUGGESTS, ike_version="2", method="EAP_TLS",
    ),
    message(
        "eap-failed", "proposed version TLS 1.0 not supported",
        either("proposed version", "negotiated version"), pp.Regex(r"(?P<reason>[A-Z]+ [\d.]+ not supported)"),
        strength=SUGGESTS, ike_version="2", method="EAP_TLS",
    ),
    noise(
        "sending EAP_TTLS start packet (6 bytes)",
        either("sending", "received"), pp.Regex(r"EAP_\w+ (?:start|acknowledg|packet|\S+ \()"),
    ),
    noise(
        "sending TLS close notify",
        either(
            "sending TLS ", "received TLS ", "negotiated TLS", "processing TLS ", "created TLS session", "resuming TLS session",
            "resumed TLS ", "processing buffered TLS ", "selected ECDH group", "selected DH group", "using key of type",
            "sending extension:", "created signature with", "verified signature with", "requesting key exchange with",
            "using key exchange",
        ),
    ),
    # -- XAUTH
    message(
        "xauth-ok", "XAuth authentication of 'carol' (myself) successful",
        "XAuth authentication of", quoted("user", " (myself) successful"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "xauth-failed", "XAuth authentication of 'carol' (myself) failed",
        words("XAuth authentication of"), quoted("user", " (myself) failed"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "xauth-ok", "XAuth authentication of 'carol' successful",
        "XAuth authentication of", quoted("user", " successful"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "XAuth authentication of 'carol' failed",
        words("XAuth authentication of"), quoted("user", " failed"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "no XAuth password found for 'carol' - 'vpn.example.com'",
        words("no XAuth password found for", "no XAuth PIN found for"), quoted("user", " -"), identity("remote_id"),
        strength=PROVES, ike_version="1", role="initiator",
    ),
    message(
        "xauth-failed", "no XAuth secret found for 'vpn.example.com' - 'carol'",
        words("no XAuth secret found for"), quoted("local_id", " -"), identity("user"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "none of 2 found XAuth secrets for 'vpn.example.com' - 'carol' matched",
        pp.FollowedBy(pp.Regex(r"(?P<reason>none of \d+ found XAuth secrets)")), "none of",
        pp.Regex(r"\d+ found XAuth secrets for"),
        quoted("local_id", " -"), quoted("user", " matched"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "peer did not respond to our XAuth request",
        said("peer did not respond to our XAuth "),
        strength=SUGGESTS, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "destroying IKE_SA after failed XAuth authentication",
        words("destroying IKE_SA after failed XAuth authentication"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "XAuth pam_authenticate for 'carol' failed: Authentication failure",
        "XAuth", pp.Regex(r"pam_\w+ for"), quoted("user", " failed:"), rest("reason"),
        strength=PROVES, ike_version="1", role="responder",
    ),
    message(
        "xauth-failed", "received invalid XAUTH status response",
        words(
            "received invalid XAUTH status response", "configuration payload missing in XAuth",
            "failed to parse provided XAuth username",
        ),
        strength=SUGGESTS, ike_version="1",
    ),
    message(
        "plugin-missing", "no XAuth method found",
        said("no XAuth method found"),
        strength=PROVES, ike_version="1",
    ),
    # -- addresses for clients
    noise(
        "peer requested virtual IP %any",
        either("peer requested virtual IP ", "assigning new lease to ", "reassigning ", "lease "),
    ),
    message(
        "address-assigned", "assigning virtual IP 10.3.0.1 to peer 'carol@example.com'",
        "assigning virtual IP", host("local"), "to peer", identity("remote_id"),
        strength=PROVES, role="responder",
    ),
    message(
        "address-assigned", "installing new virtual IP 10.3.0.1",
        "installing new virtual IP",
        strength=PROVES, role="initiator",
    ),
    message(
        "address-refused", "no virtual IP found for %any requested by 'carol@example.com'",
        words("no virtual IP found"), optional("for", word("requested")), optional("requested by", identity("remote_id")),
        strength=PROVES, role="responder",
    ),
    message(
        "address-refused", "expected a virtual IP request, sending FAILED_CP_REQUIRED",
        words("expected a virtual IP request"), optional(", sending", upper("notify")),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "address-refused", "pool 'clients' is full, unable to assign address",
        "pool '", pp.Regex(r"[^'\n]*' (?P<reason>is full[^\n]*)"),
        strength=PROVES, role="responder",
    ),
    message(
        "address-refused", "installing virtual IP 10.3.0.1 failed",
        said("installing virtual IP "),
        strength=PROVES, role="initiator",
    ),
    message(
        "address-refused", "configuration payload negotiation failed, no CHILD_SA built",
        words("configuration payload negotiation failed"),
        strength=PROVES, ike_version="2", role="responder",
    ),
    message(
        "address-refused", "DHCP DISCOVER timed out",
        words("DHCP DISCOVER timed out", "DHCP REQUEST timed out", "DHCP DISCOVER failed"),
        strength=PROVES, role="responder",
    ),
    message(
        "address-refused", "no interface available, unable to install virtual IP 10.3.0.1",
        words("no interface available, unable to install virtual IP"),
        strength=SUGGESTS, role="initiator",
    ),
    message(
        "config-warning", "opening DHCP receive socket failed: Operation not permitted",
        said(
            "opening DHCP", "binding DHCP socket", "installing DHCP socket filter", "unable to bind DHCP", "unable to create DHCP",
            "unable to connect DHCP",
            "unable to broadcast on DHCP", "unable to reuse DHCP", "configured DHCP server address invalid",
            "unable to determine source address for DHCP",
        ),
    ),
    message(
        "address-refused", "virtual IP pool 10.3.0.0/24 is empty",
        "virtual IP pool", pp.Regex(r"\S+"), words("is empty"),
        strength=SUGGESTS, role="responder",
    ),
    noise(
        "received EAP identity 'carol'",
        either(
            "received EAP identity ", "using configured EAP-Identity ", "allow mutual EAP-only authentication", "ignore missing ",
            "PAM authentication of ",
            "EAP-MS-CHAPv2 succeeded", "EAP-MS-CHAPv2 username", "phase2 method ", "received tunneled EAP", "sending tunneled EAP",
            "XAuth message",
            "received DHCP ", "sending DHCP ", "ignoring DHCP ",
        ),
    ),
)  # fmt: skip

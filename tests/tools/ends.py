"""What charon and pluto log at the other end of a vendor's gateway; the messages are those of the strongSwan 5.9 and Libreswan 4.10 samples."""

_INIT2 = """\
06[IKE] initiating IKE_SA net[1] to {peer}
06[ENC] generating IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) N(FRAG_SUP) N(HASH_ALG) N(REDIR_SUP) ]
06[NET] sending packet: from {own}[500] to {peer}[500] (464 bytes)
08[NET] received packet: from {peer}[500] to {own}[500] (464 bytes)
"""
_AUTH2 = """\
08[ENC] parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
08[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
08[IKE] authentication of '{own_id}' (myself) with pre-shared key
08[IKE] establishing CHILD_SA net{{1}}
08[ENC] generating IKE_AUTH request 1 [ IDi N(INIT_CONTACT) IDr AUTH SA TSi TSr N(EAP_ONLY) ]
08[NET] sending packet: from {own}[500] to {peer}[500] (320 bytes)
09[NET] received packet: from {peer}[500] to {own}[500] (80 bytes)
"""
_MAIN = """\
06[IKE] initiating Main Mode IKE_SA net[1] to {peer}
06[ENC] generating ID_PROT request 0 [ SA V V V V V ]
06[NET] sending packet: from {own}[500] to {peer}[500] (180 bytes)
08[NET] received packet: from {peer}[500] to {own}[500] (160 bytes)
"""
_KEYS = """\
08[ENC] parsed ID_PROT response 0 [ SA V V ]
08[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
08[ENC] generating ID_PROT request 0 [ KE No NAT-D NAT-D ]
08[NET] sending packet: from {own}[500] to {peer}[500] (396 bytes)
09[NET] received packet: from {peer}[500] to {own}[500] (396 bytes)
09[ENC] parsed ID_PROT response 0 [ KE No NAT-D NAT-D ]
09[ENC] generating ID_PROT request 0 [ ID HASH N(INITIAL_CONTACT) ]
09[NET] sending packet: from {own}[500] to {peer}[500] (124 bytes)
"""
_UP1 = """\
10[NET] received packet: from {peer}[500] to {own}[500] (92 bytes)
10[ENC] parsed ID_PROT response 0 [ ID HASH ]
10[IKE] IKE_SA net[1] established between {own}[{own}]...{peer}[{peer}]
10[ENC] generating QUICK_MODE request 1150519520 [ HASH SA No ID ID ]
10[NET] sending packet: from {own}[500] to {peer}[500] (188 bytes)
13[NET] received packet: from {peer}[500] to {own}[500] (124 bytes)
"""
# what an initiator with charon logs, by what the peer refuses
CHARON_INITIATOR = {
    "proposal-v2": _INIT2 + "08[ENC] parsed IKE_SA_INIT response 0 [ N(NO_PROP) ]\n08[IKE] received NO_PROPOSAL_CHOSEN notify error\n",
    "auth-v2": _INIT2
    + _AUTH2
    + "09[ENC] parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]\n09[IKE] received AUTHENTICATION_FAILED notify error\n",
    "networks-v2": _INIT2
    + _AUTH2
    + """\
09[ENC] parsed IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]
09[IKE] authentication of '{peer}' with pre-shared key successful
09[IKE] IKE_SA net[1] established between {own}[{own_id}]...{peer}[{peer}]
09[IKE] received TS_UNACCEPTABLE notify, no CHILD_SA built
""",
    "esp-v2": _INIT2
    + _AUTH2
    + """\
09[ENC] parsed IKE_AUTH response 1 [ IDr AUTH N(NO_PROP) ]
09[IKE] authentication of '{peer}' with pre-shared key successful
09[IKE] IKE_SA net[1] established between {own}[{own_id}]...{peer}[{peer}]
09[IKE] received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built
""",
    "proposal-v1": _MAIN
    + "08[ENC] parsed INFORMATIONAL_V1 request 2214107735 [ N(NO_PROP) ]\n08[IKE] received NO_PROPOSAL_CHOSEN error notify\n",
    "key-v1": _MAIN
    + _KEYS
    + """\
10[IKE] sending retransmit 1 of request message ID 0, seq 3
10[NET] sending packet: from {own}[500] to {peer}[500] (124 bytes)
11[IKE] sending retransmit 2 of request message ID 0, seq 3
11[NET] sending packet: from {own}[500] to {peer}[500] (124 bytes)
12[IKE] giving up after 5 retransmits
""",
    "networks-v1": _MAIN
    + _KEYS
    + _UP1
    + "13[ENC] parsed INFORMATIONAL_V1 request 35984734 [ HASH N(INVAL_ID) ]\n13[IKE] received INVALID_ID_INFORMATION error notify\n",
    "esp-v1": _MAIN
    + _KEYS
    + _UP1
    + "13[ENC] parsed INFORMATIONAL_V1 request 35984734 [ HASH N(NO_PROP) ]\n13[IKE] received NO_PROPOSAL_CHOSEN error notify\n",
}
_ASKED2 = """\
06[NET] received packet: from {peer}[500] to {own}[500] (464 bytes)
06[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
06[IKE] {peer} is initiating an IKE_SA
"""
_ASKED_AUTH = """\
06[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
06[ENC] generating IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) ]
06[NET] sending packet: from {own}[500] to {peer}[500] (464 bytes)
09[NET] received packet: from {peer}[500] to {own}[500] (320 bytes)
09[ENC] parsed IKE_AUTH request 1 [ IDi IDr AUTH SA TSi TSr ]
09[CFG] looking for peer configs matching {own}[{own}]...{peer}[{peer_id}]
"""
_ASKED1 = """\
06[NET] received packet: from {peer}[500] to {own}[500] (180 bytes)
06[ENC] parsed ID_PROT request 0 [ SA V V V ]
06[IKE] {peer} is initiating a Main Mode IKE_SA
"""
_ASKED_KEYS = """\
06[CFG] selected proposal: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
06[ENC] generating ID_PROT response 0 [ SA V V V ]
06[NET] sending packet: from {own}[500] to {peer}[500] (144 bytes)
07[NET] received packet: from {peer}[500] to {own}[500] (396 bytes)
07[ENC] parsed ID_PROT request 0 [ KE No NAT-D NAT-D ]
07[ENC] generating ID_PROT response 0 [ KE No NAT-D NAT-D ]
07[NET] sending packet: from {own}[500] to {peer}[500] (396 bytes)
12[NET] received packet: from {peer}[500] to {own}[500] (124 bytes)
"""
_UP_AS_RESPONDER = """\
12[ENC] parsed ID_PROT request 0 [ ID HASH ]
12[CFG] looking for pre-shared key peer configs matching {own}...{peer}[{peer}]
12[CFG] selected peer config "net"
12[IKE] IKE_SA net[1] established between {own}[{own}]...{peer}[{peer}]
12[ENC] generating ID_PROT response 0 [ ID HASH ]
12[NET] sending packet: from {own}[500] to {peer}[500] (92 bytes)
13[NET] received packet: from {peer}[500] to {own}[500] (188 bytes)
13[ENC] parsed QUICK_MODE request 1150519520 [ HASH SA No ID ID ]
"""
# what a responder with charon logs, by what it refuses
CHARON_RESPONDER = {
    "proposal-v2": _ASKED2
    + """\
06[CFG] received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256
06[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
06[IKE] received proposals unacceptable
06[ENC] generating IKE_SA_INIT response 0 [ N(NO_PROP) ]
06[NET] sending packet: from {own}[500] to {peer}[500] (36 bytes)
""",
    "key-v2": _ASKED2
    + _ASKED_AUTH
    + """\
09[CFG] selected peer config 'net'
09[IKE] tried 1 shared key for '{own}' - '{peer_id}', but MAC mismatched
09[ENC] generating IKE_AUTH response 1 [ N(AUTH_FAILED) ]
09[NET] sending packet: from {own}[500] to {peer}[500] (96 bytes)
""",
    "networks-v2": _ASKED2
    + _ASKED_AUTH
    + """\
09[CFG] selected peer config 'net'
09[IKE] authentication of '{peer_id}' with pre-shared key successful
09[IKE] authentication of '{own}' (myself) with pre-shared key
09[IKE] IKE_SA net[1] established between {own}[{own}]...{peer}[{peer_id}]
09[IKE] traffic selectors 10.1.0.0/16 === 10.99.0.0/16 unacceptable
09[IKE] failed to establish CHILD_SA, keeping IKE_SA
09[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]
09[NET] sending packet: from {own}[500] to {peer}[500] (168 bytes)
""",
    "proposal-v1": _ASKED1
    + """\
06[CFG] received proposals: IKE:3DES_CBC/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048
06[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048
06[IKE] no proposal found
06[ENC] generating INFORMATIONAL_V1 request 2214107735 [ N(NO_PROP) ]
06[NET] sending packet: from {own}[500] to {peer}[500] (56 bytes)
""",
    "key-v1": _ASKED1
    + _ASKED_KEYS
    + """\
12[ENC] invalid ID_V1 payload length, decryption failed?
12[ENC] could not decrypt payloads
12[IKE] message parsing failed
12[ENC] generating INFORMATIONAL_V1 request 3541928495 [ HASH N(PLD_MAL) ]
12[NET] sending packet: from {own}[500] to {peer}[500] (92 bytes)
12[IKE] ID_PROT request with message ID 0 processing failed
""",
    "networks-v1": _ASKED1
    + _ASKED_KEYS
    + _UP_AS_RESPONDER
    + """\
13[IKE] no matching CHILD_SA config found for 10.1.0.0/16 === 10.99.0.0/16
13[ENC] generating INFORMATIONAL_V1 request 35984734 [ HASH N(INVAL_ID) ]
13[NET] sending packet: from {own}[500] to {peer}[500] (124 bytes)
""",
    "esp-v1": _ASKED1
    + _ASKED_KEYS
    + _UP_AS_RESPONDER
    + """\
13[CFG] received proposals: ESP:3DES_CBC/HMAC_SHA1_96/NO_EXT_SEQ
13[CFG] configured proposals: ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ
13[IKE] no matching proposal found, sending NO_PROPOSAL_CHOSEN
13[ENC] generating INFORMATIONAL_V1 request 35984734 [ HASH N(NO_PROP) ]
13[NET] sending packet: from {own}[500] to {peer}[500] (124 bytes)
""",
}
_PLUTO2 = '"net" #1: initiating IKEv2 connection\n"net" #1: sent IKE_SA_INIT request to {peer}:500\n'
_PLUTO2_AUTH = '"net" #1: sent IKE_AUTH request {{cipher=AES_CBC_256 integ=HMAC_SHA2_256_128 prf=HMAC_SHA2_256 group=MODP2048}}\n'
_PLUTO1 = '"net" #1: initiating IKEv1 Main Mode connection\n"net" #1: sent Main Mode request\n'
# what an initiator with pluto logs, by what the peer refuses
PLUTO_INITIATOR = {
    "proposal-v2": _PLUTO2 + '"net" #1: dropping unexpected IKE_SA_INIT message containing NO_PROPOSAL_CHOSEN notification; '
    "message payloads: N; missing payloads: SA,KE,Ni\n",
    "auth-v2": _PLUTO2 + _PLUTO2_AUTH + '"net" #1: IKE SA authentication request rejected by peer: AUTHENTICATION_FAILED\n',
    "networks-v2": _PLUTO2
    + _PLUTO2_AUTH
    + "\"net\" #1: initiator established IKE SA; authenticated peer using authby=secret and ID_IPV4_ADDR '{peer}'\n"
    '"net" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE\n',
    "proposal-v1": _PLUTO1 + '"net" #1: ignoring informational payload NO_PROPOSAL_CHOSEN, msgid=00000000, length=12\n',
    "key-v1": _PLUTO1 + '"net" #1: sent Main Mode I2\n"net" #1: sent Main Mode I3\n'
    '"net" #1: STATE_MAIN_I3: retransmission; will wait 0.5 seconds for response\n'
    '"net" #1: STATE_MAIN_I3: 60 second timeout exceeded after 7 retransmits.  Possible authentication failure: no acceptable response '
    "to our first encrypted message\n",
}


def stamped(text: str, frame: str, own: str, peer: str, own_id: str = "", peer_id: str = "") -> str:
    """The text of one end, filled in, with what stands before each line; ``frame`` may hold ``%02d`` for the second."""
    lines = text.format(own=own, peer=peer, own_id=own_id or own, peer_id=peer_id or peer).splitlines()
    return "".join(f"{frame % i if '%' in frame else frame}{line}\n" for i, line in enumerate(lines))

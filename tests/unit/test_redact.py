"""No key or password reaches a report; with --redact no address or name either, and networks still relate."""

import time
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from analyzer import Analysis, Confidence, Evidence, Finding, Input, Named, Status, Tunnel, Unparsed, Verdict, Where, analyze, redact
from analyzer.pseudonyms import Pseudonyms
from analyzer.redact import addresses, secrets
from analyzer.secret_forms import HIDDEN

SAMPLES = Path(__file__).parents[2] / "sample_logs"

# swordfish7 is the secret in each of them.
WITH_SECRET = r"""
: PSK "swordfish7"
"/etc/ipsec.secrets" line 3: PSK data malformed (input does not begin with format prefix): swordfish7
moon.example sun.example : PSK 0sswordfish7 # ours
%any : EAP "x swordfish7"
carol : XAUTH "swordfish7"
carol@example.org : EAP swordfish7
moon.example : PSK "with \" inside swordfish7"
ikev2 "a" passive esp from 10.0.0.0/8 to 10.1.0.0/16 local any peer 192.0.2.1 srcid moon psk swordfish7
tunnel-group 192.0.2.1 ipsec-attributes pre-shared-key swordfish7
set security ike policy p pre-shared-key hexadecimal swordfish7
            pre-shared-key ascii-text "swordfish7"; ## SECRET-DATA
set security ipsec security-association s manual direction bidirectional authentication key ascii-text swordfish7
<pre-shared-key><ascii-text>swordfish7</ascii-text></pre-shared-key>
set access profile p client c xauth password swordfish7
set ike gateway "a" address 192.0.2.1 Main outgoing-interface "e0" preshare "swordfish7" proposal "x"
set ike gateway "a" seed-preshare swordfish7
VPN_IPSEC_PSK: 'swordfish7'
  ike-moon { id = moon; secret = "swordfish7" }
: RSA moonKey.pem "pass swordfish7"
: P12 moon.p12 "swordfish7"
: PIN %smartcard1@module "swordfish7"
    secret = my long swordfish7
    shared-secret = "swordfish7"
secret="swordfish7" x
"Psk": "swordfish7"
{"PreSharedKey":"swordfish7"}
pre-shared-key ascii-text "$9$swordfish7"; ## SECRET-DATA
set security ike policy p pre-shared-key ascii-text "swordfish7"
crypto isakmp key swordfish7 address 192.0.2.1
crypto isakmp key 6 swordfish7 address 192.0.2.1
isakmp key swordfish7 address 192.0.2.1
 pre-shared-key address 192.0.2.1 key swordfish7
 pre-shared-key address 192.0.2.1 255.255.255.0 key swordfish7
 pre-shared-key hostname a.example key swordfish7
 pre-shared-key address ipv6 2001:db8::/32 key swordfish7
 pre-shared-key 6 swordfish7
 authentication local pre-share key swordfish7
 authentication remote pre-share key 6 swordfish7
 ppk manual id a key swordfish7
key config-key password-encrypt swordfish7
 key swordfish7
 password 7 swordfish7
username bob privilege 15 secret swordfish7
enable password swordfish7
R1(config)#crypto isakmp key 0 swordfish7 hostname a.example
 ikev2 remote-authentication pre-shared-key swordfish7
 pre-shared-key local swordfish7
 pre-shared-key remote 6 swordfish7
 pre-shared-key cipher swordfish7
 ike-pre-shared-key swordfish7
set vpn ipsec site-to-site peer 192.0.2.1 authentication pre-shared-secret 'swordfish7'
set psksecret ENC swordfish7==
 psksecret=swordfish7
psk "swordfish7"
<pre-shared-key>swordfish7</pre-shared-key>
<ns:preSharedKey>swordfish7</ns:preSharedKey>
ipsec ike pre-shared-key 1 text swordfish7
aws ec2 create-vpn-connection --pre-shared-key swordfish7
az network vpn-connection create --shared-key swordfish7
New-AzVirtualNetworkGatewayConnection -SharedKey swordfish7
gcloud compute vpn-tunnels create t --shared-secret swordfish7
XAUTH user carol, password 'swordfish7'
leftxauthpassword swordfish7
xauth_password = swordfish7
User-Password = "swordfish7"
radius_secret = foo swordfish7
radius-server host 10.0.0.1 key 7 swordfish7
username bob password 0 swordfish7
username bob secret 5 $1$swordfish7$abc
key-string swordfish7
https://user:swordfish7@host.example/x
""".strip("\n").split("\n")

KEY_MATERIAL = {
    "07[IKE]    0: 5A 1C 31 DE B8 C1 3D 3E 46 56 A0 C8 61 2B FE F5  Z.1...=>FV..a+..": "07[IKE]    0: <secret>",
    "07[IKE] <gw|1>   16: 5A  Z": "07[IKE] <gw|1>   16: <secret>",
    "   16: 5A 1C": "   16: <secret>",
    "\tenc cbc(aes) 0x5a1c31deb8c13d3e4656a0c8612bfef5 (128 bits)": "\tenc cbc(aes) <secret> (128 bits)",
    "\tauth-trunc hmac(sha256) 0xfe7b5af26e93e8a536c94b406bcd0e0d (128 bits) 128": "\tauth-trunc hmac(sha256) <secret> (128 bits) 128",
    "\taead rfc4106(gcm(aes)) 0xfe7b5af26e93e8a536c94b406bcd0e0d01020304 128": "\taead rfc4106(gcm(aes)) <secret> 128",
    "\tE: aes-cbc  9d1a83f6 f1be8ab3 9d1a83f6 f1be8ab3": "\tE: aes-cbc  <secret>",
    "\tA: hmac-sha1  9d1a83f6 f1be8ab3 9d1a83f6 f1be8ab3 00112233": "\tA: hmac-sha1  <secret>",
    'add 192.0.2.1 192.0.2.2 esp 0x100 -E aes-cbc 0x5a1c31de -A hmac-md5 "abcdefghijklmnop";': (
        "add 192.0.2.1 192.0.2.2 esp 0x100 -E aes-cbc <secret> -A hmac-md5 <secret>;"
    ),
    "| 54 ac 8b 0d  01 02 03 04": "| <secret>",
    "9d1a83f6 f1be8ab3 9d1a83f6 f1be8ab3": "<secret>",
    "SKEYID_d: 0011223344556677889900aabbccddeeff": "SKEYID_d: <secret>",
    "PrivateExponent: 0x00112233445566778899": "PrivateExponent: <secret>",
    "set session-key inbound esp 256 cipher 0102030405060708 authenticator 0a0b0c0d0e0f0001": (
        "set session-key inbound esp 256 cipher <secret> authenticator <secret>"
    ),
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----": (
        "-----BEGIN RSA PRIVATE KEY-----<secret>-----END RSA PRIVATE KEY-----"
    ),
    "-----BEGIN PRIVATE KEY-----\nMIIEow==": "-----BEGIN PRIVATE KEY-----<secret>",
}

# Messages that speak of keys, and hold none.
HARMLESS = (
    "no shared key found for 'a' - 'b'",
    "12[IKE] tried 1 shared key for 'a' - 'b', but MAC mismatched",
    "13[IKE] Aggressive Mode PSK disabled for security reasons",
    "authentication of 'moon' (myself) with pre-shared key",
    "pre-shared-key mismatch",
    "p1.psk: the keys differ, see p1.psk",
    '"net" #1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_128 integ=HMAC_SHA2_256 group=DH19}',
    '"net" #1: Can\'t authenticate: no preshared key found for `a\' and `b\'.  Attribute OAKLEY_AUTHENTICATION_METHOD',
    "XAUTH PAM support [enabled]",
    "loaded IKE secret for branch.example.com hq.example.com",
    "Sk_ei secret => 32 bytes @ 0x7f0a8c001a30",
    "received EAP identity 'carol'",
    "12[IKE] tried 2 shared keys for 'a' - 'b', but MAC mismatched",
    "looking for pre-shared key peer configs matching 192.0.2.1...198.51.100.1[sun]",
    "authentication of 'x' with pre-shared key successful",
    "EAP method EAP_MD5 failed",
    "server requested EAP_MD5 authentication (id 0x4B)",
    "initiating EAP_IDENTITY method (id 0x00)",
    "loading secrets from '/etc/ipsec.secrets'",
    "loaded EAP secret for carol",
    "loaded RSA private key from '/etc/ipsec.d/private/moonKey.pem'",
    "loaded PKCS8 private key file '/etc/ipsec.d/private/key.pem', 2484 bytes",
    "loaded IKE shared key with id 'ike-0' for: 'hq.example.com', 'branch.example.com'",
    "found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode",
    "constraint requires public key authentication, but pre-shared key was used",
    "ERROR: couldn't find the pskey for 198.51.100.1.",
    "ISAKMP:(0):found peer pre-shared key matching 192.0.2.1",
    "had problems decrypting packet, probably due to mismatched pre-shared key.  Aborting",
    " authentication pre-share",
    "set security ike proposal p authentication-method pre-shared-keys",
    "ikev2_recv_sa: spi=0x91a8855f2a65e203: ikev2_msg_auth: wrong PSK",
    "the private key password was wrong",
    "\t 00000000 00000000 00000000 000003ff ",
    "shared secret: none",
    "Nov 23 07:21:00 05[NET] sending packet: from 2001:db8::1[500] to 2001:db8::2[500] (440 bytes)",
)


@pytest.mark.parametrize("line", WITH_SECRET)
def test_secret_is_hidden_and_the_rest_stays(line: str) -> None:
    shown = secrets(line)
    assert "swordfish7" not in shown
    assert HIDDEN in shown
    assert shown.split(HIDDEN)[0].strip("\"' ") in line
    assert secrets(shown) == shown


@pytest.mark.parametrize(("line", "shown"), KEY_MATERIAL.items())
def test_key_material_is_hidden(line: str, shown: str) -> None:
    assert secrets(line) == shown


@pytest.mark.parametrize("line", HARMLESS)
def test_message_about_keys_stays(line: str) -> None:
    assert secrets(line) == line


def test_no_line_of_a_daemon_holds_a_secret() -> None:
    """Daemons do not print keys at their usual levels, so nothing in their logs is taken for one."""
    changed = [
        line
        for top in ("tests/lab/data", "sample_logs")
        for path in (Path(__file__).parents[2] / top).rglob("*")
        if path.name == "syslog" or path.suffix == ".log"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if secrets(line) != line
    ]
    assert changed == []


@pytest.mark.parametrize(
    "unit",
    ["a", "0a ", "pre-shared-key ", "secret = ", "'", '"', ": PSK ", "SKEYID ", "0x00", "| 00 ", "radius ", "psk.", "_psk",
     "enc a ", "://a:", "ikev2 a ", '"\\'],
)
def test_secrets_are_found_in_linear_time(unit: str) -> None:
    started = time.process_time()
    secrets((unit * 50_000)[:50_000])
    assert time.process_time() - started < 2


# -- addresses

LINES = (
    "Nov 23 07:21:00 gw-muc charon: 05[IKE] initiating IKE_SA net[1] to 203.0.113.9",
    "selected TS 10.1.2.0/24 within 10.1.0.0/16; 10.1.0.0-10.1.255.255; 10.1.0.0/255.255.0.0; 10.1.0.0..10.1.255.255; 172.20.1.5",
    "looking for peer configs matching 203.0.113.9[sun]...198.51.100.2[carol@corp.example.org]",
    "authentication of 'C=CH, O=Linux Works, CN=moon.corp.example.org' with RSA successful",
    '"net"[1] 198.51.100.2 #3: peer ID is @hq.corp.example.org',
    "[2001:db8:7::1]:500 2001:db8:7::/48 fd00:1:2:3::9 fe80::308f:3ff:feee:336a ::1 ::/0 127.0.0.1 0.0.0.0/0 255.255.255.0 224.0.0.1",
)


@pytest.fixture
def change() -> Pseudonyms:
    return Pseudonyms(LINES, keep=("net",))


def test_networks_hold_what_they_held(change: Pseudonyms) -> None:
    wide, narrow, host = ip_network(change("10.1.0.0/16")), ip_network(change("10.1.2.0/24")), ip_address(change("10.1.2.77"))
    assert host in narrow
    assert narrow.subnet_of(wide)  # type: ignore[arg-type] # both are of version 4
    assert change("10.1.0.0-10.1.255.255") == f"{wide[0]}-{wide[-1]}"
    assert change("10.1.0.0..10.1.255.255") == f"{wide[0]}..{wide[-1]}"
    assert change("10.1.0.0/255.255.0.0") == f"{wide[0]}/255.255.0.0"
    assert ip_address(change("2001:db8:7::1")) in ip_network(change("2001:db8:7::/48"))


@pytest.mark.parametrize("address", ["10.1.2.3", "172.20.1.5", "192.168.3.4", "100.64.9.8", "203.0.113.9", "198.51.100.2", "2001:db8:7::1", "fd00::9"])
def test_address_becomes_another_of_its_kind(change: Pseudonyms, address: str) -> None:
    changed = ip_address(change(address))
    assert changed != ip_address(address)
    for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fd00::/8"):
        assert (changed in ip_network(net)) == (ip_address(address) in ip_network(net))


def test_public_addresses_become_addresses_of_nobody(change: Pseudonyms) -> None:
    assert ip_address(change("203.0.113.9")) in ip_network("240.0.0.0/4")
    assert ip_address(change("2001:db8:7::1")) in ip_network("3000::/4")


@pytest.mark.parametrize("text", ["::1", "::/0", "127.0.0.1", "0.0.0.0/0", "255.255.255.0", "224.0.0.1", "5.9.8", "07:21:00.123", "1.2.3.4.5", "999.1.1.1"])
def test_what_is_no_address_of_somebody_stays(change: Pseudonyms, text: str) -> None:
    assert change(text) == text


def test_names_are_replaced_wherever_they_stand(change: Pseudonyms) -> None:
    text = "\n".join(map(change, LINES)).lower()
    for name in ("gw-muc", "sun", "carol", "corp", "linux works", "moon", "hq"):
        assert name not in text
    assert "ike_sa net[1]" in text
    assert change("for 'sun'") == change("for 'sun'") != "for 'sun'"
    assert change("see p1.psk in charon.log and swanctl.conf") == "see p1.psk in charon.log and swanctl.conf"


def test_the_same_texts_give_the_same_substitutes() -> None:
    assert [Pseudonyms(LINES)(line) for line in LINES] == [Pseudonyms(LINES)(line) for line in LINES]
    assert Pseudonyms(LINES)(LINES[0]) != Pseudonyms(LINES[:-1])(LINES[0])


def test_many_first_octets_stay_distinct() -> None:
    texts = [f"{n}.7.7.7" for n in range(1, 256)]
    change = Pseudonyms(texts)
    changed = [change(t) for t in texts]
    assert len(set(changed)) == len(texts)


def test_names_that_are_asked_for_are_replaced() -> None:
    assert Pseudonyms((), also=("lonely", "%any", "x"))("lonely x %any") == "name1.example x %any"


@pytest.mark.parametrize("unit", ["@a.", "a.", "1.", "1::", ":", "CN=", "[a]...", "1.1.1.1-", "a@b.c ", "'a' - "])
def test_names_are_found_in_linear_time(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    started = time.process_time()
    Pseudonyms([text])(text)
    assert time.process_time() - started < 3


def whole() -> Analysis:
    return Analysis(
        verdict=Verdict.FAULT,
        inputs=(
            Input(source="/home/joe/A/charon.log", lines=1, unparsed=(Unparsed(Where("/home/joe/A/charon.log", 3), "odd 203.0.113.9", "new"),)),
            Input(source="/home/joe/B/charon.log"),
        ),
        tunnels=(
            Tunnel(
                id="t1", name="net", local="198.51.100.2", remote="203.0.113.9", local_id="moon", remote_id="sun.corp.example.org",
                ike_version=2, role="responder", state="down", attempts=1,
            ),
        ),
        findings=(
            Finding(
                cause="p1.identity", title="Identity", confidence=Confidence.PROVEN, status=Status.ACTIVE, tunnel="t1",
                summary="Tunnel net: moon is not sun.corp.example.org",
                evidence=(Evidence(where=Where("/home/joe/A/charon.log", 1), text="203.0.113.9[moon]", why="'moon' came"),),
                alternatives=(Named("p1.psk", "203.0.113.9 may hold another key"),),
                details={"identity, here": "moon"}, remedy=("Set rightid=moon for 203.0.113.9.",), first="2026-11-23T07:21:00",
            ),
        ),
    )


def test_nothing_of_an_analysis_is_forgotten() -> None:
    text = repr(addresses(whole()))
    for word in ("203.0.113", "198.51.100", "moon", "corp", "joe"):
        assert word not in text
    for word in ("p1.identity", "p1.psk", "'net'", "1/charon.log", "2/charon.log", "2026-11-23T07:21:00"):
        assert word in text


def test_names_of_connections_stay_unless_asked_for() -> None:
    assert addresses(whole()).tunnels[0].name == "net"
    assert addresses(whole(), connections=True).tunnels[0].name != "net"


def test_redacted_analysis_of_a_log_says_the_same() -> None:
    log = next((Path(__file__).parents[2] / "sample_logs").glob("strongswan/ts-total*/charon.log"))
    before = analyze([log])
    after = addresses(before)
    assert [(f.cause, f.confidence, f.count) for f in after.findings] == [(f.cause, f.confidence, f.count) for f in before.findings]
    assert [e.where.line for f in after.findings for e in f.evidence] == [e.where.line for f in before.findings for e in f.evidence]


def test_cheap_look_passes_over_nothing_that_may_hold_a_secret() -> None:
    texts = [*WITH_SECRET, *(p.read_text(encoding="utf-8", errors="replace") for p in SAMPLES.rglob("*") if p.is_file())]
    suspect = [line for text in texts for line in text.splitlines() if redact._MAY_HOLD.search(line)]
    assert len(suspect) > 1000
    assert [line for line in suspect if not redact._is_suspect(line)] == []


def test_what_stands_in_a_log_of_a_daemon_is_hidden_as_without_its_frame() -> None:
    frame = "Nov 23 07:21:00 gw charon[9]: 05[CFG] <net|1> "
    for line in WITH_SECRET:
        if len(line) < 300 and not line.startswith((" ", "\t")):
            assert "swordfish7" not in secrets(frame + line), line

"""Whatever letters a key has: in no form of a vendor's configuration, dump or debug does it reach a report, nor what ``explain`` says."""

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import analyze
from analyzer.cli import main
from analyzer.redact import secrets
from analyzer.reporters import json_report, markdown, text

# A key of any letters but blanks and quotes; {s} in the forms. It begins and ends with letters that stand nowhere else.
BEGIN, END = "Qz7", "X9q"
ANY = st.text(alphabet="abcXYZ019!#$%&()*+,-./:;=?@[]^_{|}~<>", min_size=1, max_size=24).map(lambda t: f"{BEGIN}{t}{END}")
PLAIN = st.text(alphabet="abcXYZ019+/=_-", min_size=1, max_size=24).map(
    lambda t: f"{BEGIN}{t}{END}"
)  # where the form itself has a sign behind it
HEX = st.text(alphabet="0123456789abcdef", min_size=32, max_size=64).filter(lambda t: len(set(t)) > 3)

ANY_FORMS = """\
crypto isakmp key {s} address 203.0.113.9
crypto isakmp key 0 {s} address 203.0.113.9
crypto isakmp key 6 {s} address 203.0.113.9 no-xauth
crypto isakmp key {s} hostname peer.example
crypto isakmp key {s} address ipv6 2001:db8::1/128
  pre-shared-key local {s}
  pre-shared-key remote 6 {s}
  pre-shared-key {s}
 pre-shared-key address 203.0.113.9 key {s}
 pre-shared-key address 203.0.113.9 255.255.255.255 key 6 {s}
 pre-shared-key hostname peer.example key {s}
 authentication local pre-share key {s}
 authentication remote pre-share key 0 {s}
 ikev1 pre-shared-key {s}
 ikev2 local-authentication pre-shared-key {s}
 ikev2 remote-authentication pre-shared-key 0 {s}
 key-string {s}
  key-string 7 {s}
tacacs-server key {s}
tacacs-server host 10.0.0.1 key 7 {s}
radius-server host 10.0.0.1 auth-port 1645 acct-port 1646 key {s}
 server-private 10.0.0.1 key {s}
 key 7 {s}
 key {s}
aaa-server RAD (inside) host 10.0.0.1 {s}
aaa-server RAD (inside) host 10.0.0.1 timeout 5 key {s}
snmp-server community {s} RO
snmp-server host 10.0.0.1 version 2c {s}
snmp-server host inside 10.0.0.1 community {s} version 2c
snmp-server user bob grp v3 auth sha {s} priv aes 128 {s}
 ip nhrp authentication {s}
username bob secret 5 {s}
username bob secret {s}
username bob privilege 15 password 0 {s}
username bob password {s} encrypted privilege 15
enable secret 9 {s}
enable password {s}
passwd {s} encrypted
 ppp chap password 0 {s}
 ppp pap sent-username bob password 7 {s}
 ip ospf authentication-key {s}
 ip ospf message-digest-key 1 md5 {s}
 neighbor 10.0.0.1 password {s}
 standby 1 authentication {s}
 standby 1 authentication md5 key-string {s}
ntp authentication-key 1 md5 {s}
key config-key password-encrypt {s}
crypto key decrypt rsa passphrase {s}
crypto pki import X pkcs12 flash:a.p12 password {s}
crypto pki import X pkcs12 terminal {s}
 wpa-psk ascii 0 {s}
set security ike policy P pre-shared-key ascii-text {s}
pre-shared-key ascii-text "{s}"; ## SECRET-DATA
pre-shared-key hexadecimal "{s}";
            ascii-text "{s}";
set system root-authentication encrypted-password "{s}"
set system radius-server 10.0.0.1 secret "{s}"
set system tacplus-server 10.0.0.1 secret {s}
set snmp community {s} authorization read-only
set snmp v3 usm local-engine user u authentication-sha authentication-password {s}
set access profile P client C firewall-user password "{s}"
set access profile P client c pap-password {s}
set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 key {s}
set ike gateway "g" address 192.0.2.1 Main outgoing-interface "e" preshare "{s}" proposal "p"
        set psksecret ENC {s}
        set psksecret-remote ENC {s}
    set password ENC {s}
        set authpasswd {s}
        set ppk-secret {s}
        set passphrase ENC {s}
        set auth-pwd ENC {s}
set network ike gateway G authentication pre-shared-key key {s}
 pre-shared-key simple {s}
 pre-shared-key cipher {s}
 pre-shared-key key-id 1 simple {s}
 pre-shared-key remote-name P cipher {s}
 pre-shared-key cipher %^%#{s}%^%#
 sa string-key inbound esp cipher {s}
 local-user bob password irreversible-cipher {s}
 radius-server shared-key cipher {s}
 snmp-agent community read cipher {s}
 hwtacacs-server shared-key {s}
: PSK "{s}"
"PreSharedKey": "{s}",
  "Psk": "{s}", "LocalId": "a"
tunnel1_preshared_key = "{s}"
az network vpn-connection shared-key update --value {s}
Set-AzVirtualNetworkGatewayConnectionSharedKey -Value {s}
""".splitlines()
PLAIN_FORMS = """\
<ascii-text>{s}</ascii-text>
<pre-shared-key><key>-{s}</key></pre-shared-key>
<entry name="g"><authentication><pre-shared-key><key>{s}</key></pre-shared-key></authentication></entry>
<bind-password>-{s}</bind-password>
<phash>{s}</phash>
<snmp-community-string>{s}</snmp-community-string>
<pre_shared_key>{s}</pre_shared_key>
PreSharedKeys: {s}
ikev2 "a" active esp from any to any psk {s}
""".splitlines()
HEX_FORMS = """\
  pre-shared-key hex {s}
set security ike policy P pre-shared-key hexadecimal {s}
 sa authentication-hex inbound esp simple {s}
        set enckey {s}
ike 0:west:12: enc {s}
ike 0:west:322: IKE SA key SK_d 20:{s}
ike 0:west:12: ISAKMP SA 6a4e1f0b2c3d4e5f/0123456789abcdef key 32:{s}
        enc: aes-cbc {s}
        auth: sha1 {s}
  dec: spi=c1c2c3c4 esp=aes key=16 {s}
SKEYID: {s}
""".splitlines()


def bytes_of(hexadecimal: str) -> str:
    return " ".join(hexadecimal[i : i + 2] for i in range(0, 32, 2))


# what charon prints at level 4, and pluto with private debugging
DUMPS = (
    "09[IKE] <a|3> SK_d secret => 16 bytes @ 0x7f01\n09[IKE] <a|3>    0: {s}  ................",
    "09[IKE] shared secret => 16 bytes @ 0x7f01\n   0: {s}  ................",
    '| "a" #3: calculated skeyseed\n|   {s}',
)


def hidden(given: str, result: str) -> bool:
    return given not in result and BEGIN not in result and END not in result


@pytest.mark.parametrize("form", ANY_FORMS)
@settings(max_examples=15)
@given(key=ANY)
def test_key_of_any_letters(form: str, key: str) -> None:
    assert hidden(key, secrets(form.format(s=key)))


@pytest.mark.parametrize("form", PLAIN_FORMS)
@settings(max_examples=15)
@given(key=PLAIN)
def test_key_in_markup(form: str, key: str) -> None:
    assert hidden(key, secrets(form.format(s=key)))


@pytest.mark.parametrize("form", HEX_FORMS)
@settings(max_examples=15)
@given(key=HEX)
def test_hexadecimal_key(form: str, key: str) -> None:
    for digits in (key, key.upper()):
        assert digits not in secrets(form.format(s=digits))


@pytest.mark.parametrize("form", DUMPS)
@settings(max_examples=15)
@given(key=HEX)
def test_dumped_key(form: str, key: str) -> None:
    for digits in (bytes_of(key), bytes_of(key).upper()):
        assert digits not in secrets(form.format(s=digits))


KEY = f"{BEGIN}ab,cd&e;f)g{END}"
ALONE = (" key 7 {s}", " key {s}")  # only on a line of its own do they stand for a key
AROUND = """\
R1#show running-config | section crypto
{line}
Nov 23 10:00:00 gw charon[9]: {line}
Nov 23 10:00:00 gw pluto[9]: "a" #1: {line}
*Mar  1 00:00:01.000: IKEv2:(SESSION ID = 1,SA ID = 1):{line}
Nov 23 10:00:01 gw charon[9]: 09[IKE] <a|3> tried 1 shared key for 'a' - 'b', but MAC mismatched
"""


@pytest.mark.parametrize("form", [*ANY_FORMS, *PLAIN_FORMS])
def test_no_report_has_it(form: str) -> None:
    line = form.format(s=KEY if form in ANY_FORMS else f"{BEGIN}abcd{END}")
    around = (
        AROUND
        if form not in ALONE
        else "".join(part for part in AROUND.splitlines(keepends=True) if part.startswith(("{", "R1", "Nov 23 10:00:01")))
    )
    answer = analyze(around.format(line=line), year=2026)
    assert answer.findings[0].cause == "p1.psk"
    for report in (text.render(answer), markdown.render(answer), json_report.render(answer)):
        assert hidden(KEY, report)


@pytest.mark.parametrize("form", [*ANY_FORMS, *PLAIN_FORMS])
def test_explain_does_not_repeat_it(form: str) -> None:
    line = form.format(s=f"{BEGIN}abcd{END}")
    for subject in (line, f"09[IKE] received NO_PROPOSAL_CHOSEN notify error {line}"):
        assert hidden(KEY, CliRunner().invoke(main, ["explain", "--", subject]).output)


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_no_table_of_sas_has_it(form: str) -> None:
    dump = "dst             src             state          conn-id status\n203.0.113.9     192.0.2.1       QM_IDLE           1001 ACTIVE"
    listing = "\n".join(["R1#show crypto isakmp sa", dump, *(f.format(s=KEY) for f in ANY_FORMS)])
    result = CliRunner().invoke(main, ["sas", "--format", form, "-"], input=listing)
    assert result.output
    assert hidden(KEY, result.output)

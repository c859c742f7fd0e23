"""What a paste went through is undone, and the original stays at hand."""

import pytest

from analyzer.framing import frame_paste
from analyzer.model import Line

BSD = "Nov 23 07:21:00"
NOTIFY = "received NO_PROPOSAL_CHOSEN notify error"


def paste(text: str) -> list[Line]:
    return frame_paste("paste", enumerate(text.split("\n"), 1))


def said(text: str) -> list[str]:
    return [line.message for line in paste(text) if line.message]


@pytest.mark.parametrize(
    "text",
    [
        f"> {BSD} gw charon: 09[IKE] {NOTIFY}",
        f"> > {BSD} gw charon: 09[IKE] {NOTIFY}",
        f">{NOTIFY}",
        f"- 09[IKE] {NOTIFY}",
        f"* {NOTIFY}",
        f"  • {NOTIFY}",
        f"  12. {BSD} gw charon: 09[IKE] {NOTIFY}",
        f"12: {NOTIFY}",
        f"12 | 09[IKE] {NOTIFY}",
        f"12 {BSD} gw charon: 09[IKE] {NOTIFY}",
        f"0012\t09[IKE] {NOTIFY}",
        f"12{BSD} gw charon: 09[IKE] {NOTIFY}",
        f"[12] 09[IKE] {NOTIFY}",
        f"--> {BSD} gw charon: 09[IKE] {NOTIFY}",
        f"`09[IKE] {NOTIFY}`",
        f"- `{NOTIFY}`",
        f"**{NOTIFY}**",
        f"| {BSD} | charon | 09[IKE] {NOTIFY} |",
        f"[COLOR=#000000]09[IKE] {NOTIFY}[/COLOR]",
        f"[CODE]09[IKE] {NOTIFY}[/CODE]",
        f"[b]09[IKE] {NOTIFY}[/b]",
        f'<span style="x"><b>09[IKE]</b> {NOTIFY}</span>',
        f"<p>{BSD} charon: 09[IKE] &lt;con|2&gt; {NOTIFY}</p>",
        f"09[IKE] &#x3c;con&#124;2&#62; {NOTIFY}",
        "09[IKE] received NO\\_PROPOSAL\\_CHOSEN notify error",
        f"\x1b[1;31m09[IKE]\x1b[0m {NOTIFY}",
        f"09[IKE]\u00a0{NOTIFY}".replace(" ", "\u00a0"),
        f"09[IKE] received{' ' * 21}NO_PROPOSAL_CHOSEN\t notify error",
        f"\u200b09[IKE] {NOTIFY}",
        f'"09[IKE] {NOTIFY}",',
        f'  "message": "{BSD} gw charon: 09[IKE] {NOTIFY}",',
    ],
)
def test_wrapper_is_undone(text: str) -> None:
    (line,) = paste(text)
    assert line.message == NOTIFY
    assert line.text == text


@pytest.mark.parametrize("text", ["```", "```text", "Copy code", "plaintext", "---", "[...]", "<snip>", "(…)", "> ", "&nbsp;"])
def test_decoration_says_nothing(text: str) -> None:
    (line,) = paste(text)
    assert (line.message, line.dialect, line.text) == ("", "blank", text)


@pytest.mark.parametrize(
    "text",
    [
        "09[CFG] looking for peer configs matching 192.0.2.1[B]...192.0.2.2[A]",
        "09[IKE] <b|1> IKE_SA b[1] established between 192.0.2.1[<left>]...192.0.2.2[x.x.x.x]",
        '002 "c" #1: the peer proposed: 10.0.0.0/8 -<all>-> <peer>/32',
        "09[IKE] received 3 retransmits.  No response & <1> more",
        "09[IKE] received AUTHENTICATION_FAILED notify error   <-- This is the error",
    ],
)
def test_what_only_looks_like_a_wrapper_stays(text: str) -> None:
    (line,) = paste(text)
    assert " ".join(text.split()).endswith(" ".join(line.message.split()))
    assert len(line.message) > 30


def test_addresses_are_taken_out_of_links() -> None:
    text = "09[NET] sending packet: from [192.0.2.1](http://192.0.2.1)[500] to <http://198.51.100.1>[500] (336 bytes)"
    assert said(text) == ["sending packet: from 192.0.2.1[500] to 198.51.100.1[500] (336 bytes)"]


def test_html_rows_are_lines() -> None:
    lines = paste(f"{BSD} charon: 09[IKE] one<br>{BSD} charon: 09[IKE] two<br/>")
    assert [(line.number, line.message) for line in lines] == [(1, "one"), (1, "two")]


def test_json_string_holds_lines() -> None:
    lines = paste(f'"{BSD} gw charon: 09[IKE] one\\n{BSD} gw pluto[9]: \\"c\\" #7: two\\n"')
    assert [(line.number, line.message, line.conn) for line in lines] == [(1, "one", None), (1, "two", "c")]


def test_json_objects_over_several_lines() -> None:
    text = '[\n  {\n    "MESSAGE": "one",\n    "SYSLOG_IDENTIFIER": "charon"\n  },\n  {"MESSAGE": "two",\n "_PID": "7"}\n]'
    lines = paste(text)
    assert [(line.number, line.message, line.program) for line in lines if line.message] == [(2, "one", "charon"), (6, "two", None)]
    assert {line.number for line in lines} == set(range(1, 9))


def test_whole_log_in_one_json_value() -> None:
    log = "\\n".join(f"{BSD} gw charon: 09[IKE] {word}" for word in ("one", "two", "three", "four", "five"))
    assert said(f'{{"id": 7, "log": "{log}"}}') == ["one", "two", "three", "four", "five"]


def test_escapes_in_json_are_undone() -> None:
    assert said('  "message": "09[IKE] say \\"a\\"\\tb \\u0041\\/"') == ['say "a" b A/']


def test_broken_json_is_read_as_text() -> None:
    assert said('{\n"a": }\n09[IKE] one')[-1] == "one"


def test_wrapped_lines_are_joined() -> None:
    text = (
        f"{BSD} gw charon[123]: 09[IKE] <con|2> negotiated DH group not supported, MODP102\n"
        "4 is invalid\n"
        f"{BSD} gw charon[123]: 09[IKE] <con|2> short\n"
        f"{BSD} gw charon[123]: 09[IKE] <con|2> received proposals unacceptable and\n"
        "more of it\n"
        f"{BSD} gw charon[123]: 09[CFG] <con|2> configured proposals: ESP:AES_CBC_256/HMAC\n"
        "_SHA2_256_128/NO_EXT_SEQ\n"
        f"{BSD} gw charon[123]: 09[CFG] <con|2> received AUTHENTICATION_FAILED as the notify\n"
        "Error, and it goes on\n"
        f"{BSD} gw charon[123]: 09[IKE] <con|2> it ends well before the width\n"
        "Why does it fail?\n"
        "\n"
        "And this is a remark of the author which is far longer than the lines of the log are, but that does not matter"
    )
    assert [line.message for line in paste(text)][:11] == [
        "negotiated DH group not supported, MODP1024 is invalid",
        "",
        "short",
        "received proposals unacceptable and more of it",
        "",
        "configured proposals: ESP:AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ",
        "",
        "received AUTHENTICATION_FAILED as the notify Error, and it goes on",
        "",
        "it ends well before the width",
        "Why does it fail?",
    ]


def test_lines_cut_at_a_constant_width_are_joined_as_they_were() -> None:
    long = f"{BSD} gw charon[123]: 09[IKE] <con|2> received a message that is so long that the terminal had to cut it in the middle"
    other = f"{BSD} gw charon[123]: 10[ENC] <con|2> parsed IKE_SA_INIT response 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) N(FRAG_SUP) ]"
    text = "\n".join(piece for line in (long, other) for piece in (line[:70], line[70:]))
    assert said(text) == [long.partition("> ")[2], other.partition("> ")[2]]


def test_arrow_goes_on_with_the_line_before() -> None:
    lines = paste(f"09[IKE] received\n  ˓→ NO_PROPOSAL_CHOSEN\n  ˓→ notify error\n09[IKE] {NOTIFY}")
    assert [line.message for line in lines] == [NOTIFY, "", "", NOTIFY]
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[1].text == "  ˓→ NO_PROPOSAL_CHOSEN"


def test_arrow_within_a_line_is_mended() -> None:
    text = "charon: 09[IKE] between 192.0.2.90[a]…192.0. ˓→2.74[b] charon: 09[IKE] spi cf49_o and ˓→TS 10.0.0.0/8"
    assert said(text) == ["between 192.0.2.90[a]...192.0.2.74[b]", "spi cf49_o and TS 10.0.0.0/8"]


def test_indented_rest_of_a_single_line_is_joined() -> None:
    text = f"{BSD} intra charon: 12[IKE1] <C1|3> authentication of \n        'CN=gw' with RSA successful"
    assert said(text) == ["authentication of 'CN=gw' with RSA successful"]


def test_message_without_frame_is_not_joined() -> None:
    text = f"{BSD} gw charon: 09[IKE] {NOTIFY}\nretransmit 1 of request\n{BSD} gw charon: 09[IKE] {NOTIFY}"
    assert said(text) == [NOTIFY, "retransmit 1 of request", NOTIFY]


def test_line_with_several_messages_is_cut() -> None:
    one = f"{BSD} gw charon[9]: 09[IKE] <con|2> {NOTIFY}"
    lines = paste(f"{one} {one} {BSD} gw charon-systemd[9]: third")
    assert [line.message for line in lines] == [NOTIFY, NOTIFY, "third"]
    assert [line.number for line in lines] == [1, 1, 1]
    assert [line.time for line in lines] == [BSD] * 3
    assert said(f"09[IKE] one of it 10[ENC] parsed 11[NET] sending packet {' ' * 9}") == ["one of it", "parsed", "sending packet"]
    assert said('002 "c" #1: initiating Main Mode 104 "c" #1: STATE_MAIN_I1') == ["initiating Main Mode", "STATE_MAIN_I1"]
    assert said(f'{BSD}.097552: "c" #1: one Mon {BSD}.097553: "c" #1: two') == ["one", "two"]


def test_newest_first_is_turned_round() -> None:
    text = (
        f"The log:\n{BSD[:-1]}2\tcharon\t\t09[IKE] <con1|2> three\n{BSD[:-1]}1\tcharon\t\t09[IKE] <con1|2> two b\n"
        f"{BSD[:-1]}1\tcharon\t\t09[IKE] <con1|2> two a\n{BSD[:-1]}0\tcharon\t\t09[IKE] <con1|2> one\nPlease help"
    )
    assert said(text) == ["The log:", "one", "two a", "two b", "three", "Please help"]
    assert [line.number for line in paste(text)] == [1, 5, 4, 3, 2, 6]


def test_two_logs_one_after_the_other_stay() -> None:
    text = f"{BSD} 09[IKE] a\n{BSD[:-1]}1 09[IKE] b\n{BSD} 09[IKE] c\n{BSD[:-1]}1 09[IKE] d"
    assert said(text) == ["a", "b", "c", "d"]


def test_turn_of_the_year_is_no_fall() -> None:
    assert said("Dec 31 23:59:59 09[IKE] a\nJan  1 00:00:01 09[IKE] b") == ["a", "b"]


def test_order_within_one_second_is_told_by_the_messages() -> None:
    text = f"{BSD} 09[NET] sending packet: from 192.0.2.1\n{BSD} 09[ENC] generating IKE_SA_INIT request 0\n{BSD} 09[IKE] initiating IKE_SA"
    assert [message.split()[0] for message in said(text)] == ["initiating", "generating", "sending"]
    forth = f"{BSD} 09[ENC] generating IKE_SA_INIT request 0 [ SA ]\n{BSD} 09[NET] sending packet: from 192.0.2.1"
    assert [message.split()[0] for message in said(forth)] == ["generating", "sending"]


def test_second_copies_are_marked() -> None:
    text = (
        f"{BSD} vyos charon[9]: 09[IKE] <con|2> a\n{BSD} vyos charon[9]: 09[IKE] <con|2> b\n{BSD} vyos charon[9]: 09[IKE] <con|2> c\n"
        f"{BSD} vyos charon: 09[IKE] <con|2> a\n{BSD} vyos charon: 09[IKE] <con|2> b\n{BSD[:-1]}1 vyos charon: 09[IKE] <con|2> c\n"
        f"{BSD[:-1]}9 vyos charon[9]: 09[IKE] <con|2> c\n{BSD[:-1]}9 vyos charon: 09[IKE] <new|3> c"
    )
    s, d = "strongswan", "duplicate"
    assert [line.dialect for line in paste(text)] == [s, s, s, d, d, d, s, s]

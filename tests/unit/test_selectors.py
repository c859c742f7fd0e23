"""Traffic selectors as networks."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.selectors import covers, parse, same, selectors, union


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("10.1.0.0/16", "10.1.0.0/16"), ("10.1.2.3/16", "10.1.0.0/16"), ("10.0.0.1", "10.0.0.1/32"), ("10.0.0.1..10.0.0.9", "10.0.0.1..10.0.0.9"),
        ("10.0.0.0-10.0.0.255", "10.0.0.0/24"), ("10.1.0.0/16[tcp/http]", "10.1.0.0/16[tcp/http]"), ("10.1.0.0/16[0]", "10.1.0.0/16"),
        ("fec0::/16", "fec0::/16"), ("2001:db8::1", "2001:db8::1/128"), ("%any", "0.0.0.0/0"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("10.1.0.0/16:tcp/80", "10.1.0.0/16[tcp/80]"), ("10.1.0.0/16/udp", "10.1.0.0/16[udp]"), ("[10.1.0.0/16]", "10.1.0.0/16"),
        ("::/0", "::/0"), ("2001:db8::1..2001:db8::2", "2001:db8::1..2001:db8::2"),
    ],
)  # fmt: skip
def test_forms(text: str, shown: str) -> None:
    assert str(parse(text)) == shown


@pytest.mark.parametrize("text", ["dynamic", "", "net", "10.1.0.0/33", "10.0.0.9..10.0.0.1", "10.0.0.1..fec0::1", "1.2.3", "10.1.0.0/16 10.2.0.0/16"])
def test_what_is_none(text: str) -> None:
    assert parse(text) is None


def test_limits() -> None:
    whole, http, ssh = selectors(("10.1.0.0/16", "10.1.0.0/16[tcp/http]", "10.1.0.0/16[tcp/ssh]"))
    assert whole.holds(http)
    assert not http.holds(whole)
    assert http.meets(whole)
    assert not http.meets(ssh)
    assert not whole.meets(selectors(("fec0::/16",))[0])
    assert not whole.holds(selectors(("fec0::/16",))[0])


def test_union_and_cover() -> None:
    assert union(("10.1.0.0/16", "10.1.2.0/24", "10.2.0.0/16", "10.0.0.0/8")) == ("10.0.0.0/8",)
    assert union(("dynamic", "dynamic")) == ("dynamic",)
    assert covers(("10.0.0.0/8", "172.30.128.0/17"), ("172.30.129.0/24", "10.9.9.9"))
    assert not covers(("10.0.0.0/8",), ("172.30.128.0/17",))
    assert not covers(("dynamic",), ("10.0.0.1",))
    assert same(("10.0.0.0-10.0.0.255",), ("10.0.0.0/24",))
    assert not same(("10.0.0.0/24",), ("10.0.0.0/25",))


@given(st.ip_addresses(v=4), st.integers(0, 32), st.integers(0, 32))
def test_wider_network_holds_the_narrower_one(address: ipaddress.IPv4Address, one: int, other: int) -> None:
    wide, narrow = parse(f"{address}/{min(one, other)}"), parse(f"{address}/{max(one, other)}")
    assert wide is not None
    assert narrow is not None
    assert wide.holds(narrow)
    assert wide.meets(narrow)
    assert parse(str(wide)) == wide


@given(st.text(max_size=60))
def test_no_text_is_too_much(text: str) -> None:
    one = parse(text)
    assert one is None or parse(str(one)) == one

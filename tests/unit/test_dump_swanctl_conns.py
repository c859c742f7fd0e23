"""The connections and policies that swanctl lists."""

from dataclasses import asdict

import pytest

from tests.tools.swanctl import CONNS, POLS, dump, dumps, said


def test_conns_in_full() -> None:
    found = dump(CONNS)
    assert (found.format, found.not_understood, found.policies, found.whole) == ("swanctl --list-conns", (), (), False)
    assert found.lines == frozenset(range(1, CONNS.count("\n") + 1))
    net, home, both = found.connections
    assert (net.name, net.version, net.mode, net.local, net.remote) == ("net-net", 2, None, "192.0.2.1,192.0.2.7[4500]", "vpn.example.org")
    assert (net.local_id, net.remote_id) == ("moon.example.org", "sun.example.org")
    assert [(c.name, c.mode, c.local_ts, c.remote_ts, c.where.line) for c in net.children] == [
        ("net-1", "tunnel", ("10.1.0.0/16", "10.3.0.0/16"), ("10.2.0.0/16[tcp/http]",), 18),
        ("out", "pass", ("dynamic",), ("192.168.0.0/24",), 23),
    ]
    assert (home.version, home.local, home.remote, home.local_id, len(home.children)) == (1, "%any", "%any", None, 1)
    assert (both.name, both.version, both.children) == ("both", None, ())


def test_pols_in_full() -> None:
    found = dump(POLS)
    assert (found.format, found.not_understood, found.connections) == ("swanctl --list-pols", (), ())
    assert [(p.direction, p.source_ts, p.destination_ts, p.reqid, p.action) for p in found.policies] == [
        ("out", "10.1.0.0/16", "10.2.0.0/16", "1", "protect"),
        ("out", "10.3.0.0/16", "10.2.0.0/16", "1", "protect"),
        ("out", "192.168.0.0/24", "192.168.0.0/24", None, "pass"),
    ]


def test_conns_and_pols_in_a_session() -> None:
    found = dumps(CONNS + POLS + CONNS + "root@gw:~# swanctl -L\n" + CONNS + CONNS)
    assert [(len(d.connections), len(d.policies)) for d in found] == [(3, 0), (0, 3), (3, 0), (3, 0), (3, 0)]
    assert [d.format.split("--")[1] for d in found] == ["list-conns", "list-pols", "list-conns", "list-conns", "list-conns"]
    assert [type(d).__name__ for d in dumps("# swanctl -L\n# swanctl --list-pols\n")] == []


def test_conns_of_5_2() -> None:
    (c,) = dump("home: IKEv1\n  local:  192.0.2.1\n  remote: 198.51.100.2\n  home: TUNNEL\n    local:  dynamic\n    remote: dynamic\n").connections
    assert (c.name, c.version, c.local, c.children[0].mode) == ("home", 1, "192.0.2.1", "tunnel")
    assert dump("version: IKEv2\nwhatever\n").connections == ()


@pytest.mark.parametrize("lost", range(CONNS.count("\n") - 1))
def test_conns_without_a_line(lost: int) -> None:
    lines = CONNS.splitlines()
    whole = said([asdict(c) for c in dump(CONNS).connections])
    del lines[lost]
    found = said([asdict(c) for d in dumps("\n".join(lines)) for c in d.connections])
    assert [c["name"] for i, c in enumerate(whole) if i != (0 if lost < 25 else 1) and c not in found] == []

"""``show crypto isakmp sa``, ``show crypto ikev1 sa`` and ``show crypto ikev2 sa`` of Cisco's ASA and FTD."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import ChildSa, IkeSa
from analyzer.dumps.values import spi, whole

BEGINS = ("v1", "v2", "none", "active", "peer", "titles", "session", "tunnels")  # rows with which a dump may begin
AMONG = (
    "rekey", "total", "role", "state", "algorithms", "auth", "remaining", "line", "tunnel", "child_algorithms", "encr", "life", "local_ts", "remote_ts",
    "spis",
    "ike_spis", "id", "nat", "detail",
)  # fmt: skip
ONCE = ("v1", "v2", "active", "none")  # rows that a dump has once
OTHER = {"v1": "none IKEv1", "v2": "none IKEv2"}
STATES = {"READY": "established", "DELETE": "deleting", "MM_WAIT_DELETE": "deleting", "MM_FREE": "deleting"}


class Reader(Builder):
    """Puts the rows together. An SA of IKEv1 says nothing of its IPsec SAs; those of IKEv2 stand below their session."""

    command = "show crypto isakmp sa"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.seen: set[str] = set()
        self.session: int | None = None  # place of its first IKE_SA
        self.tunnel = ""

    def restarts(self, row: Row) -> bool:
        """A title for the second time is another dump's."""
        return row.name in ONCE and _key(row) in self.seen

    def add(self, row: Row) -> None:
        """Take in the next row."""
        if row.name in ONCE:
            self.seen |= {_key(row), OTHER.get(row.name, "")}
            self.whole = True
        if row.name == "peer":
            self.ikes.append(
                IkeSa(
                    where=row.where(self.source), text=row.text, number=f"v1 {row.fields['number']}", state="created", version=1, remote=row.get("remote"),
                    children_known=False,
                )
            )  # fmt: skip
        elif row.name == "line":
            self._line(row)
        elif row.name == "session":
            self.session = None
        elif row.name == "tunnel":
            self._tunnel(row)
        elif row.name == "local_ts":
            self.children.append(ChildSa(where=row.where(self.source), text=row.text, ike=self.tunnel or None, protocol="ESP", local_ts=(_range(row),)))
        elif row.name in ("remote_ts", "spis", "child_algorithms"):
            self._of_child(row)
        elif self.ikes:
            self._of_ike(row)

    def _line(self, row: Row) -> None:
        state, tasks = _state(row.fields["state"], row.fields["rekey"])
        self.ikes.append(
            IkeSa(
                where=row.where(self.source), text=row.text, number=f"v1 {row.fields['number']}", state=state, version=1, remote=row.get("remote"),
                tasks=tasks, role="initiator" if row.fields["role"] == "Init" else "responder",
                proposal=f"{row.fields['encryption']}/{row.fields['hash']}", children_known=False,
            )
        )  # fmt: skip

    def _tunnel(self, row: Row) -> None:
        state, tasks = _state(row.fields["state"], "no")
        number = row.fields["number"]
        if self.session is None:
            self.session, self.tunnel = len(self.ikes), number
        self.ikes.append(
            IkeSa(
                where=row.where(self.source), text=row.text, number=number, state=state, version=2, role=row.fields["role"].lower(), tasks=tasks,
                local=row.get("local"), remote=row.get("remote"),
            )
        )  # fmt: skip

    def _of_child(self, row: Row) -> None:
        if not self.children:
            return
        child = self.children[-1]
        if row.name == "remote_ts":
            child = replace(child, remote_ts=(_range(row),))
        elif row.name == "spis":
            child = replace(child, spi_in=spi(row.get("spi_in")), spi_out=spi(row.get("spi_out")))
        else:
            child = replace(child, proposal=_proposal(row))
        self.children[-1] = child

    def _of_ike(self, row: Row) -> None:
        ike, get = self.ikes[-1], row.get
        if row.name == "role":
            ike = replace(ike, role=get("role"))
        elif row.name == "state":
            state, tasks = _state(row.fields["state"], row.fields["rekey"])
            ike = replace(ike, state=state, tasks=tasks)
        elif row.name == "algorithms":
            ike = replace(ike, proposal=f"{row.fields['encryption']}/{row.fields['hash']}")
        elif row.name == "encr":
            ike = replace(ike, proposal=_proposal(row))
        elif row.name == "life":
            life, age = whole(get("life")), whole(get("age"))
            ike = replace(ike, age=age, reauth_in=life - age if life is not None and age is not None and life >= age else None)
        elif row.name == "ike_spis":
            mine, theirs = get("local"), get("remote")
            ike = replace(ike, spi_i=mine if ike.role == "initiator" else theirs, spi_r=theirs if ike.role == "initiator" else mine)
        elif row.name == "id":
            ike = replace(ike, local_id=get("id") if get("side") == "Local" else ike.local_id, remote_id=ike.remote_id if get("side") == "Local" else get("id"))
        elif row.name == "nat":
            ike = replace(ike, nat=get("nat") == "detected")
        self.ikes[-1] = ike


def _key(row: Row) -> str:
    return f"none {row.fields['what'].partition(' ')[0]}" if row.name == "none" else row.name


def _state(text: str, rekey: str) -> tuple[str, tuple[str, ...]]:
    """The state in the words of the records, and the state word where phase 1 is under way: it tells where it stands."""
    upper = text.upper()
    known = STATES.get(upper)
    if known is not None:
        return known, ()
    if "REKEY" in upper or (rekey.lower() == "yes" and upper.endswith("_ACTIVE")):
        return "rekeying", ()
    return ("established", ()) if upper.endswith("_ACTIVE") or upper == "MM_DONE" else ("connecting", (text,))


def _range(row: Row) -> str:
    low, high, first, last = (row.fields[name] for name in ("low", "high", "from", "to"))
    nets = low if low == high else f"{low}-{high}"
    return nets if (first, last) == ("0", "65535") else f"{nets}[{first if first == last else f'{first}-{last}'}]"


def _proposal(row: Row) -> str:
    size, group = row.get("keysize"), row.get("group")
    names = [row.fields["encryption"] + (f"-{size}" if size else ""), row.get("hash"), f"DH{group}" if group else None]
    return "/".join(name for name in names if name and name != "N/A")

"""``show security ike security-associations`` and ``show security ike active-peer detail`` of Junos: IKE_SAs without their CHILD_SAs."""

from dataclasses import replace

from analyzer.dumps.building import Builder
from analyzer.dumps.lines import Row
from analyzer.dumps.records import IkeSa
from analyzer.dumps.values import whole

BEGINS = ("header", "sa", "peer", "address", "prompt")
SIGNS = ("Initiator cookie", " UP ", " DOWN ", "IKE peer ", " address: ", "security ike ")  # one of them is in every text that holds such a dump
AMONG = ("node", "rule", "system", "role", "cookies", "exchange", "ends", "lifetime", "id", "algorithm", "children", "setting", "active_id", "active",
         "attribute")  # fmt: skip
RESTARTS = ("prompt",)
PARTS = ("Encryption", "Authentication", "Pseudo random function", "Diffie-Hellman group")


def state_of(text: str | None) -> str:
    """UP or DOWN; what is down is under way, for what has failed is not listed for long."""
    return "established" if (text or "UP").upper() == "UP" else "connecting"


def version_of(mode: str | None) -> int:
    """Main, Aggressive, IKEv2."""
    return 2 if mode == "IKEv2" else 1


def proposal_of(names: dict[str, str]) -> str | None:
    """The algorithms in the order in which other daemons print them."""
    words = [names[part].strip().upper().replace("-", "_") for part in PARTS if part in names]
    return "/".join(f"PRF_{w}" if p == PARTS[2] else w.replace("DH_GROUP_", "DH") for p, w in zip((p for p in PARTS if p in names), words, strict=True)) or None


class Reader(Builder):
    """Puts the rows of one dump together."""

    command = "show security ike"

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.phase_1_only = True
        self.names: dict[str, str] = {}
        self.peer: dict[str, Row] = {}  # of active-peer: addresses and identities by side

    def add(self, row: Row) -> None:
        """Take in the next row."""
        name, get = row.name, row.get
        where = row.where(self.source)
        if name == "sa":
            self.ikes.append(
                IkeSa(where=where, text=row.text, number=get("number"), state=state_of(get("state")), version=version_of(get("mode")), remote=get("remote"),
                      spi_i=get("spi_i"), spi_r=get("spi_r"))
            )  # fmt: skip
        elif name == "peer":
            self.names = {}
            self.ikes.append(IkeSa(where=where, text=row.text, number=get("number"), remote=get("remote")))
        elif name in ("address", "active_id"):
            self.peer[f"{get('side')} {name}"] = row
        elif name == "active":
            self._active(row)
        elif self.ikes:
            self._detail(row)

    def _active(self, row: Row) -> None:
        here, there, mine, theirs = (self.peer.get(key) for key in ("Local address", "Peer address", "Local active_id", "Peer active_id"))
        if there is not None:
            self.ikes.append(
                IkeSa(
                    where=there.where(self.source), text=there.text, number=row.get("number"), remote=there.get("address"),
                    local=here.get("address") if here is not None else None, nat=there.get("port") != "500",
                    local_id=mine.get("id") if mine is not None else None, remote_id=theirs.get("id") if theirs is not None else None,
                )
            )  # fmt: skip
        self.peer = {}

    def _detail(self, row: Row) -> None:
        sa, name, get = self.ikes[-1], row.name, row.get
        if name == "role":
            sa = replace(sa, role=row.fields["role"].lower(), state=state_of(get("state")))
        elif name == "cookies":
            sa = replace(sa, spi_i=get("spi_i"), spi_r=get("spi_r"))
        elif name == "exchange":
            sa = replace(sa, version=version_of(get("mode")))
        elif name == "ends" and sa.local is None:
            sa = replace(sa, local=get("local"), nat={get("local_port"), get("remote_port")} != {"500"})
        elif name == "lifetime":
            sa = replace(sa, rekey_in=whole(get("seconds")))
        elif name == "id":
            sa = replace(sa, remote_id=get("id"))
        elif name == "algorithm":
            self.names[row.fields["what"]] = row.fields["name"]
            sa = replace(sa, proposal=proposal_of(self.names))
        self.ikes[-1] = sa

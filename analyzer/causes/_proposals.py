"""Both sides' proposals of one negotiation, paired and compared."""

from collections.abc import Iterator

from analyzer.kinds import Kind
from analyzer.model import Event
from analyzer.negotiations.record import Negotiation
from analyzer.negotiations.stages import Stage
from analyzer.proposals import GROUP, Difference, Proposal, compare, parse

Lists = tuple[list[Event], tuple[Proposal, ...], tuple[Proposal, ...]]


def _pairs(n: Negotiation, ike: bool) -> Iterator[Lists]:
    """Each offer of the peer with what is configured here, for phase 1 or phase 2; own lists may stand before or after."""
    configured = [
        e for e in (*n.background, *n.all(Kind.PROPOSALS_CONFIGURED)) if e.kind is Kind.PROPOSALS_CONFIGURED and _is_ike(e) == ike
    ]
    offers = [e for e in n.all(Kind.PROPOSALS_RECEIVED, Kind.IKE_PROPOSAL_REFUSED, Kind.CHILD_PROPOSAL_REFUSED) if e.get("proposals")]
    for offer in offers:
        if _is_ike(offer) != ike:
            continue
        own = next((c for c in configured if c.seq > offer.seq), configured[-1] if configured else None)
        theirs = parse(offer.get("proposals"))
        if own is not None and theirs:
            yield [offer, own], parse(own.get("proposals")), theirs


def _is_ike(e: Event) -> bool:
    if what := e.get("what"):
        return what == "ike"
    text = e.get("proposals").lstrip("0123456789: ")
    return text.startswith("IKE") or not text.startswith(("ESP", "AH"))


def ike_differences(n: Negotiation) -> Iterator[tuple[list[Event], Difference]]:
    """What keeps both sides' IKE proposals apart, with the lines that show it."""
    for events, mine, theirs in _pairs(n, ike=True):
        difference = compare(mine, theirs)
        if difference is not None:
            yield events, difference


# What follows in IKEv1 when a proposal has been chosen.
_AGREED = (Kind.PROPOSAL_SELECTED, Kind.NAT_LOCAL, Kind.NAT_REMOTE, Kind.NAT_NONE, Kind.PSK_SUSPECTED, Kind.PEER_ID)


def agreed_later(n: Negotiation, e: Event) -> bool:
    """Whether a proposal was chosen after the event: what was said of single pairs before does not matter."""
    later = _AGREED if n.ike_version == 1 else (Kind.PROPOSAL_SELECTED,)
    return any(chosen.seq > e.seq for chosen in n.all(*later))


def refused_alike(n: Negotiation, *attributes: str) -> list[Event]:
    """The judgements of a responder that looks at one transform after the other, where all end with these attributes and none fits.

    Only values that were offered and refused in words count; an offer is refused for the first attribute that does not fit.
    """
    refusals = n.all(Kind.IKE_PROPOSAL_REFUSED)
    judged = [e for e in n.all(Kind.ATTRIBUTE_REFUSED) if e.get("what") == "ike" and not e.get("mine")]
    if not judged or not refusals or refusals[-1].seq < judged[-1].seq or agreed_later(n, judged[-1]):
        return []
    return judged if all(e.get("theirs") and e.get("attribute") in attributes for e in judged) else []


def child_lists(n: Negotiation) -> Iterator[Lists]:
    """Both sides' ESP or AH proposals."""
    yield from _pairs(n, ike=False)


def child_differences(n: Negotiation) -> Iterator[tuple[list[Event], Difference]]:
    """What keeps both sides' ESP or AH proposals apart; in IKE_AUTH no group is negotiated, so it does not count there."""
    for events, mine, theirs in child_lists(n):
        difference = compare(mine, theirs)
        if difference is None:
            continue
        types = difference.types
        if first_child(events[0]) and (n.ike_version == 2 or (n.ike_version is None and len(types) > 1)):
            types = tuple(t for t in types if t != GROUP)
        if types:
            yield events, Difference(types, difference.mine, difference.theirs)


def first_child(e: Event) -> bool:
    """Whether the event belongs to the CHILD_SA that IKE_AUTH creates."""
    exchange = e.get("exchange") or e.exchange
    if exchange in ("CREATE_CHILD_SA", "QUICK_MODE") or e.stage >= Stage.CHILD_UP:
        return False
    return exchange == "IKE_AUTH" or e.stage < Stage.CHILD


def accepted_before(n: Negotiation, e: Event) -> Event | None:
    """Where the first CHILD_SA's proposal was chosen, if with the very algorithms that the event's offer is refused for, group left out.

    None where the connection was loaded anew in between: another configuration may refuse what was accepted before.
    """
    earlier, offered = n.agreed_child, parse(e.get("proposals"))
    if earlier is None or not offered or any(earlier.seq < loaded.seq < e.seq for loaded in n.background):
        return None
    difference = compare(parse(earlier.get("proposal")), offered)
    return earlier if difference is None or difference.types == (GROUP,) else None

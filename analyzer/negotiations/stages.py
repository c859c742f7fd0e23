"""The places in a negotiation: how far it came, which message gets no answer, and how often it was repeated."""

from enum import IntEnum

from analyzer.model import Event


class Stage(IntEnum):
    """How far the negotiation has come. IKEv2 goes 1, 2, 4, 5; main mode 1, 2, 3, 4, 5; aggressive mode 1, 4, 5."""

    UNKNOWN = 0
    INIT = 1  # the first message went out or came in
    INIT_DONE = 2  # it was answered: the IKE proposal is agreed
    KEYED = 3  # key exchange done (main mode message 4)
    AUTH = 4  # the first message that proves identity: IKE_AUTH, main mode message 5, aggressive mode message 2
    IKE_UP = 5
    CHILD = 6  # phase 2 runs
    CHILD_UP = 7


class Place(IntEnum):
    """Which message it is that gets no answer."""

    UNKNOWN = 0
    FIRST = 1  # IKE_SA_INIT, main mode 1, aggressive mode 1
    KEY_EXCHANGE = 2  # main mode 3
    AUTH = 3  # IKE_AUTH, main mode 5
    CHILD = 4  # quick mode, CREATE_CHILD_SA for a new or rekeyed SA
    ESTABLISHED = 5  # liveness check, delete, on an IKE_SA that is up
    RESPONSE = 6  # a responder repeats its answer


LONG = 20  # seconds between two repetitions


class Silence:
    """Unanswered repetitions of one message."""

    __slots__ = ("count", "events", "gave_up")

    def __init__(self) -> None:
        self.count = 0
        self.gave_up = False
        self.events: list[Event] = []

    @property
    def lasting(self) -> bool:
        """Whether the sender waited to the end, or so long that no answer is to be expected any more."""
        return self.gave_up or (self.count > 1 and self.events[-1].get("seconds").isdigit() and int(self.events[-1].get("seconds")) >= LONG)

    def add(self, event: Event) -> None:
        """Count one repetition, keep the first and the last lines."""
        self.count += 1
        if len(self.events) < 3:
            self.events.append(event)
        else:
            self.events[2] = event

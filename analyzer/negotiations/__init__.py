"""From events to negotiations: which lines belong to the same IKE_SA."""

from analyzer.negotiations.assemble import LEAST, OPEN, Assembler
from analyzer.negotiations.record import Negotiation, Reader, Unread
from analyzer.negotiations.stages import Place, Silence, Stage

__all__ = ["LEAST", "OPEN", "Assembler", "Negotiation", "Place", "Reader", "Silence", "Stage", "Unread"]

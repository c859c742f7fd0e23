"""What SA dumps look like: the line grammars of each format, as pyparsing expressions."""

from grammars.dumps.common import Row
from grammars.dumps.strongswan_status import ROWS as STRONGSWAN_STATUS

FORMATS: dict[str, tuple[Row, ...]] = {"strongswan_status": STRONGSWAN_STATUS}

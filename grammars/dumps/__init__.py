"""What SA dumps look like: the line grammars of each format, as pyparsing expressions."""

from grammars.dumps.common import Row
from grammars.dumps.libreswan_status import ROWS as LIBRESWAN_STATUS
from grammars.dumps.libreswan_traffic import ROWS as LIBRESWAN_TRAFFIC
from grammars.dumps.strongswan_status import ROWS as STRONGSWAN_STATUS

FORMATS: dict[str, tuple[Row, ...]] = {
    "strongswan_status": STRONGSWAN_STATUS,
    "libreswan_status": LIBRESWAN_STATUS,
    "libreswan_traffic": LIBRESWAN_TRAFFIC,
}

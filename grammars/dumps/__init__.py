"""What SA dumps look like: the line grammars of each format, as pyparsing expressions."""

from grammars.dumps.common import Row
from grammars.dumps.strongswan_status import ROWS as STRONGSWAN_STATUS
from grammars.dumps.swanctl_conns import ROWS as SWANCTL_CONNS
from grammars.dumps.swanctl_raw import ROWS as SWANCTL_RAW
from grammars.dumps.swanctl_sas import ROWS as SWANCTL_SAS

FORMATS: dict[str, tuple[Row, ...]] = {
    "strongswan_status": STRONGSWAN_STATUS,
    "swanctl_sas": SWANCTL_SAS,
    "swanctl_raw": SWANCTL_RAW,
    "swanctl_conns": SWANCTL_CONNS,
}

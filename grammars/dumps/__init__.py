"""What SA dumps look like: the line grammars of each format, as pyparsing expressions."""

from grammars.dumps.common import Row
from grammars.dumps.kernel_xfrm import ROWS as KERNEL_XFRM
from grammars.dumps.openiked_sa import ROWS as OPENIKED_SA
from grammars.dumps.racoon_sas import ROWS as RACOON_SAS
from grammars.dumps.strongswan_status import ROWS as STRONGSWAN_STATUS

FORMATS: dict[str, tuple[Row, ...]] = {
    "strongswan_status": STRONGSWAN_STATUS,
    "kernel_xfrm": KERNEL_XFRM,
    "openiked_sa": OPENIKED_SA,
    "racoon_sas": RACOON_SAS,
}

"""charon's values: how it prints SAs, proposals, selectors."""

import pyparsing as pp

from grammars.common import number, upper

# moon[1]; a connection's name may hold blanks and brackets
ike_sa = pp.Regex(r"(?P<conn>[^\n\[]*(?:\[[^\d\n][^\n\[]*)*)\[(?P<sa>\d+)\]")
# net-net{3}
child_sa = pp.Regex(r"(?P<child>[^\n{]*)\{(?P<child_id>\d+)\}")
# IKE_AUTH request 1 [ IDi AUTH ]; a long list may be cut off without the bracket
summary = (
    upper("exchange"),
    pp.Regex(r"(?P<direction>request|response)"),
    number("message_id"),
    pp.Opt(pp.Regex(r"\[(?P<payloads>[^\]\n]*)\]?")),
)

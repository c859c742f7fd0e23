"""racoon: the daemon, its configuration, sockets and the kernel."""

import pyparsing as pp

from grammars.common import NOISE, PROVES, SUGGESTS, Message
from grammars.racoon_log.values import ADDRESS, REASON, said

PARENS = pp.Regex(r"\((?P<reason>[^()\n]*)\)")
CALL = pp.Regex(r"(?:UPDATE|ADD|GETSPI|REGISTER|SPDUPDATE|SPDADD|X_SPDADD\w*|X_SPDUPDATE)")

MESSAGES: tuple[Message, ...] = (
    said("kernel-policy-failed", "pfkey X_SPDUPDATE failed: Invalid argument", "pfkey", pp.Regex(r"(?:X_)?SPD\w+"), "failed:",
         REASON,
         strength=PROVES),
    said("noise", "pfkey DELETE failed: No such process", pp.MatchFirst([pp.Literal("pfkey DELETE failed"),
         pp.Literal("pfkey DELETE received"),
         pp.Literal("pfkey SPDDELETE"), pp.Literal("pfkey X_SPDDELETE"), pp.Literal("pfkey FLUSH")]), strength=NOISE),
    said("kernel-sa-failed", "pfkey UPDATE failed: No such file or directory", "pfkey", CALL, "failed", pp.Opt(":"), REASON,
         strength=PROVES),
    said("kernel-error", "libipsec failed pfkey align (Invalid sadb message)", "libipsec failed", REASON, strength=SUGGESTS),
    said("kernel-error", "libipsec sending update failed (No algorithm specified)", "libipsec sending", REASON, strength=SUGGESTS),
    said("socket-failed", "failed to bind to address 192.0.2.1[500] (Address already in use).", "failed to bind to address",
         pp.Regex(rf"(?P<local>{ADDRESS})(?:\[(?P<port>[^\[\]\n]*)\])?"), PARENS, strength=PROVES),
    said("socket-failed", "no address could be bound.", "no address could be bound", strength=PROVES,
         reason="no address could be bound"),
    said("send-failed", "sendto (Network is unreachable)", pp.MatchFirst([pp.Literal("sendto"), pp.Literal("sendmsg")]), PARENS,
         strength=PROVES),
    said("send-failed", "sendfromto failed", "sendfromto failed", strength=PROVES, reason="sendfromto failed"),
    said("config-error", '/etc/racoon/racoon.conf:12: "pre_shared" syntax error',
         pp.Regex(r'(?P<reason>/[^\s:]+:\d+: "[^"\n]*" [^\n]+)'), strength=PROVES),
    said("config-error", "failed to parse configuration file.", "failed to parse configuration file", strength=PROVES,
         reason="failed to parse configuration file"),
    said("config-error", "fatal parse failure (1 errors)", "fatal parse failure", strength=PROVES, reason="fatal parse failure"),
    said("config-error", "failed to open pre_share_key file /etc/racoon/psk.txt",
         pp.Regex(r"(?P<reason>failed to open pre_share_key file[^\n]*)"), strength=PROVES),
    said("config-error", "/etc/racoon/psk.txt has weak file permission", pp.Regex(r"\S{1,256} (?P<reason>has weak file permission)"),
         strength=PROVES),
    said("config-error", "initiator can't find identity", "initiator can't find identity", strength=PROVES,
         reason="there is no identity for this peer"),
    said("daemon-start", "@(#)ipsec-tools 0.8.2 (http://ipsec-tools.sourceforge.net)", "@(#)ipsec-tools",
         pp.Regex(r"(?P<version>[\w.\-]+)")),
    said("daemon-stop", "racoon shutdown", pp.MatchFirst([pp.Literal("racoon shutdown"), pp.Literal("racoon process"),
         pp.Literal("caught signal 15")])),
)  # fmt: skip

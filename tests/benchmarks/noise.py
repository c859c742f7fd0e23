"""Syslog lines of programs that have nothing to do with IKE, though some speak of its ports or of failures."""

from collections.abc import Callable
from random import Random

USERS = ("admin", "test", "oracle", "ubuntu", "pi", "git", "postgres")
PORTS = (22, 23, 80, 443, 500, 4500, 3389)
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
POOL = 4096


class Noise:
    """Draws lines without their time stamps, from pools of hosts and addresses that are made once."""

    def __init__(self, seed: int) -> None:
        rnd = Random(seed)
        self.random = rnd.random
        self.addresses = [f"{rnd.randrange(1, 224)}.{rnd.randrange(256)}.{rnd.randrange(256)}.{rnd.randrange(1, 255)}" for _ in range(POOL)]
        self.hosts = [f"srv{rnd.randrange(200):03d}" for _ in range(POOL)]
        weighted: tuple[tuple[Callable[[], str], int], ...] = (
            (self.kernel, 30), (self.sshd, 20), (self.cron, 10), (self.nginx, 15), (self.postfix, 8), (self.named, 9), (self.systemd, 8),
        )  # fmt: skip
        self.kinds = [kind for kind, weight in weighted for _ in range(weight)]

    def below(self, end: int) -> int:
        return int(self.random() * end)

    def address(self) -> str:
        return self.addresses[int(self.random() * POOL)]

    def line(self) -> str:
        """``host program: message``."""
        r = self.random
        return f"{self.hosts[int(r() * POOL)]} {self.kinds[int(r() * 100)]()}"

    def kernel(self) -> str:
        r = self.random
        return (
            f"kernel: [{r() * 1e7:.6f}] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:{int(r() * 256):02x}:01:9a:00:1c:73:00:00:99:08:00 "
            f"SRC={self.address()} DST=203.0.113.7 LEN={40 + int(r() * 1400)} TOS=0x00 PREC=0x00 TTL={30 + int(r() * 90)} "
            f"ID={int(r() * 65536)} DF PROTO=TCP SPT={int(r() * 65536)} DPT={PORTS[int(r() * 7)]} WINDOW=1024 RES=0x00 SYN URGP=0"
        )

    def sshd(self) -> str:
        r = self.random
        user, pid = USERS[int(r() * 7)], int(r() * 64000)
        end = f"from {self.address()} port {1024 + int(r() * 64000)} ssh2"
        what = "Failed password for invalid user" if r() < 0.8 else "Accepted publickey for"
        return f"sshd[{pid}]: {what} {user} {end}"

    def cron(self) -> str:
        return f"CRON[{self.below(64000)}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)"

    def nginx(self) -> str:
        r = self.random
        return (
            f'nginx: {self.address()} - - "GET /api/v1/items/{int(r() * 1e6)}?page={int(r() * 100)} HTTP/1.1" '
            f'{(200, 200, 200, 304, 404, 500)[int(r() * 6)]} {int(r() * 1e5)} "-" "{AGENT}"'
        )

    def postfix(self) -> str:
        if self.random() < 0.5:
            return f"postfix/smtpd[{self.below(64000)}]: connect from unknown[{self.address()}]"
        return f"postfix/smtpd[{self.below(64000)}]: warning: unknown[{self.address()}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"

    def named(self) -> str:
        name = f"host{self.below(9999)}.example.org"
        return (
            f"named[812]: client @0x7f{self.below(1 << 40):010x} {self.address()}#{self.below(65536)} ({name}): "
            f"query: {name} IN A +E(0)K (203.0.113.53)"
        )

    def systemd(self) -> str:
        return f"systemd[1]: Started Session {self.below(1000000)} of user deploy."

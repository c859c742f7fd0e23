"""The two daemons: how each is configured, started and asked to bring its connection up, and where it logs."""

from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Protocol

from tests.lab.live.network import Gateway, LabError, wait_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one gateway has configured. An empty ``psk`` means that it has none."""

    address: str
    peer: str
    id: str
    peer_id: str
    psk: str = "correct horse battery staple"
    version: int = 2
    aggressive: bool = False
    proposal: str = "aes256-sha256-modp2048"
    esp: str = "aes256-sha256"
    ah: str = ""
    mode: str = "tunnel"
    local_ts: str
    remote_ts: str
    auth: str = "psk"
    peer_auth: str = "psk"
    user: str = ""
    secret: str = ""
    dpd: int = 0
    child: str = "net"


class Daemon(Protocol):
    """What a scenario needs from a daemon."""

    @property
    def log(self) -> Path:
        """Its log file."""

    def start(self) -> None:
        """Configure and start it, and wait until it listens."""

    def up(self) -> str:
        """Bring the connection up and return what the command printed."""


# The plug-ins in the order in which they are asked; kernel-libipsec does ESP where the kernel cannot.
PLUGINS = (
    "random nonce x509 revocation constraints pubkey pkcs1 pkcs8 pem openssl hmac kdf kernel-libipsec kernel-netlink"
    " socket-default eap-identity eap-md5 xauth-generic vici updown"
)
CREDENTIALS = (
    "x509", "x509ca", "x509ocsp", "x509aa", "x509ac", "x509crl", "pubkey", "private", "rsa", "ecdsa", "bliss", "pkcs8", "pkcs12",
)  # fmt: skip
TIME_FORMATS = {"bsd": "%b %e %T", "iso": "%Y-%m-%dT%H:%M:%S", "wiki": "%a, %Y-%m-%d, %H:%M:%S", "plain": ""}


@dataclass
class Strongswan:
    """charon, configured over vici."""

    gateway: Gateway
    side: Side
    profile: str = "bsd"
    level: int = 1
    patience: int = 10
    in_network: bool = True

    @property
    def log(self) -> Path:
        """The file log."""
        return self.gateway.folder / "charon.log"

    @property
    def _env(self) -> dict[str, str]:
        folder = str(self.gateway.folder)
        return {"STRONGSWAN_CONF": f"{folder}/strongswan.conf", "SWANCTL_DIR": f"{folder}/swanctl"}

    def start(self) -> None:
        """Start charon and load the connection."""
        folder = self.gateway.folder
        swanctl = folder / "swanctl"
        for name in CREDENTIALS:
            (swanctl / name).mkdir(parents=True, exist_ok=True)
        (folder / "strongswan.conf").write_text(self._strongswan_conf(), encoding="utf-8")
        (swanctl / "swanctl.conf").write_text(self._swanctl_conf(), encoding="utf-8")
        if self.in_network and self.side.local_ts != "dynamic":
            self._be_in_the_network()
        self.gateway.daemon("/usr/lib/ipsec/charon", env=self._env)
        control = Path(f"/proc/{self.gateway.pid}/root/run/charon.vici")
        wait_for(control.exists, "charon")
        loaded = self._swanctl("--load-all", "--file", str(swanctl / "swanctl.conf"))
        (folder / "load.txt").write_text(loaded, encoding="utf-8")

    def _be_in_the_network(self) -> None:
        """Without an address in the local network kernel-libipsec finds no source for its route and refuses the policy."""
        inside = next(ip_network(self.side.local_ts).hosts())
        self.gateway.run("ip", "address", "add", str(inside), "dev", "lo")

    def up(self) -> str:
        """Initiate the CHILD_SA."""
        return self._swanctl("--initiate", "--child", self.side.child, "--timeout", str(self.patience))

    def down(self) -> str:
        """Terminate the IKE_SA."""
        return self._swanctl("--terminate", "--ike", "gw", "--timeout", "5")

    def rekey(self) -> str:
        """Rekey the CHILD_SA."""
        return self._swanctl("--rekey", "--child", "net")

    def sas(self) -> str:
        """The SAs."""
        return self._swanctl("--list-sas")

    def _swanctl(self, *arguments: str) -> str:
        return self.gateway.run("swanctl", *arguments, env=self._env, patience=self.patience + 10)

    def _strongswan_conf(self) -> str:
        stamp = TIME_FORMATS[self.profile]
        return f"""
swanctl {{
  load = random pem pkcs1 pkcs8 pubkey x509 openssl
}}
charon {{
  load = {PLUGINS}
  retransmit_timeout = 0.8
  retransmit_base = 1.3
  retransmit_tries = 3
  half_open_timeout = 6
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  threads = 16
  filelog {{
    file {{
      path = {self.log}
      {f"time_format = {stamp}" if stamp else ""}
      ike_name = yes
      flush_line = yes
      default = {self.level}
    }}
  }}
}}
"""

    def _swanctl_conf(self) -> str:
        side = self.side
        child = f"""
        local_ts = {side.local_ts}
        remote_ts = {side.remote_ts}
        mode = {side.mode}
        {f"ah_proposals = {side.ah}" if side.ah else f"esp_proposals = {side.esp}"}"""
        return f"""
connections {{
  gw {{
    version = {side.version}
    aggressive = {"yes" if side.aggressive else "no"}
    local_addrs = {side.address}
    remote_addrs = {side.peer}
    proposals = {side.proposal}
    {f"dpd_delay = {side.dpd}" if side.dpd else ""}
    {"encap = yes" if not side.ah else ""}
    local {{
      auth = {side.auth}
      id = {side.id}
      {f"eap_id = {side.user}" if side.auth.startswith("eap") else ""}
      {"certs = own.pem" if side.auth == "pubkey" else ""}
    }}
    remote {{
      auth = {side.peer_auth}
      id = {side.peer_id}
      {"eap_id = %any" if side.peer_auth.startswith("eap") else ""}
    }}
    {self._xauth()}
    children {{
      net {{{child}
      }}
    }}
  }}
}}
secrets {{
  {f'ike-1 {{ secret = "{side.psk}" }}' if side.psk else ""}
  {f"eap-1 {{ id = {side.user}" + chr(10) + f' secret = "{side.secret}" }}' if side.secret else ""}
  {f"xauth-1 {{ id = {side.user}" + chr(10) + f' secret = "{side.secret}" }}' if side.secret else ""}
}}
"""

    def _xauth(self) -> str:
        if not (self.side.version == 1 and self.side.user):
            return ""
        if self.side.address == "192.0.2.1":
            return f"local-2 {{\n auth = xauth\n xauth_id = {self.side.user}\n }}"
        return "remote-2 {\n auth = xauth\n }"


@dataclass
class Libreswan:
    """pluto, configured by ipsec.conf."""

    gateway: Gateway
    side: Side
    patience: int = 10

    @property
    def log(self) -> Path:
        """The log file."""
        return self.gateway.folder / "pluto.log"

    def start(self) -> None:
        """Start pluto, load the connection and listen."""
        folder = self.gateway.folder
        for name in ("nss", "ipsec.d"):
            (folder / name).mkdir()
        (folder / "ipsec.conf").write_text(self._ipsec_conf(), encoding="utf-8")
        key = f'@{self.side.id} @{self.side.peer_id} : PSK "{self.side.psk}"\n' if self.side.psk else ""
        (folder / "ipsec.secrets").write_text(key, encoding="utf-8")
        self.gateway.run("certutil", "-N", "-d", f"sql:{folder}/nss", "--empty-password")
        self.gateway.daemon(
            "/usr/libexec/ipsec/pluto", "--nofork", "--config", str(folder / "ipsec.conf"), "--nssdir", str(folder / "nss"),
            "--ipsecdir", str(folder / "ipsec.d"), "--secretsfile", str(folder / "ipsec.secrets"), "--rundir", "/run",
            "--logfile", str(self.log), "--no-dnssec",
        )  # fmt: skip
        control = Path(f"/proc/{self.gateway.pid}/root/run/pluto.ctl")
        wait_for(control.exists, "pluto")
        self._whack("--listen")
        loaded = self.gateway.run(
            "/usr/libexec/ipsec/addconn", "--config", str(folder / "ipsec.conf"), "--ctlsocket", "/run/pluto.ctl", "gw"
        )
        (folder / "load.txt").write_text(loaded, encoding="utf-8")
        if '"gw"' not in self.log.read_text(encoding="utf-8", errors="replace"):
            raise LabError(f"pluto did not load the connection: {loaded.strip()[-300:]}")

    def up(self) -> str:
        """Initiate the connection."""
        return self._whack("--initiate", "--name", "gw")

    def _whack(self, *arguments: str) -> str:
        return self.gateway.run("/usr/libexec/ipsec/whack", "--rundir", "/run", *arguments, patience=self.patience)

    def _ipsec_conf(self) -> str:
        side = self.side
        settings = {
            "left": side.address,
            "right": side.peer,
            "leftid": f"@{side.id}",
            "rightid": f"@{side.peer_id}",
            "leftsubnet": side.local_ts,
            "rightsubnet": side.remote_ts,
            "authby": "secret",
            "ikev2": "yes" if side.version == 2 else "no",
            "ike": side.proposal.replace("-sha256", "-sha2").replace("-modp", ";modp"),
            "esp": side.esp.replace("-sha256", "-sha2"),
            "aggressive": "yes" if side.aggressive else "no",
            "type": side.mode,
            "retransmit-timeout": "8s",
            "auto": "ignore",
        }
        lines = "".join(f"\t{name}={value}\n" for name, value in settings.items())
        return f"config setup\n\tikev1-policy=accept\n\tvirtual-private=\n\nconn gw\n{lines}"

"""What a syslog tag says about the line: which daemon family speaks, or that the program has nothing to do with IKE."""

import re

OTHER = "other"

# The tag is the whole program's name, in lower case.
_FAMILIES = {
    "strongswan": "strongswan", "swanctl": "strongswan", "ipsec_starter": "strongswan", "ipsec-starter": "strongswan",
    "starter": "strongswan", "vpn": "strongswan", "stroke": "strongswan", "strongswan-starter": "strongswan",
    "pluto": "libreswan", "libreswan": "libreswan", "ipsec__plutorun": "libreswan", "ipsec_auto": "libreswan", "whack": "libreswan",
    "addconn": "libreswan", "ipsec_whack": "libreswan", "openswan": "libreswan",
    "iked": "openiked",
    "racoon": "racoon", "racoon2": "racoon",
    "kmd": "junos", "rt_ipsec": "junos", "pkid": "junos",
}  # fmt: skip

# Begin of the tags of programs that never speak of IKE; a tag that is not here is looked into.
_OTHERS = re.compile(
    "(?:"
    "accounts-daemon|acpid|agetty|anacron|apache2?|apparmor|apt|at[- ]?spi|atd|audit|auditd|auditbeat|avahi|bgpd|bluetooth|bind|"
    r"blkmapd|chronyd|clamd|cloud-init|collectd|colord|consul|containerd|cron|crond|crontab|cups|dbus|dhclient|dhcpcd|dhcpd|dhcp6?c|"
    "dnsmasq|dockerd?|dovecot|dpinger|dpkg|dracut|dropbear|etcd|exim|fail2ban|filebeat|filterlog|firewalld|freshclam|fwupd|gdm|"
    "gnome|gpg|gssproxy|haproxy|hostapd|httpd|ifplugd|inetd|influxd|init|iptables|irqbalance|iscsid|isc-dhcp|journal|k3s|"
    "kadmind|kdump|keepalived|kernel|klogd|krb5kdc|kube|ldpd|lightdm|lighttpd|lldpd|login|logger|logrotate|lvm|mariadbd?|mcelog|mib2d|"
    "memcached|metricbeat|miniupnpd|modemmanager|monit|mosquitto|mountd|mysqld?|nagios|named|netdata|netifd|networkd|newrelic|"
    "nfsd|nginx|nm-dispatcher|nmbd|node_exporter|nrpe|nscd|nslcd|ntpd|odhcpd|openvpn|ospf6?d|packagekitd|php|pkexec|polkitd?|pop3d|"
    "portmap|postfix|postgres|pppd?|procd|proftpd|prometheus|pure-ftpd|puppet|qemu|rabbitmq|radiusd|rc\\.|realmd|redis|"
    "restorecond|rngd|rpc|rpcbind|rsyncd?|rsyslogd?|rtkit|salt|saslauthd|sendmail|setroubleshoot|sftp|sm-mta|smartd|smbd|snapd|"
    "snmpd|spamd|squid|sshd?|sshguard|sssd|stunnel|su|sudo|suricata|swapon|syslogd|syslog-ng|sysctl|systemd|tailscaled?|"
    "telegraf|thermald|tuned|udev|udisks|uhttpd|unbound|upowerd?|usbmuxd|useradd|userdel|vmtoolsd|vsftpd|watchdog|watchfrr|winbindd?|"
    r"wpa_supplicant|x?inetd|xl2tpd|yum|dnf|zabbix|zebra|zed|zfs|\(.*"
    r")(?:[-_./@(\d].*)?",
    re.IGNORECASE,
)


def family(program: str) -> str | None:
    """``strongswan``, ``libreswan``, ``openiked``, ``racoon``, ``other``, or None where the message has to tell."""
    name = program.lower().rpartition("/")[2]
    known = _FAMILIES.get(name)
    if known is not None:
        return known
    if name.startswith("charon"):
        return "strongswan"
    if name == "networkmanager":
        return None
    return OTHER if _OTHERS.fullmatch(program) else None


# NetworkManager[900]: <info>  [1612345678.1234] device (eth0): ...; without this it passes on what its VPN helpers print
NETWORK_MANAGER = re.compile(r"<(?:info|warn|debug|error|trace)> ")

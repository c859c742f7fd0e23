"""How secrets stand in the configurations of vendors' gateways, in pastes beside their logs.

Each expression keeps its first group and loses the rest of what it matches; real lines stand above each. Nothing in them repeats without
a bound, so that none takes longer than the line is long.
"""

HIDDEN = "<secret>"

QUOTED = r"""(?:"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|“[^”\n]*+”?)"""
VALUE = rf"(?:{HIDDEN}|{QUOTED}|[^\s,;&}})\]<\"']++)"
WORD = rf"(?:{QUOTED}\S*+|\S++)"  # of a configuration: whatever stands up to a blank, for keys hold any letter
B = r"[ \t]{1,8}"  # blanks
KEY = (
    r"(?:(?:[\w.-]{0,40}[_.-])?(?:(?<!p1\.)psk|secret|psksecret|passwd|password|passphrase|pskey|ppk|pin|pre[-_ ]?shared[-_ ]?(?:keys?|secret)"
    r"|shared[-_ ]?(?:key|secret))|(?:left|right)?xauthpassword|private[-_ ]?(?:key|exponent)"
    r"|prime[12]|exponent[12]|coefficient)"
)
# Words that follow in a sentence of a daemon, and are no secret: "pre-shared key authentication", "PSK disabled for security reasons".
NO_WORD = (
    r"(?!(?:and|are|auth|authentication|authenticate|but|differs?|disabled|does|enabled|failed|failure|file|for|found|from|has|in|is|mismatch\w*"
    r"|missing|no|none|not|of|on|or|that|the|to|used|using|verification|was|with)[.,;:)!?]{0,3}(?:\s|$))"
)

CONFIGURED = (
    # pre-shared-key cipher %^%#...%^%#      password irreversible-cipher %@%@...%@%@: Huawei's ciphers hold any letter
    r"()(?:%\^%#[^\n]{4,300}?%\^%#|%@%@[^\n]{4,300}?%@%@|%\$%\$[^\n]{4,300}?%\$%\$|%#%#[^\n]{4,300}?%#%#)",
    # aaa-server RAD (inside) host 10.0.0.1 timeout 5 key abc
    rf"(\baaa-server{B}\S{{1,64}}{B}\(\S{{1,64}}\){B}host{B}\S{{1,255}}{B}(?:timeout{B}\d{{1,4}}{B})?(?:key{B}(?:\d{B})?)?){WORD}(?=[ \t]{{0,8}}$)",
    # snmp-server community abc RO      snmp-agent community read cipher abc      set snmp community abc authorization read-only
    rf"(\bsnmp(?:-server|-agent)?{B}community{B}(?:(?:read|write|cipher|simple|\d){B}){{0,3}}){WORD}",
    # snmp-server host inside 10.0.0.1 community abc      snmp-server host 10.0.0.1 version 2c abc
    rf"(\bsnmp-(?:server|agent){B}(?:host|target-host){B}[^\n]{{1,100}}?[ \t](?:community|version{B}(?:1|2c)|securityname){B}(?:(?:cipher|simple|\d){B})?)"
    rf"{NO_WORD}{WORD}",
    # snmp-server user bob grp v3 auth sha abc priv aes 128 abc
    rf"(\bsnmp-(?:server|agent){B}(?:usm-)?user{B}[^\n]{{1,120}}?[ \t]auth{B}\S{{1,12}}{B}){WORD}",
    rf"(\bsnmp-(?:server|agent){B}(?:usm-)?user{B}[^\n]{{1,200}}?[ \t]priv{B}\S{{1,12}}{B}(?:(?:128|192|256){B})?){WORD}",
    # ip nhrp authentication abc      standby 1 authentication md5 key-string abc      standby 1 authentication abc
    rf"(\bnhrp{B}authentication{B}){WORD}",
    rf"(\b(?:standby|vrrp|glbp){B}(?:\d{{1,4}}{B})?authentication{B}(?:text{B}|md5{B}key-string{B}(?:\d{B})?)?)(?!md5\b){WORD}",
    # passwd abc encrypted      neighbor 10.0.0.1 password 7 abc      ppp pap sent-username bob password 7 abc
    rf"(\bpassw(?:or)?d{B}){WORD}(?={B}(?:encrypted|pbkdf2|nt-encrypted)\b)",
    rf"(\bneighbor{B}\S{{1,64}}{B}password{B}(?:\d{B})?){WORD}",
    # ip ospf authentication-key abc      ip ospf message-digest-key 1 md5 abc      ntp authentication-key 1 md5 abc      authentication md5 1 key abc
    rf"(\bauthentication-key{B}(?:\d{{1,6}}{B}(?:md5|sha\d{{0,3}}|cmac\S{{0,12}}){B})?(?:\d{B})?){NO_WORD}{WORD}",
    rf"(\bmessage-digest-key{B}\d{{1,3}}{B}md5{B}(?:\d{B})?){WORD}",
    rf"(\bmd5{B}\d{{1,3}}{B}key{B}){WORD}",
    # crypto pki import X pkcs12 flash:a.p12 password abc      crypto pki import X pkcs12 terminal abc      crypto key decrypt rsa passphrase abc
    rf"(\bpkcs12{B}\S{{1,255}}{B}(?:password{B}(?:\d{B})?)?){WORD}(?=[ \t]{{0,8}}$)",
    rf"(\bpassphrase{B}(?:ENC{B}|\d{B})?){NO_WORD}{WORD}",
    # wpa-psk ascii 0 abc
    rf"(\bwpa-psk{B}(?:ascii|hex){B}(?:\d{B})?){WORD}",
    # set system tacplus-server 10.0.0.1 secret abc
    rf"(\b(?:radius|tacplus|tacacs|hwtacacs)\S{{0,12}}{B}[^\n]{{0,80}}?[ \t]?(?:secret|shared-key){B}(?:(?:cipher|simple|\d){B})?){WORD}",
    # authentication-sha authentication-password abc      client c pap-password abc      chap-secret abc
    rf"(\b(?:authentication|privacy|pap|chap|encrypted|bind|admin|auth)-(?:password|secret|pwd){B}(?:ENC{B})?){NO_WORD}{WORD}",
    # set psksecret-remote ENC abc      set authpasswd abc      set enckey abc: FortiGate's settings
    rf"((?<!\S)set{B}[\w-]{{0,30}}(?:secret|passwd|password|passphrase|pwd|enckey|authkey|privkey|private-key)(?:-remote)?{B}(?:ENC{B})?){WORD}",
    # sa string-key inbound esp cipher abc      sa encryption-hex outbound esp simple abc
    rf"(\bsa{B}(?:string-key|authentication-hex|encryption-hex){B}(?:inbound|outbound){B}(?:esp|ah){B}(?:(?:cipher|simple){B})?){WORD}",
    # local-user bob password cipher abc      password irreversible-cipher abc
    rf"(\bpassword{B}(?:irreversible-cipher|cipher|simple){B}){WORD}",
    # pre-shared-key key-id 1 simple abc      pre-shared-key remote-name P cipher abc
    rf"(\bpre-shared-key{B}(?:key-id{B}\d{{1,9}}|remote-name{B}\S{{1,128}}){B}(?:(?:cipher|simple){B})?){WORD}",
    # az network vpn-connection shared-key update --value abc      Set-AzVirtualNetworkGatewayConnectionSharedKey -Value abc
    rf"(\bshared-key{B}(?:update|set){B}[^\n]{{0,160}}?--value[ \t=]{{1,8}}){WORD}",
    rf"(SharedKey{B}[^\n]{{0,160}}?-Value{B}){WORD}",
    # <key>abc</key>      <bind-password>abc</bind-password>      <snmp-community-string>abc</snmp-community-string>
    r"(<(?:key|phash|[\w-]{0,30}(?:password|passwd|passphrase|secret|community-string|shared-key|shared_key))>)[^<\n]++(?=</)",
    # ike 0:west:12: dec 0102...: a packet in clear      IKE SA key SK_ai 32:0102      key=16 0102      enc: aes-cbc 0102
    r"(\b(?:enc|dec)[ \t]{1,8})[0-9a-f]{32,}+",
    r"(\bkey[ \t]{1,8}\d{1,3}:)[0-9a-f]{16,}+",
    r"(\bkey=\d{1,3}[ \t]{1,8})[0-9a-f]{8,}+",
    r"(\b(?:enc|auth|dec):[ \t]{1,8}[\w-]{1,20}[ \t]{1,8})[0-9a-f]{16,}+",
)  # fmt: skip

"""Proposals as each daemon prints them, and what keeps two lists of them apart."""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.proposals import ENCRYPTION, ESN, GROUP, INTEGRITY, PRF, TYPES, Proposal, compare, kind_of, parse, protocols, weak

IKE_256: dict[str, tuple[str, ...]] = {
    ENCRYPTION: ("AES_CBC_256",), INTEGRITY: ("HMAC_SHA2_256_128",), PRF: ("PRF_HMAC_SHA2_256",), GROUP: ("MODP_2048",),
}  # fmt: skip

Printed = tuple[str, list[tuple[str, Mapping[str, tuple[str, ...]]]]]
PARSED: tuple[Printed, ...] = (
    ("IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048", [("IKE", IKE_256)]),
    (
        "IKE:AES_CBC_256/AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048/CURVE_25519, IKE:AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384",
        [
            ("IKE", {**IKE_256, ENCRYPTION: ("AES_CBC_256", "AES_CBC_128"), GROUP: ("MODP_2048", "CURVE_25519")}),
            ("IKE", {ENCRYPTION: ("AES_GCM_16_256",), PRF: ("PRF_HMAC_SHA2_384",), GROUP: ("ECP_384",)}),
        ],
    ),
    (
        "ESP:AES_CBC_128/HMAC_SHA1_96/MODP_1536/NO_EXT_SEQ",
        [("ESP", {ENCRYPTION: ("AES_CBC_128",), INTEGRITY: ("HMAC_SHA1_96",), GROUP: ("MODP_1536",), ESN: ("NO_EXT_SEQ",)})],
    ),
    ("AH:HMAC_SHA2_256_128/EXT_SEQ/NO_EXT_SEQ", [("AH", {INTEGRITY: ("HMAC_SHA2_256_128",), ESN: ("EXT_SEQ", "NO_EXT_SEQ")})]),
    (
        "1:IKE:ENCR=AES_CBC_256;INTEG=HMAC_SHA2_384_192;PRF=HMAC_SHA2_384;DH=ECP_384[first-match] 2:IKE:ENCR=3DES;PRF=HMAC_MD5;DH=MODP1024",
        [
            ("IKE", {ENCRYPTION: ("AES_CBC_256",), INTEGRITY: ("HMAC_SHA2_384_192",), PRF: ("HMAC_SHA2_384",), GROUP: ("ECP_384",)}),
            ("IKE", {ENCRYPTION: ("3DES",), PRF: ("HMAC_MD5",), GROUP: ("MODP1024",)}),
        ],
    ),
    (
        "1:IKE=AES_CBC_256-HMAC_SHA2_256-HMAC_SHA2_256_128-MODP2048",
        [("IKE", {ENCRYPTION: ("AES_CBC_256",), PRF: ("HMAC_SHA2_256",), INTEGRITY: ("HMAC_SHA2_256_128",), GROUP: ("MODP2048",)})],
    ),
    (
        "1:IKE=AES_GCM_16_256+AES_CBC_128-HMAC_SHA2_512-NONE-MODP3072+DH19",
        [("IKE", {ENCRYPTION: ("AES_GCM_16_256", "AES_CBC_128"), PRF: ("HMAC_SHA2_512",), GROUP: ("MODP3072", "DH19")})],
    ),
    (
        "1:ESP=AES_CBC_256-HMAC_SHA2_512_256-MODP4096-ENABLED",
        [("ESP", {ENCRYPTION: ("AES_CBC_256",), INTEGRITY: ("HMAC_SHA2_512_256",), GROUP: ("MODP4096",), ESN: ("ENABLED",)})],
    ),
    (
        "AES_CBC (256), HMAC_SHA2_256, MODP2048",
        [("IKE", {ENCRYPTION: ("AES_CBC_256",), INTEGRITY: ("HMAC_SHA2_256",), GROUP: ("MODP2048",)})],
    ),
    (
        "ENCR=AES_CBC-256 PRF=HMAC_SHA2_256 INTEGR=HMAC_SHA2_256_128 DH=MODP_2048 ESN=NONE",
        [("IKE", {ENCRYPTION: ("AES_CBC-256",), PRF: ("HMAC_SHA2_256",), INTEGRITY: ("HMAC_SHA2_256_128",), GROUP: ("MODP_2048",)})],
    ),
    ("", []),
    ("nothing of the kind", []),
)


@pytest.mark.parametrize(("text", "proposals"), PARSED)
def test_printed_list_is_read(text: str, proposals: list[tuple[str, Mapping[str, tuple[str, ...]]]]) -> None:
    read = parse(text)
    assert [p.protocol for p in read] == [p for p, _ in proposals]
    for got, (_, transforms) in zip(read, proposals, strict=True):
        assert {k: v for k, v in got.transforms.items() if k != ESN or k in transforms} == transforms


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("AES_CBC_256", ENCRYPTION), ("3DES_CBC", ENCRYPTION), ("CHACHA20_POLY1305_256", ENCRYPTION), ("NULL_AES_GMAC_256", ENCRYPTION),
        ("AES_GCM_16_128", ENCRYPTION), ("HMAC_SHA1_96", INTEGRITY), ("AES_XCBC_96", INTEGRITY), ("AES_CMAC_96", INTEGRITY),
        ("HMAC_MD5_96", INTEGRITY), ("PRF_HMAC_SHA2_512", PRF), ("PRF_AES128_XCBC", PRF), ("MODP_2048_256", GROUP), ("ECP_256_BP", GROUP),
        ("CURVE_448", GROUP), ("DH21", GROUP), ("KE1_ML_KEM_768", GROUP), ("NO_EXT_SEQ", ESN), ("EXT_SEQ", ESN), ("ESN", ESN), ("NONE", None),
        ("", None), ("-", None),
    ],
)  # fmt: skip
def test_name_tells_its_type(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


BASE = "IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048"

COMPARED = (
    (BASE, BASE, None),
    (BASE, BASE.replace("MODP_2048", "MODP_3072"), (GROUP,)),
    (BASE, BASE.replace("AES_CBC_256", "AES_CBC_128"), (ENCRYPTION,)),
    (BASE, BASE.replace("SHA2_256", "SHA2_512"), (INTEGRITY, PRF)),
    (BASE, "IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024", (ENCRYPTION, INTEGRITY, PRF, GROUP)),
    (f"{BASE}, IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024", BASE.replace("MODP_2048", "MODP_3072"), (GROUP,)),
    (BASE, "1:IKE:ENCR=AES_CBC_256;INTEG=HMAC_SHA2_256_128;PRF=HMAC_SHA2_256;DH=MODP3072", (PRF, GROUP)),
    ("ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_256/HMAC_SHA1_96", None),
    ("ESP:AES_CBC_256/HMAC_SHA1_96/NO_EXT_SEQ", "ESP:AES_CBC_256/HMAC_SHA1_96/EXT_SEQ", (ESN,)),
    ("ESP:AES_CBC_256/HMAC_SHA1_96/MODP_2048", "ESP:AES_CBC_256/HMAC_SHA1_96", (GROUP,)),
    ("ESP:AES_GCM_16_256/NO_EXT_SEQ", "ESP:AES_GCM_16_256/NO_EXT_SEQ", None),
    ("ESP:AES_CBC_256/HMAC_SHA1_96", "ESP:AES_CBC_256", (INTEGRITY,)),
    ("ESP:AES_GCM_16_256", "ESP:AES_CBC_256/HMAC_SHA1_96", (ENCRYPTION,)),
    ("ESP:AES_CBC_256/HMAC_SHA1_96", "AH:HMAC_SHA1_96", None),
    ("", BASE, None),
)


@pytest.mark.parametrize(("mine", "theirs", "types"), COMPARED)
def test_difference_of_two_lists(mine: str, theirs: str, types: tuple[str, ...] | None) -> None:
    difference = compare(parse(mine), parse(theirs))
    assert (difference and difference.types) == types


def test_difference_tells_all_values_of_both_sides() -> None:
    difference = compare(parse(f"{BASE}/ECP_256"), parse(BASE.replace("MODP_2048", "MODP_1024/MODP_1536")))
    assert difference is not None
    assert difference.mine == {GROUP: ("MODP_2048", "ECP_256")}
    assert difference.theirs == {GROUP: ("MODP_1024", "MODP_1536")}
    none = compare(parse("ESP:AES_CBC_256/HMAC_SHA1_96/MODP_2048"), parse("ESP:AES_CBC_256/HMAC_SHA1_96"))
    assert none is not None
    assert none.theirs == {GROUP: ("none",)}


def test_protocols_of_a_list() -> None:
    assert protocols(parse("ESP:AES_CBC_256/HMAC_SHA1_96, AH:HMAC_SHA1_96")) == {"ESP", "AH"}
    assert protocols((Proposal(""),)) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("IKE:3DES_CBC/HMAC_MD5_96/PRF_HMAC_MD5/MODP_1024", ("3DES_CBC", "HMAC_MD5_96", "PRF_HMAC_MD5", "MODP_1024")),
        ("AES_CBC_256-HMAC_SHA2_256-MODP1536", ("MODP1536",)),
        ("ESP:DES_CBC/HMAC_SHA1_96", ("DES_CBC",)),
        ("ESP:NULL/HMAC_SHA2_256_128", ("NULL",)),
        (BASE, ()),
        ("ESP:AES_GCM_16_256/NO_EXT_SEQ", ()),
        ("MODP_1024, MODP_1024", ("MODP_1024",)),
    ],
)
def test_algorithms_that_are_no_longer_advised(text: str, names: tuple[str, ...]) -> None:
    assert weak(text) == names


@given(st.text(max_size=60) | st.text(alphabet=st.sampled_from("IKE:ESP1=/-+,;() AES_256MODPNone[]"), max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read = parse(text)
    for p in read:
        assert set(p.transforms) <= set(TYPES)
    assert compare(read, read) is None


@pytest.mark.parametrize("unit", ["1:IKE:", "IKE:A/", "ENCR=", "(", ", ", "1:ESP=A-", "[", " 1:IKE="])
def test_long_lists_are_read_in_linear_time(unit: str) -> None:
    started = time.process_time()
    parse(unit * 20_000)
    weak(unit * 20_000)
    assert time.process_time() - started < 2


def test_lists_of_cisco_ios() -> None:
    first = "Proposal 1:  AES-CBC-256 AES-CBC-128 SHA512 SHA96 DH_GROUP_2048_MODP/Group 14 DH_GROUP_256_ECP/Group 19"
    one = parse(f"{first} Proposal 2: AES-GCM-256 SHA384 DH_GROUP_384_ECP/Group 20")
    assert [p.protocol for p in one] == ["IKE", "IKE"]
    assert one[0].names("encryption") == ("AES-CBC-256", "AES-CBC-128")
    assert one[0].names("group") == ("DH_GROUP_2048_MODP/Group 14", "DH_GROUP_256_ECP/Group 19")
    typed = parse("Proposal 1:  ENCRYPTION: AES-CBC-128 PRF: SHA512 INTEGRITY: SHA512 DH GROUP: DH_GROUP_384_ECP/Group 20")
    assert typed[0].names("prf") == typed[0].names("integrity") == ("SHA512",)
    child = parse("ESP: Proposal 1:  AES-CBC-256 None SHA256 Don't use ESN")
    assert (child[0].protocol, child[0].names("esn"), child[0].names("prf")) == ("ESP", ("NO_ESN",), ())
    difference = compare(parse("ESP: Proposal 0:  AES-GCM-256 Don't use ESN"), child)
    assert difference is not None
    assert "encryption" in difference.types

"""Kinds of places' names: ranks by day, rows, what is above, what is no place; on labelled sentences and all wards."""

from datetime import date
from pathlib import Path

import pytest
from score_places import LABELLED, score, sentences

from crawler.vietnamese.mentions import places
from crawler.vietnamese.mentions.gazetteer import Unit, units
from crawler.vietnamese.mentions.unit_forms import unit_forms

Y2023, SEPTEMBER, OCTOBER = date(2023, 5, 5), date(2025, 9, 1), date(2026, 10, 15)


def named(text: str, day: date, province: str | None = None) -> list[tuple[str, str, str]]:
    """Return name, level and codes of each place."""
    return [(p.name, p.named.level, " ".join(p.named.codes)) for p in places.find(text, day=day, province=province)]


@pytest.mark.parametrize("file", sorted(LABELLED.glob("*.txt")), ids=lambda file: file.stem)
def test_labelled_sentences(file: Path) -> None:
    total = score(list(sentences(file)))
    assert total.named >= 200
    assert total.found / total.named >= 0.97, total.wrong
    assert total.right / total.named >= 0.95, total.wrong
    assert total.wrong_and_certain / total.named <= 0.005, total.wrong


@pytest.mark.parametrize("day", [SEPTEMBER, date(2025, 12, 1), OCTOBER])
def test_every_ward_of_today_with_its_province_is_read_as_itself(day: date) -> None:
    """The province has its rank of the day, for every fourth ward the other one: papers are not punctual."""
    provinces = {unit.code: unit for unit in units() if unit.level == "province"}
    wards = [unit for unit in units() if unit.level == "ward"]
    wrong = []
    for number, ward in enumerate(wards):
        province = provinces[ward.parent or ""]
        ranks = [form.name for form in province.forms if form.is_valid_on(day) or number % 4 == 0]
        above = ranks[number % len(ranks)]
        name = next(form.name for form in ward.forms if form.is_valid_on(day))
        text = f"{name[0].lower()}{name[1:]}, {above[0].lower()}{above[1:]}"
        read = named(text, day, ward.parent)
        if [(level, codes) for _, level, codes in read] != [("ward", ward.code), ("province", province.code)]:
            wrong.append((text, read))
    assert (len(wards), wrong) == (3321, [])


def test_every_district_before_the_bare_name_of_its_province_is_read_as_itself() -> None:
    above = {unit.code: unit for unit in units() if unit.level == "former_province"}
    wrong = []
    for district in (unit for unit in units() if unit.level == "former_district"):
        name = next((form.name for form in district.forms if form.is_valid_on(Y2023)), None)
        province = above[district.parent or ""]
        bare = province.bare if province.code != "79" else "TP.HCM"
        read = named(f"{name[0].lower()}{name[1:]}, {bare}", Y2023) if name else []
        if name and [code for _, _, code in read] != [district.code, province.code]:
            wrong.append((name, read))
    assert wrong == []


def test_a_province_that_became_a_city_is_meant_by_either_rank() -> None:
    for day in (SEPTEMBER, OCTOBER):
        for rank in ("tỉnh", "thành phố"):
            assert named(f"{rank} Đồng Nai", day) == [("Đồng Nai", "province", "75")]
    assert named("phường Long Thành", OCTOBER, "75") == [("Long Thành", "ward", "26368")]
    assert named("xã Long Thành", SEPTEMBER, "75") == [("Long Thành", "ward", "26368")]
    assert named("tỉnh Bắc Ninh", Y2023) == [("Bắc Ninh", "former_province", "27")]
    assert named("tỉnh Bắc Ninh", date(2025, 12, 5)) == [("Bắc Ninh", "province", "24")]


def test_a_change_of_name_is_a_row_with_a_date() -> None:
    old, new = unit_forms("province", "75", "Thành phố Đồng Nai", "thành phố trung ương")
    assert (old.kind, old.until) == ("tỉnh", date(2026, 4, 30))
    assert (new.kind, new.since, new.is_begin_known) == ("thành phố trung ương", date(2026, 4, 30), True)
    assert not unit_forms("province", "24", "Thành phố Bắc Ninh", "thành phố trung ương")[-1].is_begin_known
    (only,) = unit_forms("province", "91", "Tỉnh An Giang", "tỉnh")
    assert (only.since, only.until) == (date(2025, 7, 1), None)
    with pytest.raises(ValueError, match="no row of province 75"):
        unit_forms("province", "75", "Tỉnh Biên Hòa", "tỉnh")


@pytest.mark.parametrize(
    "text",
    [
        "phường Hạc Thành Trung",
        "phường Long Hưng Đông mở cửa",
        "chiến thắng Điện Biên Phủ",
        "vượt Thái Bình Dương",
        "Hòa bình là khát vọng",
        "GIẢI VÔ ĐỊCH VÌ HÒA BÌNH",
        "sông Đồng Nai",
        "trấn Hải Dương",
        "phủ Trà Vinh",
        "đèo Hà Giang",
        "vịnh Đà Nẵng",
        "dinh Bình Thuận",
        "thôn Hà Nam",
        "ấp Bình Dương",
        "thủy điện Sơn La",
        "bà Trần Thị Thanh Hóa",
        "chính quyền cấp xã. Ba lần",
        "CLB bóng đá Khánh Hòa gặp CLB Becamex Bình Dương",
        "Trận Sông Lam Nghệ An gặp Hồng Lĩnh Hà Tĩnh",
        "tàu rời ga Lào Cai",
        "Trường Đại học Nam Cần Thơ",
        "Đại học Bách khoa Hà Nội",
        "lễ vía ở Tòa thánh Tây Ninh",
        "Công ty Cổ phần Gang thép Thái Nguyên",
        "tách ra từ tỉnh Quảng Nam - Đà Nẵng",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert named(text, OCTOBER) == []


def test_who_is_named_behind_a_place_does_not_hide_it() -> None:
    for text in ("Thành đoàn Hà Nội Lê Văn Nam", "tại Hà Nội Mori Takero", "UBND thành phố Hà Nội Vũ Thu Hà"):
        assert [code for _, _, code in named(text, OCTOBER)] == ["01"], text
    assert named("Bí thư Đảng ủy xã Đăk Hà Hà Tiến", OCTOBER, "51") == [("Đăk Hà", "ward", "23500")]


def test_what_stands_before_a_province_does_not_hide_it() -> None:
    for text in ("bà Lê Thị Mẫn (Đoàn Hà Nội)", "điểm cầu Hà Nội", "phía Tây Bắc Hà Nội", "Sở Công Thương Hà Nội"):
        assert [code for _, _, code in named(text, OCTOBER)] == ["01"], text


def test_what_stands_above_and_does_not_fit_leaves_no_unit() -> None:
    assert named("xã Diễn Thịnh, huyện Châu Phú, tỉnh An Giang", Y2023) == [
        ("Châu Phú", "former_district", "889"),
        ("An Giang", "former_province", "89"),
    ]
    assert named("xã Mỹ Đức, huyện Tân Lạ, tỉnh An Giang", Y2023)[0] == ("Mỹ Đức", "former_ward", "30469")
    assert named("đi qua huyện Châu Phú, TP. Cần Thơ", Y2023) == [  # a list, in which neither is above the other
        ("Châu Phú", "former_district", "889"),
        ("Cần Thơ", "former_province", "92"),
    ]


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("các xã: Mỹ Đức, Bình Mỹ và Châu Phú", OCTOBER, "30469 30487 30463"),
        ("xã Mỹ Đức và Bình Mỹ", OCTOBER, "30469 30487"),
        ("3 xã Mỹ Đức (12 hộ), Bình Mỹ (5 hộ ở ấp Bình Hòa)", OCTOBER, "30469 30487"),
        ("huyện Châu Phú, Thoại Sơn", Y2023, "889 894"),
        ("các xã, phường Mỹ Đức, Vĩnh Tế", OCTOBER, "30469 30325"),
        ("các xã Mỹ Đức, Tân Lạ và Bình Mỹ", OCTOBER, "30469 30487"),
        ("xã Mỹ Đức, Châu Phú, An Giang", Y2023, "30469 889 89"),
        ("phường 5 quận Gò Vấp; P14 Q10", Y2023, "26887 764 27169 771"),
        ("các xã Mỹ Đức và Bình Mỹ, huyện Châu Phú", Y2023, "30469 30487 889"),
        ("tại TP Bắc Giang; Bắc Ninh đón", Y2023, "213 27"),
        ("huyện Châu Đức, Bà Rịa - Vũng Tàu", Y2023, "750 77"),
        ("phường Hà Giang 2, Tuyên Quang", OCTOBER, "00691 08"),
        ("TP Chí Linh, Hải Dương; TP Hải Dương, Hải Dương", Y2023, "290 30 288 30"),
        ("huyện Châu Phú, Tri Tôn", OCTOBER, "889 891"),
    ],
)
def test_each_name_of_a_row_is_read(text: str, day: date, codes: str) -> None:
    assert " ".join(code for _, _, code in named(text, day, "91")) == codes


@pytest.mark.parametrize(
    ("text", "province", "codes"),
    [
        ("các xã Lục Ngạn, Chũ, Phượng Sơn", "24", "07582 07525 07612"),  # the last two are wards
        ("các xã: Mỹ Đức, Vĩnh Tế và Bình Mỹ", "91", "30469 30325 30487"),
        ("gồm phường: Cam Ly - Đà Lạt, B'Lao", "68", "24787 24829"),
        ("phường Hà Giang 1, Hà Giang 2", "08", "00694 00691"),
        ("UBND P.Sài Gòn", "79", "26740"),
        ("phường Sài Gòn TP.HCM", "79", "26740 79"),
        ("Tại P.Sài Gòn", "79", "26740"),
        ("ở Bà Rịa - Vũng Tàu (cũ)", "79", "77"),
        ("ông Nguyễn P.Sài Gòn", "79", ""),
    ],
)
def test_a_row_and_a_sign_need_not_be_exact(text: str, province: str, codes: str) -> None:
    assert " ".join(code for _, _, code in named(text, SEPTEMBER, province)) == codes


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("Thành ủy Tây Ninh", "former_district", "703"),
        ("thành phố (TP) Tây Ninh", "former_district", "703"),
        ("thị xã (TX) Hòa Thành", "former_district", "709"),
        ("Tỉnh ủy Tây Ninh", "former_province", "72"),
        ("TX.Hòa Thành", "former_district", "709"),
        ("huyện Đak Đoa", "former_district", "626"),
        ("H.Củ Chi", "former_district", "783"),
        ("Q.1", "former_district", "760"),
        ("Q1", "former_district", "760"),
        ("thành phố Qui Nhơn", "former_district", "540"),
        ("tỉnh Đắc Lắc", "former_province", "66"),
        ("tỉnh Bà Rịa-Vũng Tàu", "former_province", "77"),
        ("tỉnh Thừa Thiên-Huế", "former_province", "46"),
        ("huyện Đạ Tẻh", "former_district", "682"),
        ("quận 9", "former_district", "763"),
        ("huyện Tịnh Biên", "former_district", "890"),
        ("thị xã Tịnh Biên", "former_district", "890"),
    ],
)
def test_ranks_and_spellings(text: str, level: str, code: str) -> None:
    assert [found[1:] for found in named(text, Y2023)] == [(level, code)]


def test_a_row_of_communes_goes_on_behind_the_name_of_a_district_elsewhere() -> None:
    read = named("xã Quang Trung, Thống Nhất, Kiến Quốc", Y2023, "31")
    assert [code for _, _, code in read] == ["11134", "11008", "11209"]


def test_what_the_text_calls_past_is_the_former_unit() -> None:
    assert named("tỉnh Gia Lai (cũ)", SEPTEMBER) == [("Gia Lai", "former_province", "64")]
    assert named("hai tỉnh Gia Lai và Bình Định (cũ)", SEPTEMBER) == [
        ("Gia Lai", "former_province", "64"),
        ("Bình Định", "former_province", "52"),
    ]
    assert named("xã Bình Mỹ cũ", SEPTEMBER, "91") == [("Bình Mỹ", "former_ward", "30487")]
    assert named("xã Bình Mỹ (trước đây thuộc huyện Châu Phú)", SEPTEMBER, "91")[0][1] == "ward"


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Tỉnh An Giang được hợp nhất từ tỉnh Kiên Giang và tỉnh An Giang", "province former_province former_province"),
        ("hợp nhất 3 tỉnh Vĩnh Long, Bến Tre, Trà Vinh", "former_province former_province former_province"),
        ("phường Hà Tu thành lập trên cơ sở phường Hà Tu và phường Hà Phong", "ward former_ward former_ward"),
        ("Sau sáp nhập tỉnh Gia Lai có 135 xã", "province"),
        ("Từ ngày sáp nhập, Cà Mau có hai bờ biển", "province"),
        ("Sau khi Long An và Tây Ninh hợp nhất", "former_province former_province"),
        ("Trước khi hợp nhất, Thái Bình và Hưng Yên", "former_province former_province"),
        ("hợp nhất hai tỉnh Tây Ninh, Long An, tỉnh Tây Ninh có", "former_province former_province province"),
        ("sáp nhập vào tỉnh Quảng Ngãi", "province"),
    ],
)
def test_what_a_merger_was_made_of_is_past(text: str, levels: str) -> None:
    assert " ".join(level for _, level, _ in named(text, SEPTEMBER)) == levels


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("huyện Lệ Thủy, Quảng Ninh", "former_district 457, former_district 456"),
        ("Đồng Hới, Lệ Thủy, Quảng Ninh", "former_district 450, former_district 457, former_district 456"),
        ("Quảng Ninh, Hải Phòng", "former_province 22, former_province 31"),
        ("xã Lệ Thủy, tỉnh Quảng Ninh", "former_province 22"),
        ("xã Hàm Ninh (Quảng Ninh)", "former_ward 19219, former_district 456"),
    ],
)
def test_a_name_that_is_also_a_provinces_means_what_it_is_listed_with(text: str, read: str) -> None:
    assert ", ".join(f"{level} {code}" for _, level, code in named(text, Y2023)) == read


def test_a_name_narrowed_once_is_narrowed_in_the_whole_article() -> None:
    parts = ["Mùa vàng ở xã Tân Bình", "Ở xã Tân Bình, thành phố Tây Ninh, lúa chín.", "Xã Tân Bình vui."]
    read = [[p.named.codes for p in part] for part in places.find_in_parts(parts, day=Y2023, province="80")]
    assert read == [[("25474",)], [("25474",), ("703",)], [("25474",)]]


@pytest.mark.parametrize(
    ("text", "day", "province", "read"),
    [
        ("quê Hải Hậu, Nam Định", Y2023, "37", "former_district 366, former_province 36"),
        ("quê Hải Hậu, Nam Định", OCTOBER, "37", "former_district 366, former_province 36"),
        ("quê Hải Hậu, Ninh Bình", OCTOBER, "37", "ward 14215, province 37"),
        ("ở Y Tý, huyện Bát Xát", Y2023, "15", "former_ward 02701, former_district 082"),
        ("từ huyện Trà Ôn về Trà Ôn", Y2023, "91", "former_district 862, former_district 862"),
        ("từ Vũng Liêm đi Tam Bình", Y2023, "86", "former_district 859, former_district 860"),
        ("từ Vũng Liêm đi Tam Bình", Y2023, "91", ""),  # another province's paper: nothing says which Tam Bình
        ("ở thị trấn Bình Đại. Ở Bình Đại", Y2023, "86", "former_ward 29050, former_district 835"),
        ("chuyến bay từ Hải Phòng, Buôn Ma Thuột", Y2023, "48", "former_province 31, former_district 643"),
        ("nối phường Hội An. Từ Hội An, Tam Kỳ", OCTOBER, "48", "ward 20410, ward 20410, ward 20341"),
        ("từ Ngọc Hiển lên, ở Diễn Châu", OCTOBER, "96", "former_district 973"),
        ("lũ ở Sông Mã, Huổi Một", OCTOBER, "14", "ward 04168, ward 04210"),
        ("người dân Kiến An mong", OCTOBER, "31", "ward 11443"),
        ("chùa Lầu (Tri Tôn) đón khách. (Thoại Sơn)", Y2023, "91", "former_district 891"),
        ("các địa phương: Châu Phú, Tri Tôn", Y2023, "91", "former_district 889, former_district 891"),
        ("Sông Mã, Sốp Cộp ngập", Y2023, "14", "former_district 126, former_district 127"),
        ("người Mai Sơn, Mộc Châu", Y2023, "14", "former_district 125, former_district 123"),
        ("Phía đông, Sơn Hòa, Sông Hinh trồng mía", OCTOBER, "66", "ward 22165, ward 22207"),
        ("Thanh Bình ra sân", Y2023, "82", ""),
        ("Thanh Hà và Xuân Trường ra sân", OCTOBER, "37", ""),
        ("Khu công nghiệp Phú Xuân, Hòa Phú; các ấp Tân Phú, Tân Lập", OCTOBER, "66", ""),
        ("(quê Pleiku)", Y2023, "79", "former_district 622"),
        ("ra Vũng Tàu, về Sài Gòn", OCTOBER, "79", ""),  # the city that was, or the ward that is
        ("từ Trần Phú đến Lê Lợi", OCTOBER, "20", ""),
        ("chợ Vũng Liêm, đường Tam Bình", Y2023, "86", ""),
        ("ông Lê Tam Bình ở Hậu Giang", Y2023, "86", "former_province 93"),
    ],
)
def test_a_lower_unit_without_its_rank_is_read_where_text_or_paper_say_which(
    text: str, day: date, province: str, read: str
) -> None:
    assert ", ".join(f"{level} {code}" for _, level, code in named(text, day, province)) == read


def test_a_ward_of_today_comes_before_one_of_the_papers_province_that_is_past() -> None:
    assert named("Tại Vĩnh Long, xã Long Vĩnh khát nước", OCTOBER, "82")[1] == ("Long Vĩnh", "ward", "29533")


def test_a_district_of_the_text_narrows_wards_behind_it() -> None:
    assert named("Q.Gò Vấp dỡ rào ở hẻm 415 (P.3)", Y2023, "79")[1] == ("3", "former_ward", "26902")


def test_of_two_units_that_had_one_name_a_later_text_means_the_last() -> None:
    assert named("phường Thị Nại (cũ)", SEPTEMBER, "52") == [("Thị Nại", "former_ward", "21583")]
    assert named("xã Khe Tre (trước đây là thị trấn Khe Tre, huyện Nam Đông)", SEPTEMBER, "46")[:2] == [
        ("Khe Tre", "ward", "20161"),
        ("Khe Tre", "former_ward", "20161"),
    ]


def test_an_earlier_district_has_the_heirs_of_its_wards() -> None:
    (place,) = places.find("quận 9", day=Y2023, province="79")
    assert place.now.level == "ward"
    assert 1 < len(place.now.codes) < 30
    assert {_parent(code) for code in place.now.codes} == {"79"}


def _parent(ward: str) -> str | None:
    return next(unit.parent for unit in units() if (unit.level, unit.code) == ("ward", ward))


def test_no_two_units_share_level_and_code() -> None:
    keys = [(unit.level, unit.code) for unit in units()]
    assert len(keys) == len(set(keys))
    assert all(_is_in_order(unit) for unit in units())


def _is_in_order(unit: Unit) -> bool:
    return all(a.until == b.since and b.since for a, b in zip(unit.forms, unit.forms[1:], strict=False))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["các xã Mỹ Đức, Bình Mỹ (", "xã Mỹ Đức, Tân Lạ, ", "huyện ", "Q.1, ", "(", "(TP) ", "An Giang ", "ở An Biên, "],
)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    places.find(piece * (40_000 // len(piece)), day=OCTOBER, province="91")

"""Places as sets of official units, of the text's day and of today."""

from datetime import date

import pytest

from crawler.vietnamese.mentions import places
from crawler.vietnamese.mentions.gazetteer import units

BEFORE, SINCE = date(2024, 5, 1), date(2026, 5, 1)


def found(text: str, day: date | None = SINCE, province: str | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(p.text, p.named.level, p.named.codes) for p in places.find(text, day=day, province=province)]


def names(level: str, codes: tuple[str, ...]) -> set[str]:
    return {unit.name for unit in units() if unit.level == level and unit.code in codes}


def test_what_stands_beside_a_name_narrows_it() -> None:
    (ward, district, province) = places.find("xã Mỹ Đức, huyện Châu Phú, tỉnh An Giang", day=BEFORE)
    assert (ward.named.level, ward.named.codes) == ("former_ward", ("30469",))
    assert (district.named.level, district.named.codes) == ("former_district", ("889",))
    assert (province.named.level, province.named.codes, province.now.codes) == ("former_province", ("89",), ("91",))
    assert ward.then == ward.named


def test_a_name_that_many_units_have_stays_a_set_until_the_paper_narrows_it() -> None:
    ((_, level, codes),) = found("phường Bình Minh")
    same = [u for u in units() if u.level == "ward" and u.name == "Phường Bình Minh"]
    assert (level, codes) == ("ward", tuple(sorted(u.code for u in same)))
    name = next(n for n in ("Xã Bình Minh", "Xã Tân Tiến", "Xã Hòa Bình") if sum(u.name == n for u in units()) > 2)
    ((_, _, many),) = found(name.replace("Xã", "xã"), BEFORE)
    own = next(u for u in units() if u.level == "former_ward" and u.name == name)
    province = next(p for p in units() if p.level == "former_province" and p.code == _former_province(own.parent))
    ((_, _, fewer),) = found(name.replace("Xã", "xã"), BEFORE, province.successors[0])
    assert own.code in fewer
    assert set(fewer) < set(many)


def _former_province(district: str | None) -> str | None:
    return next(u.parent for u in units() if u.level == "former_district" and u.code == district)


def test_a_district_in_a_text_of_today_did_not_stand_and_went_into_several_wards() -> None:
    (place,) = places.find("huyện Chợ Mới", day=SINCE, province="91")
    assert place.named.level == "former_district"
    assert place.then is None
    assert place.now.level == "ward"
    assert len(place.now.codes) > 1
    assert all(u.parent == "91" for u in units() if u.level == "ward" and u.code in place.now.codes)


def test_a_divided_ward_has_all_its_heirs() -> None:
    divided = next(u for u in units() if u.level == "former_ward" and len(u.successors) > 2)
    above = next(u for u in units() if u.level == "former_district" and u.code == divided.parent)
    first = places.find(f"{divided.name.lower()[0]}{divided.name[1:]}, {above.name}", day=BEFORE)[0]
    assert set(divided.successors) <= set(first.now.codes)


def test_rows_of_names_share_their_rank() -> None:
    assert [text for text, _, _ in found("các xã Mỹ Đức, Vĩnh Tế và Bình Mỹ", BEFORE, "91")] == [
        "xã Mỹ Đức",
        "Vĩnh Tế",
        "Bình Mỹ",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "bà Nguyễn Thị Hà Giang",
        "đường Hà Nội mới trải nhựa",
        "ông An Giang",
        "Trường THPT Hòa Bình",
        "xã hội",
        "bản thân",
    ],
)
def test_people_streets_and_words_are_no_places(text: str) -> None:
    assert found(text) == []


def test_provinces_are_known_without_a_rank_and_ho_chi_minh_only_with_one() -> None:
    assert found("từ Cà Mau đến TP.HCM, theo gương Hồ Chí Minh") == [
        ("Cà Mau", "province", ("96",)),
        ("TP.HCM", "province", ("79",)),
    ]

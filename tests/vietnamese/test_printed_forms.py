"""The many prints of one thing: bylines, credits and dates as editors set them; the names are invented."""

from datetime import UTC, datetime

import pytest

from crawler.vietnamese import bylines, captions, dates

BYLINES: list[tuple[str, list[tuple[str, list[str]]], str | None]] = [
    ("MINH ANH và THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("MINH ANH/THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("MINH ANH-THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("MINH ANH–THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("Minh Anh, Thu Hà", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("Bài và ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Bài ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Tin ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Tin - Ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Tin/ảnh: MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Bài, ảnh, clip: MINH ANH", [("Minh Anh", ["text", "photo", "video"])], None),
    ("Bài, ảnh và clip: MINH ANH", [("Minh Anh", ["text", "photo", "video"])], None),
    ("Bài: MINH ANH; Ảnh: THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["photo"])], None),
    ("Bài: MINH ANH, ảnh: THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["photo"])], None),
    ("Bài: MINH ANH (Ảnh: THU HÀ)", [("Minh Anh", ["text"]), ("Thu Hà", ["photo"])], None),
    ("MINH ANH - Ảnh: THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["photo"])], None),
    ("Thực hiện: MINH ANH – THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("PV - CTV", [("PV", ["text"]), ("CTV", ["text"])], None),
    ("Phóng viên Minh Anh", [("Minh Anh", ["text"])], None),
    ("Minh Anh, Thu Hà, Thứ Ba", [("Minh Anh", ["text"]), ("Thu Hà", ["text"])], None),
    ("CTV MINH ANH", [("Minh Anh", ["text"])], None),
    ("BTV: MINH ANH", [("Minh Anh", ["editing"])], None),
    ("T.H", [("T.H", ["text"])], None),
    ("B.T (tổng hợp)", [("B.T", ["compilation"])], None),
    ("Theo TTXVN (Tổng hợp)", [], "TTXVN"),
    ("Theo TTXVN/Vietnam+", [], "TTXVN/Vietnam+"),
    ("Theo Hà Văn (Chinhphu.vn)", [("Hà Văn", ["text"])], "Chinhphu.vn"),
    ("Theo HÀ VĂN - TTXVN", [("Hà Văn", ["text"])], "TTXVN"),
    ("Nguồn: chinhphu.vn", [], "chinhphu.vn"),
    ("(Nguồn: TTXVN)", [], "TTXVN"),
    ("Nguồn TTXVN", [], "TTXVN"),
    ("Theo: TTXVN", [], "TTXVN"),
    ("NGỌC BÍCH (TTXVN)", [("Ngọc Bích", ["text"])], "TTXVN"),
    ("NGỌC BÍCH (Lược dịch theo AFP)", [("Ngọc Bích", ["translation"])], "AFP"),
    ("NGỌC BÍCH (Tổng hợp từ AFP, Reuters)", [("Ngọc Bích", ["compilation"])], "AFP, Reuters"),
    ("NGỌC BÍCH (Theo AFP, Reuters)", [("Ngọc Bích", ["text"])], "AFP, Reuters"),
    ("NGỌC BÍCH (Lược dịch từ BBC)", [("Ngọc Bích", ["translation"])], "BBC"),
    ("NGỌC BÍCH (Dịch từ BBC)", [("Ngọc Bích", ["translation"])], "BBC"),
    ("NGỌC BÍCH (BBC)", [("Ngọc Bích", ["text"])], "BBC"),
    ("Lược dịch: NGỌC BÍCH", [("Ngọc Bích", ["translation"])], None),
    ("Lược dịch theo BBC", [], "BBC"),
    ("Tổng hợp theo BBC", [], "BBC"),
    ("NGỌC BÍCH lược dịch", [("Ngọc Bích", ["translation"])], None),
    ("Ngọc Bích lược dịch (Theo AFP)", [("Ngọc Bích", ["translation"])], "AFP"),
    ("Ngọc Bích dịch theo BBC", [("Ngọc Bích", ["translation"])], "BBC"),
    ("Ngọc Bích tổng hợp từ VOV, TTXVN", [("Ngọc Bích", ["compilation"])], "VOV, TTXVN"),
    ("MINH ANH (minhanh@gmail.com)", [("Minh Anh", ["text"])], None),
    ("Bài, ảnh: MINH ANH - 0912.345.678", [("Minh Anh", ["text", "photo"])], None),
    ("BS. NGUYỄN VĂN TÁM (Bệnh viện Xa)", [("BS. Nguyễn Văn Tám", ["text"])], None),
    ("LÊ VĂN TÁM (xã Bình Xa)", [("Lê Văn Tám", ["text"])], None),
    ("Nhóm phóng viên", [("Nhóm phóng viên", ["text"])], None),
    ("Nhóm PV", [("Nhóm PV", ["text"])], None),
    ("Phóng viên", [("Phóng viên", ["text"])], None),
    ("Ghi chép của MINH ANH", [("Minh Anh", ["text"])], None),
    ("Bút ký của MINH ANH", [("Minh Anh", ["text"])], None),
    ("Truyện ngắn: MINH ANH", [("Minh Anh", ["text"])], None),
    ("Bài, ảnh: NGUYỄN ANH TUẤN", [("Nguyễn Anh Tuấn", ["text", "photo"])], None),
    ("Tin, ảnh: MINH ANH.", [("Minh Anh", ["text", "photo"])], None),
    ("Tin: MINH ANH; Ảnh: CTV", [("Minh Anh", ["text"]), ("CTV", ["photo"])], None),
    ("Ảnh: MINH ANH - Bài: THU HÀ", [("Minh Anh", ["photo"]), ("Thu Hà", ["text"])], None),
    ("Ảnh và clip: MINH ANH", [("Minh Anh", ["photo", "video"])], None),
    ("Đồ họa: MINH ANH", [("Minh Anh", ["graphics"])], None),
    ("Nội dung: MINH ANH - Thiết kế: THU HÀ", [("Minh Anh", ["text"]), ("Thu Hà", ["graphics"])], None),
    ("Minh Anh/VOV", [("Minh Anh", ["text"])], "VOV"),
    ("Minh Anh (Báo Làng)", [("Minh Anh", ["text"])], "Báo Làng"),
    ("Minh Anh - Báo Làng", [("Minh Anh", ["text"])], "Báo Làng"),
    ("Minh Anh (t/h)", [("Minh Anh", ["compilation"])], None),
    ("Minh Anh (T.H)", [("Minh Anh", ["compilation"])], None),
    ("ĐẶNG - LÊ", [("Đặng", ["text"]), ("Lê", ["text"])], None),
    ("H.M - Q.T", [("H.M", ["text"]), ("Q.T", ["text"])], None),
    ("Theo VnExpress, ảnh: MINH ANH", [("Minh Anh", ["photo"])], "VnExpress"),
    ("MINH ANH (Theo Báo Tin tức/TTXVN)", [("Minh Anh", ["text"])], "Báo Tin tức/TTXVN"),
    ("(MINH ANH)", [("Minh Anh", ["text"])], None),
    ("* MINH ANH", [("Minh Anh", ["text"])], None),
    ("Tin, ảnh:MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Tin và ảnh : MINH ANH", [("Minh Anh", ["text", "photo"])], None),
    ("Theo Sức khỏe & Đời sống", [], "Sức khỏe & Đời sống"),
    ("QUỐC THÁI (Theo suckhoedoisong.vn)", [("Quốc Thái", ["text"])], "suckhoedoisong.vn"),
    ("Theo Minh Anh (VTC News)", [("Minh Anh", ["text"])], "VTC News"),
    ("MINH ANH (st)", [("Minh Anh", ["compilation"])], None),
]

CREDITS: list[tuple[str, str | None, str | None]] = [
    ("Trong ảnh: Các đại biểu cắt băng khánh thành.", "Trong ảnh: Các đại biểu cắt băng khánh thành.", None),
    ("Ghe về đích. Ảnh Minh Anh", "Ghe về đích.", "Minh Anh"),
    ("Ghe về đích. Ảnh TTXVN", "Ghe về đích.", "TTXVN"),
    ("Ghe về đích (Ảnh TTXVN)", "Ghe về đích", "TTXVN"),
    ("Ghe về đích. Ảnh do nhân vật cung cấp", "Ghe về đích.", "nhân vật cung cấp"),
    ("Ghe về đích (Ảnh do nhân vật cung cấp).", "Ghe về đích", "nhân vật cung cấp"),
    ("Ghe về đích. Ảnh: Nhân vật cung cấp.", "Ghe về đích.", "Nhân vật cung cấp"),
    ("Ghe về đích. Ảnh: Tư liệu", "Ghe về đích.", "Tư liệu"),
    ("Ghe về đích. Nguồn: Internet", "Ghe về đích.", "Internet"),
    ("Ghe về đích. (Nguồn ảnh: VOV)", "Ghe về đích.", "VOV"),
    ("Ghe về đích - Ảnh: Minh Anh", "Ghe về đích", "Minh Anh"),
    ("Ghe về đích. Ảnh: Minh Anh (VOV)", "Ghe về đích.", "Minh Anh (VOV)"),
    ("Ghe về đích. Ảnh: Minh Anh/TTXVN", "Ghe về đích.", "Minh Anh/TTXVN"),
    ("Ảnh minh họa", "Ảnh minh họa", None),
    ("Ghe về đích (ảnh minh họa)", "Ghe về đích (ảnh minh họa)", None),
    ("Ảnh minh họa. Nguồn: Internet", "Ảnh minh họa.", "Internet"),
    ("Ghe “Sao Mai” về đích”. Ảnh: K.L.", "Ghe “Sao Mai” về đích”.", "K.L"),
    (
        "Một số hình ảnh: bà con ra đồng, trẻ em đến trường, ghe cập bến.",
        "Một số hình ảnh: bà con ra đồng, trẻ em đến trường, ghe cập bến.",
        None,
    ),
    (
        "Ảnh: Bà con ra đồng gặt lúa từ sáng sớm để kịp giao cho thương lái trong ngày.",
        "Ảnh: Bà con ra đồng gặt lúa từ sáng sớm để kịp giao cho thương lái trong ngày.",
        None,
    ),
    ("Ghe về đích.Ảnh: Minh Anh", "Ghe về đích.", "Minh Anh"),
    ("Ghe về đích! Ảnh: Minh Anh", "Ghe về đích!", "Minh Anh"),
    ("Ghe về đích? Ảnh: Minh Anh", "Ghe về đích?", "Minh Anh"),
    ("Ghe về đích… Ảnh: Minh Anh", "Ghe về đích…", "Minh Anh"),
    ("Ghe về đích... Ảnh: Minh Anh", "Ghe về đích...", "Minh Anh"),
    ("Lễ hội (ảnh: Minh Anh)", "Lễ hội", "Minh Anh"),
    ("Lễ hội, ảnh: Minh Anh", "Lễ hội", "Minh Anh"),
    ("Lễ hội. Ảnh: AFP/Getty Images", "Lễ hội.", "AFP/Getty Images"),
    ("Lễ hội (năm 2020). Ảnh: Minh Anh", "Lễ hội (năm 2020).", "Minh Anh"),
    ("Lễ hội (năm 2020) Ảnh: Minh Anh", "Lễ hội (năm 2020)", "Minh Anh"),
    ("Lễ hội. ẢNH: MINH ANH", "Lễ hội.", "MINH ANH"),
    ("Lễ hội. Ảnh: Minh Anh - Thu Hà", "Lễ hội.", "Minh Anh - Thu Hà"),
    ("Lễ hội. Ảnh: M.A", "Lễ hội.", "M.A"),
    ("Lễ hội. Ảnh : M.A", "Lễ hội.", "M.A"),
    ("Lễ hội. Photo: M.A", "Lễ hội.", "M.A"),
    ("Ảnh TTXVN", None, "TTXVN"),
    ("Ảnh: Minh Anh", None, "Minh Anh"),
    ("Ảnh Bác Hồ treo giữa nhà", "Ảnh Bác Hồ treo giữa nhà", None),
    ("Lễ hội (Ảnh: Báo Làng cung cấp)", "Lễ hội", "Báo Làng cung cấp"),
    ("Lễ hội. (Ảnh: Minh Anh).", "Lễ hội.", "Minh Anh"),
]

DATES = [
    ("09/06/2021 02:33 CH", "2021-06-09T14:33:00+07:00"),
    ("09/06/2021 10:33:05 SA", "2021-06-09T10:33:05+07:00"),
    ("09/06/2021 12:33 SA", "2021-06-09T00:33:00+07:00"),
    ("02:33 CH, 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("02:33 PM 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("14:33 09/06/2021, cập nhật 08:00 10/06/2021", "2021-06-09T14:33:00+07:00"),
    ("14:33 09/06/2021 (Cập nhật: 10/06/2021 08:00)", "2021-06-09T14:33:00+07:00"),
    ("Ngày đăng: 09/06/2021 - 14:33 | Cập nhật: 10/06/2021 - 08:00", "2021-06-09T14:33:00+07:00"),
    ("Cập nhật: 10/06/2021 - 08:00", "2021-06-10T08:00:00+07:00"),
    ("14 giờ 33 phút, ngày 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("14 giờ 33 phút ngày 9 tháng 6 năm 2021", "2021-06-09T14:33:00+07:00"),
    ("9 Tháng 6, 2021", "2021-06-09T00:00:00+07:00"),
    ("9 Tháng Sáu, 2021", "2021-06-09T00:00:00+07:00"),
    ("Tháng Sáu 9, 2021 14:33", "2021-06-09T14:33:00+07:00"),
    ("19 Tháng Mười Một, 2020", "2020-11-19T00:00:00+07:00"),
    ("Thứ tư, ngày 9 tháng 6 năm 2021, 14:33", "2021-06-09T14:33:00+07:00"),
    ("Thứ Tư, 9-6-2021 | 14:33", "2021-06-09T14:33:00+07:00"),
    ("Thứ tư ngày 09/06/2021 lúc 14h33", "2021-06-09T14:33:00+07:00"),
    ("9.6.2021 14:33", "2021-06-09T14:33:00+07:00"),
    ("14:33' 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("14h33 Thứ Tư, 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("14:33 | Thứ Tư, 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("Thứ Tư 09/06/2021 - 14:33:20 (GMT+7)", "2021-06-09T14:33:20+07:00"),
    ("09/06/2021", "2021-06-09T00:00:00+07:00"),
    ("09/06/2021 - 14:33 (+07:00)", "2021-06-09T14:33:00+07:00"),
    ("Chủ Nhật, 13/06/2021 - 06:05", "2021-06-13T06:05:00+07:00"),
    ("CN, 13/06/2021 - 06:05", "2021-06-13T06:05:00+07:00"),
    ("2021-06-09 14:33:20", "2021-06-09T14:33:20+07:00"),
    ("Đăng lúc 14:33 ngày 09/06/2021", "2021-06-09T14:33:00+07:00"),
    ("Báo An Giang - 09/06/2021 14:33", "2021-06-09T14:33:00+07:00"),
    ("09/06/2021 14:33 | 1.024 lượt xem", "2021-06-09T14:33:00+07:00"),
    ("09/06/202114:33", "2021-06-09T14:33:00+07:00"),
    ("9/6/2021 9:05", "2021-06-09T09:05:00+07:00"),
    ("9/6/2021 14g33", "2021-06-09T14:33:00+07:00"),
    ("9 thg 6, 2021", "2021-06-09T00:00:00+07:00"),
    ("9 Thg 6 2021 14:33", "2021-06-09T14:33:00+07:00"),
    ("2021/06/09 14:33", "2021-06-09T14:33:00+07:00"),
    ("June 9, 2021 | 14:33", "2021-06-09T14:33:00+07:00"),
    ("9 Jun 2021 14:33", "2021-06-09T14:33:00+07:00"),
]

LINES_OF_NAMES = [
    "Theo TTXVN, VOV",
    "(Theo TTXVN)",
    "MINH ANH và THU HÀ",
    "PV - CTV",
    "Minh Anh (Theo TTXVN)",
    "Minh Anh (lược dịch)",
    "Minh Anh lược dịch (Theo AFP)",
    "Minh Anh tổng hợp từ VOV, TTXVN",
    "Nguồn: chinhphu.vn",
    "Nhóm phóng viên",
    "MINH ANH (minhanh@gmail.com)",
    "LÊ VĂN TÁM (xã Bình Xa)",
    "Minh Anh/VOV",
    "Bút ký của MINH ANH",
    "T.H",
]
SENTENCES = [
    "Theo kế hoạch năm nay",
    "Theo đó, xã sẽ khởi công.",
    "“Đó là ước mơ của tôi”, ông Ba nói.",
    "“Tôi vui lắm”.",
    "Ảnh hưởng của bão còn kéo dài.",
    "Bài học còn nguyên giá trị.",
    "Tin vui đến với bà con.",
    "Năm 2020, xã về đích.",
]


@pytest.mark.parametrize(("raw", "people", "agency"), BYLINES, ids=[b[0] for b in BYLINES])
def test_a_byline_names_people_roles_and_source(
    raw: str, people: list[tuple[str, list[str]]], agency: str | None
) -> None:
    found = bylines.read(raw)
    assert [(b.name, b.roles) for b in found.bylines] == people
    assert (found.source.agency if found.source else None) == agency


@pytest.mark.parametrize("line", LINES_OF_NAMES)
def test_a_line_of_names_is_a_byline_by_its_words(line: str) -> None:
    assert bylines.looks_like_byline(line)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_none(line: str) -> None:
    assert not bylines.looks_like_byline(line)


@pytest.mark.parametrize(("raw", "text", "credit"), CREDITS, ids=[c[0] for c in CREDITS])
def test_a_caption_and_its_credit_come_apart(raw: str, text: str | None, credit: str | None) -> None:
    assert captions.split(raw) == captions.Caption(text, credit)


@pytest.mark.parametrize(("raw", "expected"), DATES, ids=[d[0] for d in DATES])
def test_a_printed_date_is_the_publication(raw: str, expected: str) -> None:
    found = dates.printed(raw, datetime(2021, 6, 9, 8, tzinfo=UTC))
    assert found is not None
    assert found.iso() == expected


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Minh Anh | Cập nhật lúc 9:30 01/02/2026", ["Minh Anh"]),
        ("Theo TTXVN - Thứ Ba, 24/11/2026", ["Theo TTXVN"]),
        ("Thứ Ba, 24/11/2026, 10:30 (GMT+7) | Lê Minh - Thu Hà", ["Lê Minh - Thu Hà"]),
        ("24/11/2026, Thứ Ba • Lê Minh • 9 lượt xem", ["Lê Minh", "9 lượt xem"]),
        ("Đăng Nguyên | Cập nhật: 18:27 24/11/2026 - Đăng: 16:55 24/11/2026", ["Đăng Nguyên"]),
        ("9 Tháng 6, 2021", []),
        ("Minh Anh", []),
    ],
)
def test_what_stands_beside_the_date_of_a_line(line: str, parts: list[str]) -> None:
    assert dates.beside_date(line) == parts


def test_a_writer_called_dang_is_no_word_of_the_publication() -> None:
    line = "Đăng Nguyên | Cập nhật: 18:27 24/11/2026 - Đăng: 16:55 24/11/2026"
    published, modified = dates.published_and_modified(line)
    assert published is not None
    assert modified is not None
    assert (published.when.hour, modified.when.hour) == (16, 18)


def test_a_date_in_words_is_told_from_the_update() -> None:
    published, modified = dates.published_and_modified("Cập nhật: 08:00 10/06/2021 - Đăng: 9 Tháng 6, 2021")
    assert published is not None
    assert modified is not None
    assert (published.when.day, modified.when.day) == (9, 10)


@pytest.mark.parametrize("line", ["Minh Anh, Thu Hà và Lê Tâm", "Lê Minh Anh & Thu Hà", "Minh Anh – Thu Hà – Lê Tâm"])
def test_a_row_of_names(line: str) -> None:
    assert bylines.is_row_of_names(line)


@pytest.mark.parametrize("line", ["Minh Anh", "Minh Anh, xã Bình Xa", "Huế, Hà Nội", "Ông Ba, bà Tư và ông Năm vui."])
def test_no_row_of_names(line: str) -> None:
    assert not bylines.is_row_of_names(line)

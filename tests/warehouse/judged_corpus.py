"""Invented articles full of near-misses, and questions with the articles that answer them."""
# ruff: noqa: E501 - a headline and its lead are read side by side

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.article import Article, Block, Byline, Image

# key: outlet, section, day, headline, lead, paragraphs, byline
_TEXTS: Mapping[str, tuple[str, str, str, str, str, list[str], str]] = {
    "bao3": ("baoangiang", "Thời sự", "2026-09-20", "Bão số 3 đổ bộ vào đất liền", "Tâm bão đi qua vùng ven biển trong đêm.",
             ["Gió bão giật cấp 12 làm tốc mái nhiều nhà dân.", "Lực lượng cứu hộ trực suốt đêm."], "HOÀI LÂM"),
    "bao4": ("baocamau", "Thời sự", "2026-09-22", "Tàu cá tránh bão số 4 an toàn", "Ba trăm tàu đã vào nơi neo đậu.",
             ["Bộ đội biên phòng bắn pháo hiệu gọi tàu tránh bão."], "Lâm Vũ"),
    "bao-khac-phuc": ("baonghean", "Xã hội", "2026-09-25", "Khắc phục hậu quả sau bão", "Điện và nước đã có lại.",
             ["Sau bão, 3 xã còn bị chia cắt; số hộ thiếu nước là 40."], "Thái Uyên"),
    "to-bao": ("baoangiang", "Văn hóa", "2026-06-21", "Tờ báo tường của lớp học đêm", "Học viên tự viết báo bằng tay.",
             ["Mỗi số báo có tám trang.", "Nhà báo địa phương đến hướng dẫn."], "Ngọc Trúc"),
    "nha-bao": ("baonghean", "Xã hội", "2026-06-20", "Gặp mặt các nhà báo nữ", "Buổi gặp mặt nhân ngày báo chí.",
             ["Các nhà báo kể về nghề.", "Hội Nhà báo tặng hoa."], "Minh Đảo"),
    "bao-gao": ("baocamau", "Kinh tế", "2026-05-01", "Mỗi bao gạo nặng năm mươi ký", "Giá một bao gạo tăng nhẹ.",
             ["Thương lái mua cả bao tại ruộng."], "Quang Vĩnh"),
    "du-bao": ("baodanang", "Kinh tế", "2026-05-03", "Kiểm toán nhà nước dự báo thu ngân sách", "Số dự báo thấp hơn năm ngoái.",
             ["Cơ quan thuế dự báo thu giảm."], "Hoài Lâm"),
    "hoa-binh": ("baonghean", "Văn hóa", "2026-04-30", "Giữ gìn hoà bình cho trẻ nhỏ", "Vì hoà bình, lớp học vẽ tranh.",
             ["Các em vẽ chim bồ câu."], "Thái Uyên"),
    "hoa-binh-2": ("baodanang", "Thế giới", "2026-04-29", "Triển lãm ảnh về hòa bình", "Ảnh kể chuyện hòa bình.",
             ["Khách xem dừng lâu trước bức ảnh cũ."], "MINH ĐẢO"),
    "hoa-tuoi": ("baoangiang", "Kinh tế", "2026-01-15", "Làng hoa vào vụ Tết", "Hoa cúc nở sớm.",
             ["Người trồng hoa bình tĩnh chờ giá.", "Chợ hoa mở từ rằm."], "Ngọc Trúc"),
    "hoa-chat": ("baodanang", "Xã hội", "2026-02-10", "Thu gom hóa chất quá hạn", "Kho hóa chất được niêm phong.",
             ["Xe chuyên dùng chở hóa chất đi xử lý."], "Lâm Vũ"),
    "thuy-loi": ("baocantho", "Kinh tế", "2026-03-03", "Nạo vét công trình thuỷ lợi", "Kênh thuỷ lợi dài hai cây số.",
             ["Trạm bơm chạy thử trước vụ hè thu."], "Quang Vĩnh"),
    "thuy-loi-2": ("baoangiang", "Kinh tế", "2026-03-05", "Thủy lợi nội đồng về đích", "Công trình thủy lợi xong sớm.",
             ["Nước về tới ruộng cuối kênh."], "Hoài Lâm"),
    "thuy-dien": ("baonghean", "Kinh tế", "2026-03-06", "Hồ thủy điện tích nước", "Mực nước hồ lên chậm.",
             ["Nhà máy thủy điện báo trước khi xả."], "Thái Uyên"),
    "suc-khoe": ("baocamau", "Sức khoẻ", "2026-07-01", "Khám sức khoẻ cho người già", "Bác sĩ khám sức khoẻ tại nhà.",
             ["Ai cũng được phát thuốc."], "Ngọc Trúc"),
    "dong-thap": ("baocantho", "Du lịch", "2026-08-01", "Sen Đồng Tháp vào mùa nở rộ", "Du khách về Đồng Tháp ngắm sen.",
             ["Bè tre chở khách giữa đồng sen."], "Minh Đảo"),
    "thap-dong": ("baodanang", "Văn hóa", "2026-08-02", "Tháp cổ giữa đồng", "Ngọn tháp nghìn năm bên ruộng lúa.",
             ["Tháp xây bằng gạch."], "Lâm Vũ"),
    "dong-tien": ("baodanang", "Kinh tế", "2026-08-03", "Dòng tiền về quỹ tín dụng", "Dòng tiền gửi tăng.",
             ["Quỹ thấp nhất cũng tăng ba phần trăm."], "Quang Vĩnh"),
    "dong-song": ("baoangiang", "Văn hóa", "2026-08-04", "Dòng sông tuổi thơ", "Bến cũ bên dòng sông.",
             ["Đò ngang vẫn đưa khách."], "Hoài Lâm"),
    "nq16": ("baoangiang", "Thời sự", "2026-07-10", "Hội đồng nhân dân thông qua chính sách học phí",
             "Nghị quyết số 16/2021/NQ-HĐND quy định mức thu.",
             ["Theo Nghị quyết 16/2021/NQ-HĐND, học phí giữ nguyên."], "Thái Uyên"),
    "nq116": ("baocamau", "Thời sự", "2026-07-11", "Hỗ trợ giống cây trồng", "Nghị quyết số 116/2021/NQ-HĐND có hiệu lực.",
             ["Nông dân được hỗ trợ một nửa tiền giống."], "Ngọc Trúc"),
    "nq16-22": ("baonghean", "Thời sự", "2026-07-12", "Sửa mức chi hội nghị", "Nghị quyết số 16/2022/NQ-HĐND thay nghị quyết cũ.",
             ["Năm 2021, ngày 16 tháng 7, HĐND họp phiên đầu; NQ ban hành sau đó."], "Lâm Vũ"),
    "ct06": ("baoangiang", "Thời sự", "2026-07-13", "Tăng cường phòng dịch", "Chỉ thị số 06-CT/TU của Ban Thường vụ Tỉnh ủy.",
             ["Các chốt kiểm soát hoạt động cả ngày."], "Minh Đảo"),
    "ct16": ("baocantho", "Thời sự", "2026-07-14", "Siết kỷ luật công vụ", "Chỉ thị số 16-CT/TU yêu cầu đúng giờ.",
             ["Ngày 06 hằng tháng, các CT báo cáo TU."], "Quang Vĩnh"),
    "covid": ("baodanang", "Sức khỏe", "2026-07-15", "Nhìn lại những ngày chống Covid-19", "Kỷ niệm về đội chống COVID‑19.",
             ["Đã năm năm từ ca Covid-19 đầu tiên."], "Hoài Lâm"),
    "covid2": ("baocamau", "Sức khỏe", "2026-07-16", "Tiêm nhắc cho người già", "Vắc xin Covid 19 vẫn còn.",
             ["Trạm xá mở cửa buổi sáng."], "Thái Uyên"),
    "muoi-chin": ("baonghean", "Xã hội", "2026-07-17", "Lớp có 19 học sinh giỏi", "Mười chín em, 19 ước mơ.",
             ["Năm nay lớp học thêm buổi chiều; phòng covid cũ thành lớp."], "Ngọc Trúc"),
    "cchc": ("baocantho", "Thời sự", "2026-06-01", "Đẩy mạnh cải cách hành chính", "Cải cách hành chính lấy người dân làm gốc.",
             ["Một cửa giải quyết trong ngày."], "Lâm Vũ"),
    "hc-cc": ("baodanang", "Thời sự", "2026-06-02", "Hành chính công cải tiến cách làm", "Cách làm mới, hành chính gọn.",
             ["Tài chính cũng cải tiến; cách báo cáo ngắn hơn."], "Minh Đảo"),
    "uyban": ("baoangiang", "Thời sự", "2026-06-03", "Ủy ban nhân dân họp thường kỳ", "Ủy ban nhân dân tỉnh bàn việc quý ba.",
             ["Nhiều ý kiến về đường giao thông."], "Quang Vĩnh"),
    "van-lanh": ("baocantho", "Xã hội", "2026-05-11", "Ông Nguyễn Văn Lãnh mở lớp đan lát", "Lớp của ông Nguyễn Văn Lãnh miễn phí.",
             ["Mười hai học viên khóa đầu."], "Trịnh Hoàng Yến"),
    "van-lanh-2": ("baodanang", "Xã hội", "2026-05-12", "Anh Nguyễn Văn Lành sửa xe cho học trò", "Anh Nguyễn Văn Lành không lấy tiền.",
             ["Tiệm nhỏ ở đầu ngõ."], "Đặng Thúy Vi"),
    "khong-dau": ("baocamau", "Xã hội", "2026-05-13", "Biển hiệu không dấu", "Tấm biển ghi BANH MI NONG.",
             ["Chủ tiệm nói viết vậy cho khách nước ngoài dễ đọc."], "Lê Khắc Huynh"),
    "banh-mi": ("baodanang", "Du lịch", "2026-05-14", "Bánh mì nóng buổi sớm", "Lò bánh mì đỏ lửa từ ba giờ.",
             ["Mỗi ngày nghìn ổ bánh."], "Phạm Quế Chi"),
    "dak-lak": ("baodanang", "Du lịch", "2026-05-15", "Đắk Lắk mùa hoa cà phê", "Cà phê Đắk Lắk nở trắng đồi.",
             ["Mùi hương bay xa."], "Hoài Lâm"),
    "tp-hcm": ("baocantho", "Kinh tế", "2026-05-16", "Hàng về chợ đầu mối TP.HCM", "Xe tải chạy đêm lên TP. HCM.",
             ["Cước vận tải tăng."], "Thái Uyên"),
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is asked, with which filters, and which articles answer it; `first` names what must stand first."""

    query: str
    answers: frozenset[str]
    first: str | None = None
    filters: Mapping[str, object] = field(default_factory=dict)


def _ask(query: str, answers: str, first: str | None = None, **filters: object) -> Question:
    return Question(query, frozenset(answers.split()), first, filters)


_BAO = "bao3 bao4 bao-khac-phuc to-bao nha-bao bao-gao du-bao thuy-dien ct16 hc-cc"
QUESTIONS = [
    _ask("bão", "bao3 bao4 bao-khac-phuc"),
    _ask("báo", "to-bao nha-bao du-bao thuy-dien ct16 hc-cc"),
    _ask("bao gạo", "bao-gao"),
    _ask('"bão số 3"', "bao3"),
    _ask("bão số 3", "bao3 bao-khac-phuc", "bao3"),
    _ask("bao so 4", "bao4"),
    _ask('"nhà báo"', "nha-bao to-bao"),
    _ask('"nha bao"', "nha-bao to-bao"),
    _ask("dự báo", "du-bao"),
    _ask("tránh bão -cứu", "bao4"),
    _ask("bão -tàu", "bao3 bao-khac-phuc"),
    _ask("hòa bình", "hoa-binh hoa-binh-2"),
    _ask("hoà bình", "hoa-binh hoa-binh-2"),
    _ask('"hoa binh"', "hoa-binh hoa-binh-2 hoa-tuoi"),
    _ask('"hoa bình"', "hoa-binh hoa-binh-2 hoa-tuoi", "hoa-tuoi"),
    _ask("HOÀ BÌNH", "hoa-binh hoa-binh-2"),
    _ask("hóa chất", "hoa-chat"),
    _ask("hoá chất", "hoa-chat"),
    _ask("làng hoa", "hoa-tuoi"),
    _ask("thủy lợi", "thuy-loi thuy-loi-2"),
    _ask("thuỷ lợi", "thuy-loi thuy-loi-2"),
    _ask("thuy loi", "thuy-loi thuy-loi-2"),
    _ask("thuỷ điện", "thuy-dien"),
    _ask("sức khỏe", "suc-khoe"),
    _ask("suc khoe nguoi gia", "suc-khoe"),
    _ask('"dong thap"', "dong-thap"),
    _ask("dong thap", "dong-thap thap-dong dong-tien", "dong-thap"),
    _ask("Đồng Tháp", "dong-thap thap-dong", "dong-thap"),
    _ask("đồng", "dong-thap thap-dong nq16 thuy-loi-2"),
    _ask("dòng", "dong-tien dong-song"),
    _ask("ÐỒNG THÁP sen", "dong-thap"),
    _ask("đong thap sen", "dong-thap"),
    _ask("16/2021/NQ-HĐND", "nq16"),
    _ask("số 16/2021/NQ-HDND", "nq16"),
    _ask("16/2022/NQ-HĐND", "nq16-22"),
    _ask("NQ-HĐND", "nq16 nq116 nq16-22"),
    _ask("06-CT/TU", "ct06"),
    _ask("06–ct/tu", "ct06"),
    _ask("CT/TU", "ct06 ct16"),
    _ask("Covid-19", "covid covid2"),
    _ask("COVID‑19", "covid covid2"),
    _ask("cải cách hành chính", "cchc hc-cc", "cchc"),
    _ask("“cải cách hành chính”", "cchc"),
    _ask('"cai cach hanh chinh"', "cchc"),
    _ask('"Ủy ban nhân dân"', "uyban"),
    _ask("Uỷ ban", "uyban"),
    _ask("Nguyễn Văn Lãnh", "van-lanh"),
    _ask("nguyen van lanh", "van-lanh van-lanh-2"),
    _ask("Trịnh Hoàng Yến", "van-lanh"),
    _ask("Trinh Hoag Yen", "van-lanh"),
    _ask("Dang Thuy Vy", "van-lanh-2"),
    _ask("Le Khac Huyhn", "khong-dau"),
    _ask("Pham Que Chii", "banh-mi"),
    _ask("bánh mì nóng", "banh-mi khong-dau", "banh-mi"),
    _ask("banh mi nong", "banh-mi khong-dau", "khong-dau"),
    _ask("Dak Lak", "dak-lak"),
    _ask("TP HCM", "tp-hcm"),
    _ask("bao", _BAO, "bao-gao"),
    _ask("bão", "bao4", province="Cà Mau"),
    _ask("bao", "bao3", outlet="baoangiang", section="thoi su"),
    _ask("bão", "bao-khac-phuc", since="2026-09-23"),
    _ask("bão", "bao3", until="2026-09-20"),
    _ask("nghị quyết", "nq116", province="ca mau", section="Thời sự"),
]  # fmt: skip


def articles() -> dict[str, Article]:
    """Return the invented articles by their keys."""
    return {
        key: Article(
            url=f"https://{outlet}.example/{key}", outlet=outlet, id_space=outlet, native_id=key, headline=headline,
            lead=lead, body=[Block("paragraph", text) for text in body], images=[Image(f"https://x.example/{key}.jpg")],
            bylines=[Byline(byline.title(), ["text"], byline)], byline_raw=byline, section=[section],
            published_at=f"{day}T08:00:00+07:00", published_precision="minute",
        )
        for key, (outlet, section, day, headline, lead, body, byline) in _TEXTS.items()
    }  # fmt: skip

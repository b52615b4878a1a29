"""A proposal from one page: one without any metadata can be the article; a contact page and a list are none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.contributor import NoArticle, propose
from crawler.outlets import identify
from crawler.outlets.catalogue import read_outlet
from crawler.page import SavedPage

TEXT = "Nước lên từ đêm, người dân xóm chài ra bờ kè dọn bùn và sửa lại lối đi trước khi trẻ đến trường. " * 5


def page(path: str, body: str) -> SavedPage:
    html = f"<html><head><title>Báo Thử</title></head><body>{body}</body></html>"
    return SavedPage(html.encode(), f"https://baothu.example{path}", datetime(2026, 11, 24, tzinfo=UTC))


def test_an_article_without_og_and_json_ld_is_accepted(tmp_path: Path) -> None:
    body = f"<h1>Xóm chài dọn bùn sau đợt nước lên</h1><div>24/11/2026 07:30</div><p>{TEXT}</p>"
    proposal = propose(page("/xem-bai/xom-chai-don-bun", body))
    assert proposal.article.url == "https://baothu.example/xem-bai/xom-chai-don-bun"
    file = tmp_path / f"{proposal.key}.yaml"
    file.write_text(proposal.entry, "utf8")
    assert identify(proposal.article.url, read_outlet(file)) is not None
    assert proposal.doubts
    assert set(proposal.to_say) == {"name", "province_code", "former_province_codes"}


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Liên hệ tòa soạn</h1><p>Địa chỉ: Số 00. Giấy phép số 5 ngày 01/01/2020</p>",
        "".join(f'<p><a href="/bai-{n}.html">Một tiêu đề dài hơn hai mươi lăm chữ số {n}</a></p>' for n in range(12)),
    ],
)
def test_a_contact_page_and_a_list_are_no_article(body: str) -> None:
    with pytest.raises(NoArticle):
        propose(page("/lien-he", body))

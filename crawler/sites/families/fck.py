"""The fck family: Cần Thơ, An Giang, Cà Mau, Đồng Tháp (`/{slug}-a{id}.html`)."""

from crawler.sites.family import Family


class Fck(Family):
    """Read pages whose body is in `#newscontents .content-fck`.

    Older pages of Cà Mau have it in `.post-content`, Bình Dương in `#contentNews`, Đồng Tháp in `#content`.
    """

    name = "fck"
    # The lead has a .content-fck-font-size as well: the body's is searched for inside #newscontents only.
    containers = (
        "//*[@id='newscontents']//*[contains(@class,'content-fck')][not(ancestor::*[contains(@class,'content-fck')])]",
        "//*[@id='newscontents']",
        "//*[self::div or self::section or self::article][contains(concat(' ',@class,' '),' post-content ')]",
        "//*[contains(concat(' ',@class,' '),' content-fck ')]"
        "[not(ancestor::*[contains(@class,'detail-desc')])][not(ancestor::footer)]",
        "//*[@id='contentNews']",
        "//*[@id='content']",
    )
    # Cần Thơ's first h1 is the breadcrumb (div.titlecate).
    headlines = (
        "//*[contains(@class,'detail-title')]//h1",
        "//h1[contains(@class,'margintopbot10')]",
        "//h1[@id='title']",
        "//h1[contains(@class,'title')][not(ancestor::*[contains(@class,'titlecate')])]",
        "//h1[not(ancestor::*[contains(@class,'titlecate')])][not(ancestor::header)]"
        "[not(ancestor::*[@id='newscontents'])]",
    )
    date_places = (
        "//*[contains(concat(' ',normalize-space(@class),' '),' pubdate ')]",
        "//*[contains(concat(' ',normalize-space(@class),' '),' post-date ')]",
        "//*[contains(@class,'detail-date')]",
        "//*[@id='current-date']",
    )
    lead_places = (
        "//*[contains(concat(' ',@class,' '),' detail-desc ')]",
        "//*[contains(concat(' ',@class,' '),' sapo ')][not(ancestor::*[@id='newscontents'])]",
        "//*[contains(concat(' ',@class,' '),' post-desc ')]",
    )
    section_places = (
        "//ul[contains(concat(' ',@class,' '),' breadcrumb ')]//a",
        "//ol[contains(concat(' ',@class,' '),' breadcrumb ')]//a",
        "//*[contains(concat(' ',@class,' '),' titlecate ')]//a",
        "//*[contains(concat(' ',@class,' '),' breadcrumb-news-detail ')]//a",
        "//*[@id='nav']//a[contains(concat(' ',@class,' '),' parent_cate ')]",
        "//h2[contains(concat(' ',@class,' '),' catename-h1 ')]//a",
        "//*[contains(@class,'category-title-box')]//*[contains(@class,'news-block-header')]//span//a",
    )
    tag_places = (
        "//*[contains(concat(' ',@class,' '),' detail-tag ')]//a",
        "//a[contains(concat(' ',@class,' '),' tag_item ')]",
    )

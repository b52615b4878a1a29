"""Class names of strangers: the same role is called differently by every system, or by nothing at all."""

import hashlib
import random

VOCABULARIES = (
    "vietnamese",
    "english",
    "abbreviated",
    "wordpress",
    "blocks",
    "hashed",
    "hashed_stems",
    "utility",
    "bare",
)

_ROLES = [
    "page",
    "header",
    "logo",
    "clock",
    "menu",
    "main",
    "article",
    "crumbs",
    "headline",
    "meta",
    "date",
    "byline",
    "lead",
    "body",
    "figure",
    "caption",
    "subhead",
    "quote",
    "signature",
    "source",
    "related",
    "tags",
    "share",
    "comments",
    "sidebar",
    "most_read",
    "item",
    "item_title",
    "teaser",
    "footer",
    "imprint",
    "banner",
    "pager",
    "views",
    "audio",
    "author_box",
]

_NAMES = {
    "vietnamese": "trang dau-trang bieu-trung ngay-gio thuc-don noi-dung-chinh chi-tiet-tin duong-dan tieu-de thong-tin "
    "ngay-dang tac-gia mo-ta noi-dung hinh chu-thich tieu-de-phu trich-dan ky-ten nguon tin-lien-quan tu-khoa chia-se "
    "binh-luan cot-phai doc-nhieu muc-tin tieu-de tom-tat chan-trang toa-soan quang-cao phan-trang luot-xem nghe-bai "
    "thong-tin-tac-gia",
    "english": "container site-header site-logo today main-menu main-content article-detail breadcrumb title article-meta "
    "date author summary content image caption sub-title quote author source related tags share-box comment-box sidebar "
    "popular news-item title summary site-footer copyright ads paging views audio-player about-author",
    "abbreviated": "wp hd lg dt nv mc dtl bc tt mt pd au sp ct pic pdesc stt bq sgn src rl tg shr cmt rc mv it tt sp ft cp "
    "qc pg vw ad ab",
    "wordpress": "site site-header custom-logo-link td-header-date menu-main site-main post entry-crumbs entry-title "
    "entry-meta entry-date author entry-excerpt entry-content wp-block-image wp-caption-text wp-block-heading "
    "wp-block-quote alignright post-source related-posts tags-links sharedaddy comments-area widget-area popular-posts "
    "post-item entry-title entry-excerpt site-footer site-info widget_media_image nav-links post-views tts author-bio",
    "blocks": "l-page l-header c-logo c-header__date c-nav l-main c-detail c-detail__crumb c-detail__title c-detail__info "
    "c-detail__time c-detail__author c-detail__sapo c-detail__content c-photo c-photo__note c-detail__sub c-quote "
    "c-detail__sign c-detail__source c-box--related c-tags c-share c-comment l-sidebar c-box--hot b-item b-item__title "
    "b-item__desc l-footer c-footer__info c-banner c-paging c-detail__view c-audio c-author",
}
_UTILITY = [
    "flex",
    "grid",
    "mx-auto",
    "px-4",
    "py-2",
    "mt-2",
    "mb-4",
    "text-sm",
    "text-lg",
    "text-xl",
    "font-bold",
    "font-semibold",
    "text-gray-500",
    "text-gray-900",
    "leading-6",
    "leading-relaxed",
    "w-full",
    "lg:w-2/3",
    "lg:col-span-8",
    "space-y-4",
    "border-b",
    "rounded-lg",
    "items-center",
    "gap-4",
    "relative",
    "hidden",
    "md:block",
    "justify-between",
    "italic",
    "text-center",
    "text-right",
    "bg-white",
    "prose",
    "max-w-none",
    "uppercase",
    "tracking-wide",
]


class ClassNames:
    """The class names of one layout by role; a role of the vocabulary 'bare' has none, only an inline style."""

    def __init__(self, vocabulary: str, salt: str) -> None:
        self._names = {role: self._name(vocabulary, salt, n, role) for n, role in enumerate(_ROLES)}
        self._bare = vocabulary == "bare"
        self._styles = random.Random(f"styles/{salt}")

    def __getitem__(self, role: str) -> str:
        return self._names[role]

    def of(self, role: str) -> str:
        """Return the attribute of a role, with a blank before it, or nothing."""
        name = self._names[role]
        if not self._bare:
            return f' class="{name}"' if name else ""
        return f' style="{name}"' if name else ""

    @staticmethod
    def _name(vocabulary: str, salt: str, place: int, role: str) -> str:
        digest = hashlib.sha256(f"{salt}/{role}".encode()).hexdigest()
        match vocabulary:
            case "hashed":
                return f"css-{digest[:6]}"
            case "hashed_stems":
                return f"{role.replace('_', '').title()}_{digest[:5]}__{digest[5:8]}"
            case "utility":
                return " ".join(random.Random(digest).sample(_UTILITY, 3 + int(digest[0], 16) % 4))
            case "bare":
                sizes = (
                    "",
                    "",
                    "font-size:13px",
                    "text-align:justify",
                    "color:#333",
                    "padding:4px",
                    "font-weight:bold",
                )
                return sizes[int(digest[:4], 16) % len(sizes)]
            case _:
                return _NAMES[vocabulary].split()[place]

"""Random articles with their truth, in the markup of both families and in the forms that editors use."""

# ruff: noqa: E501, RUF005 - markup reads best on its line
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

HANOI = timezone(timedelta(hours=7))
ACTORS = ("Bà con ấp Xa", "Các hộ dân", "Tổ hợp tác", "Ban quản lý chợ", "Ông Nguyễn Văn Tám", "Hợp tác xã Lúa Mới")
ACTS = ("cùng sửa lại tuyến kênh", "góp công làm cầu", "bàn việc mở rộng vườn xoài", "đưa nước sạch về từng nhà")
ENDS = ("trước mùa mưa năm nay", "với kinh phí 1,5 tỷ đồng", "theo kế hoạch số 12/KH-UBND", "nhờ 40% số hộ đồng thuận")
NAMES = ("MINH ĐẢO", "Hoài Lâm", "NGỌC TRÚC", "Thái Uyên", "P.V", "H.T", "QUANG VĨNH")
AGENCIES = ("TTXVN", "VnExpress", "Báo Tin tức", "Medical News Today", "suckhoedoisong.vn")
EMPTY = (
    "",
    "<p>&nbsp;</p>",
    "<p></p>",
    "\n\n",
    "<p><o:p>&nbsp;</o:p></p>",
    "<div class='ads'><p>Quảng cáo</p></div>",
    "<h4></h4>",
)


@dataclass
class Truth:
    """What a reader of the page should find."""

    headline: str = ""
    lead: str | None = None
    body: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    people: list[tuple[str, list[str]]] = field(default_factory=list)
    agency: str | None = None
    published_at: str = ""
    section: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


@dataclass
class Made:
    """A page and its truth."""

    outlet: str
    url: str
    html: str
    truth: Truth


def title(name: str) -> str:
    """Write a name as the article gives it."""
    return name if "." in name else " ".join(w[:1] + w[1:].lower() for w in name.split())


class Writer:
    """Draw one article piece by piece; each piece adds its markup and its truth."""

    def __init__(self, draw: st.DrawFn, images: str, other: str) -> None:
        self.draw, self.images, self.other = draw, images, other
        self.truth = Truth()
        self.html: list[str] = []
        self.count = 0
        self.bare_picture = False

    def one(self, *choices: str) -> str:
        return str(self.draw(st.sampled_from(choices)))

    def yes(self) -> bool:
        return bool(self.draw(st.booleans()))

    def sentence(self) -> str:
        self.count += 1
        return f"{self.one(*ACTORS)} {self.one(*ACTS)} {self.one(*ENDS)}, lần thứ {self.count}."

    def text(self) -> str:
        return " ".join(self.sentence() for _ in range(self.draw(st.integers(2, 4))))

    def paragraph(self) -> None:
        text = self.text()
        first, rest = text[:12], text[12:]
        self.html.append(
            self.one(
                f"<p>{text}</p>",
                f"<p style='text-align:justify'>{text}</p>",
                f"<p class='MsoNormal'><span style='font-size:14pt'><font face='Arial'>{text}<o:p></o:p></font></span></p>",
                f"<div>{text}</div>",
                f"<p>&nbsp;{text}&nbsp;</p>",
                f"<p><strong>{first}</strong>{rest}</p>",
                f"<p><em>{first}</em>{rest}</p>",
                f"<p>{first}<a href='{self.other}'>{rest[:9]}</a>{rest[9:]}</p>",
                f"<p><p>{text}</p></p>",
                f"<p><span>{text}</span><br></p>",
            )
        )
        self.truth.body.append(("paragraph", text))

    def pair(self) -> None:
        one, two = self.text(), self.text()
        self.html.append(
            self.one(f"<p>{one}<br><br>{two}</p>", f"<div>{one}<br/>&nbsp;<br/>{two}</div>", f"<p>{one}<br>{two}</p>")
        )
        self.truth.body += [("paragraph", one), ("paragraph", two)]

    def subhead(self) -> None:
        self.count += 1
        text = self.one("Nước về ấp Xa", "Thêm việc cho làng nghề", "Giữ lấy con kênh") + f" {self.count}"
        self.html.append(
            self.one(
                f"<p><strong>{text}</strong></p>",
                f"<p><b><span>{text}</span></b></p>",
                f"<h2>{text}</h2>",
                f"<h3><strong>{text}</strong></h3>",
                f"<p><span style='font-weight:bold'>{text}</span></p>",
            )
        )
        self.truth.body.append(("subhead", text))
        self.paragraph()

    def items(self) -> None:
        texts = [self.sentence() for _ in range(self.draw(st.integers(1, 3)))]
        tag = self.one("ul", "ol")
        form = self.one("<li>{}</li>", "<li><p>{}</p></li>", "<li><span>{}</span></li>")
        self.html.append(f"<{tag}>" + "".join(form.format(t) for t in texts) + f"</{tag}>")
        self.truth.body += [("list_item", t) for t in texts]

    def quote(self) -> None:
        text = f"“{self.sentence()}”"
        self.html.append(self.one(f"<blockquote><p>{text}</p></blockquote>", f"<blockquote>{text}</blockquote>"))
        self.truth.body.append(("quote", text))

    def table(self) -> None:
        rows = [("Năm", "Số hộ"), ("2024", str(self.count)), ("2025", "131")]
        cell = self.one("<td>{}</td>", "<td><p>{}</p></td>", "<td><span><b>{}</b></span></td>")
        inner = "".join("<tr>" + "".join(cell.format(c) for c in row) + "</tr>" for row in rows)
        self.html.append(self.one(f"<table border='1'><tbody>{inner}</tbody></table>", f"<table>{inner}</table>"))
        self.truth.body += [("table", " | ".join(row)) for row in rows]

    def source(self) -> str:
        self.count += 1
        return f"https://{self.images}/2026/09/anh-{self.count}.jpg"

    def img(self, url: str) -> str:
        return self.one(
            f"<img src='{url}' alt='Ảnh'>",
            f"<img class='lazy' data-src='{url}' src='https://{self.images}/assets/images/grey.gif'>",
            f"<img src='data:image/gif;base64,AAAA' data-original='{url}'>",
            f"<a href='{url}'><img src='{url}' width='600' height='400'></a>",
        )

    def picture(self) -> None:
        url = self.source()
        caption, credit, line = self.caption()
        img = self.img(url)
        if line is None:
            self.html.append(
                self.one(f"<p>{img}</p>", f"<p style='text-align:center'>{img}</p>", f"<figure>{img}</figure>")
            )
            self.truth.pictures.append((url, None, None))
            self.paragraph()
            return
        center = "style='text-align:center'"
        self.html.append(
            self.one(
                f"<table align='center'><tbody><tr><td>{img}</td></tr><tr><td><p>{line}</p></td></tr></tbody></table>",
                f"<p><table class='full-img'><tbody><tr><td>{img}</td></tr><tr><td class='image_desc'>{line}</td></tr>"
                "</tbody></table></p>",
                f"<table width='2' align='right'><tr><td>{img}</td></tr><tr><td><span><p align='right'>{line}</p></span>"
                "</td></tr></table>",
                f"<figure class='image'>{img}<figcaption>{line}</figcaption></figure>",
                f"<figure class='image'>{img}<figcaption><p>{line}</p></figcaption></figure>",
                f"<p {center}>{img}</p><p {center}><em>{line}</em></p>",
                f"<p {center}>{img}</p>\n<p>&nbsp;</p><p {center}>{line}</p>"
                if len(line) < 280
                else f"<p>{img}</p><p><i>{line}</i></p>",
                f"<p>{img}</p><p><span><em>{line}</em></span></p>",
                f"<p>{img}</p><p><em><span>{line}&nbsp;</span></em></p>",
                f"<p {center}>{img}<br><em>{line}</em></p>",
                f"<p {center}>{img}<br>{line}</p>",
                f"<div {center}>{img}<div><i>{line}</i></div></div>",
                f"<div class='img'>{img}<p class='note'>{line}</p></div>",
                f"<center>{img}<br><font color='blue' size='2'><i>{line}</i></font></center>",
                f"<p>{img}</p><p>{line}</p>" if credit and caption else f"<p>{img}</p><p class='caption'>{line}</p>",
            )
        )
        self.truth.pictures.append((url, caption, credit))

    def caption(self) -> tuple[str | None, str | None, str | None]:  # noqa: PLR0911 - one return a form
        """Draw a caption, its credit and the line that prints both; a third of the pictures have none."""
        if self.one("none", "some", "some") == "none":
            return None, None, None
        said = self.one(self.sentence(), self.sentence().rstrip("."), self.text(), "Quang cảnh buổi họp.")
        name = self.one(
            "Đức Anh", "MINH ĐẢO", "TTXVN", "H.K", "Thái Uyên/TTXVN", "Tư liệu", "Internet", "Nhân vật cung cấp"
        )
        stop = "" if said.endswith(".") else "."
        form = self.one("none", "colon", "brackets", "dash", "source", "giver", "alone", "upper")
        if form == "colon":
            return said + stop, name, f"{said}{stop} Ảnh: {name}"
        if form == "upper":
            return said + stop, name, f"{said}{stop} ẢNH: {name}."
        if form == "brackets":
            return said, name, f"{said} (Ảnh: {name})"
        if form == "dash":
            return said, name, f"{said} - Ảnh: {name}"
        if form == "source":
            return said + stop, name, f"{said}{stop} Nguồn: {name}"
        if form == "giver":
            return said + stop, "gia đình cung cấp", f"{said}{stop} Ảnh do gia đình cung cấp"
        if form == "alone":
            return None, name, f"Ảnh: {name}"
        return said, None, said

    def pictures(self) -> None:
        """Set two pictures over their captions in one table, as galleries are."""
        urls = [self.source(), self.source()]
        captions = [self.sentence(), self.sentence()]
        cells = "".join(f"<td><img src='{u}'></td>" for u in urls)
        lines = "".join(f"<td>{c}</td>" for c in captions)
        self.html.append(f"<table><tr>{cells}</tr><tr>{lines}</tr></table>")
        self.truth.pictures += [(u, c, None) for u, c in zip(urls, captions, strict=True)]

    def related(self) -> None:
        link = f"<a href='{self.other}'>Bài cũ về con kênh</a>"
        self.html.append(
            self.one(
                f"<p>&gt;&gt; {link}</p>",
                f"<p><strong>Xem thêm: {link}</strong></p>",
                f"<p><em>Tin liên quan:</em></p><ul><li>{link}</li><li>{link}</li></ul>",
                f"<div class='related'><h3>{link}</h3></div>",
                f"<table><tr><td><a href='{self.other}'><img src='https://{self.images}/x.jpg'></a></td></tr>"
                f"<tr><td>{link}</td></tr></table>",
                f"<p>{link}</p>",
            )
        )

    def other_things(self) -> None:
        self.html.append(
            self.one(
                *EMPTY,
                "<p><iframe src='https://www.youtube.com/embed/x'></iframe></p>",
                "<p style='text-align:center'>* * *</p>",
                "<script>var a='<p>x</p>';</script>",
                "<style>p.x{}</style>",
                "<!-- <p>Đã bỏ.</p> -->",
                "<p>A A</p>",
                "<ins class='adsbygoogle'></ins>",
                "<div class='AMN_res_x_mid'></div>",
                "<p><img src='https://www.facebook.com/tr?id=1' width='1' height='1'></p>",
            )
        )

    def body(self) -> None:
        self.paragraph()
        for _ in range(self.draw(st.integers(1, 6))):
            piece = self.draw(
                st.sampled_from(
                    [self.paragraph, self.paragraph, self.pair, self.subhead, self.items, self.quote, self.table]
                    + [self.picture, self.picture, self.picture, self.pictures, self.related, self.other_things]
                )
            )
            piece()
        self.paragraph()

    def signature(self) -> str | None:
        """Draw a byline or a source as printed, and note whom it names."""
        one, two = self.draw(st.permutations(NAMES))[:2]
        agency = self.one(*AGENCIES)
        text, photo, both = ["text"], ["photo"], ["text", "photo"]
        a, b = title(one), title(two)
        forms: list[tuple[str | None, list[tuple[str, list[str]]], str | None]] = [
            (None, [], None),
            (one.upper(), [(a if "." in one else title(one.upper()), text)], None),
            (f"Tin, ảnh: {one}", [(a, both)], None),
            (f"Bài, ảnh: {one} - {two}", [(a, both), (b, both)], None),
            (f"Bài và ảnh: {one}", [(a, both)], None),
            (f"Tin: {one} - Ảnh: {two}", [(a, text), (b, photo)], None),
            (f"Bài: {one}; ảnh: {two}", [(a, text), (b, photo)], None),
            (f"{one.upper()} - {two.upper()}", [(a, text), (b, text)], None),
            (f"{one.upper()} – {two.upper()}", [(a, text), (b, text)], None),
            (f"{one.upper()} và {two.upper()}", [(a, text), (b, text)], None),
            (f"{one.upper()}, {two.upper()}", [(a, text), (b, text)], None),
            (f"{one.upper()}/{two.upper()}", [(a, text), (b, text)], None),
            (f"{one} (Theo {agency})", [(a, text)], agency),
            (f"{one} (Lược dịch)", [(a, ["translation"])], None),
            (f"{one} (Tổng hợp)", [(a, ["compilation"])], None),
            (f"{one} (Tổng hợp từ {agency})", [(a, ["compilation"])], agency),
            (f"Theo {agency}", [], agency),
            (f"(Theo {agency})", [], agency),
            (f"Theo {agency} (Tổng hợp)", [], agency),
            (f"Nguồn: {agency}", [], agency),
            (f"{one.upper()} (minhanh@example.vn)", [(a, text)], None),
            ("PV - CTV", [("PV", text), ("CTV", text)], None),
            ("Nhóm phóng viên", [("Nhóm phóng viên", text)], None),
        ]
        raw, self.truth.people, self.truth.agency = self.draw(st.sampled_from(forms))
        return raw

    def under(self, raw: str | None) -> None:
        if raw is not None:
            right = "style='text-align:right'"
            self.html.append(
                self.one(
                    f"<p {right}><strong>{raw}</strong></p>",
                    f"<p align='right'>{raw}</p>",
                    f"<div {right}><b>{raw}</b></div>",
                    f"<p class='author ignore'>{raw}</p>",
                    f"<p><strong>{raw}</strong></p>",
                    f"<p {right}><span><em>{raw}</em></span></p><p>&nbsp;</p>",
                )
            )
            if self.yes():
                self.html.append(self.one(*EMPTY, f"<p><a href='{self.other}'>Bài cũ về con kênh</a></p>"))

    def lead(self, *marks: str) -> str:
        """Draw a lead and return it as printed."""
        self.truth.lead = self.one(self.text(), self.sentence(), "“Nước là vui rồi” là câu nói của bà con ấp Xa.")
        return self.one("", *marks) + self.truth.lead

    def head(self) -> None:
        self.count += 1
        self.truth.headline = self.one(
            f"Nước về ấp Xa lần thứ {self.count}", f"“Giữ lấy con kênh” - chuyện ở ấp Xa: {self.count} hộ góp công"
        )
        self.truth.section = self.draw(st.sampled_from([["Đời sống"], ["Xã hội", "Y tế"], ["Kinh tế", "Nông nghiệp"]]))
        self.truth.tags = self.draw(
            st.lists(st.sampled_from(["nước sạch", "ấp Xa", "con kênh", "góp công"]), unique=True)
        )

    def moment(self) -> datetime:
        return self.draw(
            st.datetimes(datetime(2012, 1, 1), datetime(2026, 8, 30)).map(
                lambda d: d.replace(microsecond=0, tzinfo=HANOI)
            )
        )


def _printed(writer: Writer, when: datetime) -> str:
    day, time = f"{when:%d/%m/%Y}", f"{when:%H:%M}"
    week = ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")[when.weekday()] if when.weekday() < 6 else ""
    weekday = f"Thứ {week}" if week else "Chủ Nhật"
    half = f"{when.hour % 12 or 12:02}:{when:%M} {'SA' if when.hour < 12 else 'CH'}"
    return writer.one(
        f"{day} - {time}",
        f"{weekday}, {day}, {time} (GMT+7)",
        f"{time} | {day}",
        f"Cập nhật: {time} | {day}",
        f"{when:%H}h{when:%M}' ngày {when.day}/{when.month}/{when.year}",
        f"{when.day}-{when.month}-{when.year} {time}",
        f"{weekday}, ngày {day} - {time}",
        f"{day} {half}",
    )


def _jsonld(writer: Writer, when: datetime) -> tuple[str, bool]:
    """Draw a script about the article, and tell whether it adds the seconds."""
    kind = writer.one("none", "seconds", "day", "broken", "wrong", "falsez")
    dates = {
        "seconds": when.isoformat(),
        "day": f"{when:%Y-%m-%d}",
        "wrong": (when + timedelta(days=40)).isoformat(),
        "falsez": f"{when:%Y-%m-%dT%H:%M:%S}Z",
    }
    if kind == "none":
        return "", False
    text = json.dumps(
        {"@type": "NewsArticle", "headline": "Khác", "datePublished": dates.get(kind, "")}, ensure_ascii=False
    )
    if kind == "broken":
        text = text[:-4]
    return f"<script type='application/ld+json'>{text}</script>", kind == "seconds"


@st.composite
def fck_articles(draw: st.DrawFn) -> Made:
    """Draw an article of An Giang, Cà Mau or Cần Thơ."""
    outlet, host = draw(
        st.sampled_from(
            [("baoangiang", "baoangiang.com.vn"), ("baocantho", "baocantho.com.vn"), ("baocamau", "baocamau.vn")]
        )
    )
    writer = Writer(draw, f"images.{host}" if outlet == "baoangiang" else host, f"https://{host}/bai-cu-a9.html")
    writer.head()
    truth, when = writer.truth, writer.moment()
    cantho = outlet == "baocantho"
    box = ""
    where = writer.one("box", "none", "marked") if cantho else writer.one("box", "none")
    if where == "box":
        text = writer.lead("(CTO) - ", "- ", " – ", "(AGO)- ")
        box = f"<div class='col-xs-12 detail-desc'><div class='content-fck'><div class='content-fck-font-size'><p>{text}</p></div></div></div>"
    elif where == "marked":
        writer.html.append(f"<p>{writer.one('(CTO) - ', '(CT)- ', '<strong>(CTO)</strong> - ')}{writer.lead()}</p>")
    writer.body()
    writer.under(writer.signature())
    script, seconds = _jsonld(writer, when)
    printed = _printed(writer, when)
    truth.published_at = (when if seconds else when.replace(second=0)).isoformat()
    url = f"https://{host}/nuoc-ve-ap-xa-a4242.html"
    crumbs = "".join(f"<li><h4><a href='/x{n}/'>{s}</a></h4></li>" for n, s in enumerate(truth.section))
    links = "".join(f"<a class='tag_item' href='/tim-kiem/{t}.html'>{t}</a>" for t in truth.tags)
    content = "\n".join(writer.html)
    if cantho:
        first, *rest = truth.section
        path = f"<a href='/y/'>{first}</a>" + "".join(f"<span> > <a href='/z/'>{s}</a></span>" for s in rest)
        top = f"<div class='titlecate'><h1>{path}</h1></div><div><span class='pubdate 128'>{printed}</span></div>"
        top += f"<h1 class='margintopbot10 fw700'>{truth.headline}</h1>{box}"
        main = f"<div id='newscontents'><div class='content-fck slider-jsgallery 171'>{content}</div></div>"
    else:
        home = "<li class='start'><h4><a href='/'>Trang chủ</a></h4></li>"
        top = (
            f"<ul class='breadcrumb left'>{home}{crumbs}</ul><div class='detail-title'><h1>{truth.headline}</h1></div>"
        )
        top += f"<div class='detail-date-share'><div class='pubdate fleft'>{printed}</div></div>{box}"
        main = "<div class='col-xs-12' id='newscontents'><div class='content-fck slider-jsgallery'>"
        main += f"<div class='content-fck-font-size' data='computer'>{content}</div></div></div>"
    html = f"""<!DOCTYPE html><html lang="vi"><head><title>{truth.headline} - Báo</title>
<base href="https://{host}/static/templates/version1/homepage/"/><link rel="canonical" href="{url}"/>{script}</head><body>
<div id='content'>{top}<div class='pub-fontsize'><span>A</span> <span>A</span></div>{main}
<div class='detail-tag'><span>Từ khóa</span>{links}</div>
<ul class='related-list'><li><a href='{writer.other}'>Bài cũ về con kênh</a> <span class='pubdate'>01/09/2026 - 08:00</span></li></ul></div>
<div class='footer'><p>Giấy phép ngày 02-12-2021</p></div></body></html>"""
    return Made(outlet, url, html, truth)


@st.composite
def onecms_articles(draw: st.DrawFn) -> Made:
    """Draw an article of Đà Nẵng, Hải Phòng or Nghệ An."""
    outlet, host, images, mark = draw(
        st.sampled_from(
            [
                ("baodanang", "baodanang.vn", "bqn.1cdn.vn", "ĐNO - "),
                ("baohaiphong", "baohaiphong.vn", "bhd.1cdn.vn", "(HPĐT)- "),
                ("baonghean", "baonghean.vn", "bna.1cdn.vn", "(Baonghean.vn) - "),
            ]
        )
    )
    writer = Writer(draw, images, f"https://{host}/bai-cu-9.html")
    writer.head()
    truth, when = writer.truth, writer.moment()
    sapo = ""
    if writer.yes():
        sapo = f"<p class='sc-longform-header-sapo block-sc-sapo'>\n {writer.lead(mark, '- ', 'BHP - ')} </p>"
    writer.body()
    raw = writer.signature()
    author = ""
    if raw and writer.yes():
        author = raw
        if writer.yes():
            writer.html.append(f"<b class='vtranslate-author-translate'>{raw}</b>")
    else:
        writer.under(raw)
    american = (
        f"{when.month}/{when.day}/{when.year} {when.hour % 12 or 12}:{when:%M:%S} {'AM' if when.hour < 12 else 'PM'}"
    )
    truth.published_at = when.isoformat()
    url = f"https://{host}/nuoc-ve-ap-xa-424242.html"
    crumbs, script = "", ""
    if writer.yes():
        items = "".join(
            f"<li class='breadcrumb-item'><a href='/x{n}'>{s}</a></li>" for n, s in enumerate(truth.section)
        )
        crumbs = f"<ol class='breadcrumb'><li><a href='/'>Trang chủ</a></li>{items}</ol>"
    else:
        elements = [{"position": n, "item": {"name": s}} for n, s in enumerate(["Trang chủ", *truth.section])]
        script = json.dumps({"@type": "BreadcrumbList", "itemListElement": elements})
        script = f"<script type='application/ld+json'>{script}</script>"
    head = f"""<div class='sc-longform-header block-sc-longform-header'><div class='sc-longform-header-text'>
<span class='sc-longform-header-cate block-sc-cate-name'>{truth.section[-1]}</span>
<h1 class='sc-longform-header-title block-sc-title'>{truth.headline}</h1><div class='sc-longform-header-meta'>
<span class='sc-longform-header-author block-sc-author'>{author}</span><span class='sc-text block-sc-text'>•</span>
<span class='sc-longform-header-date block-sc-publish-time'>{when:%d/%m/%Y %H:%M}</span></div>{sapo}</div></div>"""
    content = "".join(writer.html)
    entry = writer.one("div", "article")
    tags = "".join(f"<li><h4><a href='/t-ptag.html' title='{t}'>{t}</a></h4></li>" for t in truth.tags)
    html = f"""<!DOCTYPE html><html lang="vi"><head><title>{truth.headline}</title><link rel="canonical" href="{url}"/>
<meta name="author" content="Báo"/><meta name="article:published_time" content="{american}"/>
<meta property="datetimenow" content="9/30/2026 10:56:42 PM"/><div id="fb-root"></div></head><body>{crumbs}
<div class="c-news-detail"><div class="b-maincontent"><div itemprop="articleBody">
<{entry} class="entry entry-no-padding ">{head}{content}<div class="sc-empty-layer"></div></{entry}></div></div>
<div class="c-widget-tags onecms__tags"><ul>{tags}</ul></div>
<div class="c-template-list"><h3 class="b-grid__title"><a href="{writer.other}">Bài cũ</a></h3></div></div>
<div class="l-footer"><div class="b-maincontent"><p>Giấy phép ngày 18/2/2022</p></div></div>{script}</body></html>"""
    return Made(outlet, url, html, truth)

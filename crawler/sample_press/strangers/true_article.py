"""The truth of an article: what its page prints honestly, in the layout that it has."""

from datetime import datetime

from crawler.sample_press.strangers.addresses import Addresses
from crawler.sample_press.strangers.article_page import has_lead, prints_update
from crawler.sample_press.strangers.body import image_address
from crawler.sample_press.strangers.dates import DATE_FORMS
from crawler.sample_press.strangers.head import modified_in_head, shows_exact_time
from crawler.sample_press.strangers.sheet import Sheet
from crawler.sample_press.strangers.timeline import Printed
from crawler.sample_press.strangers.truth import TrueArticle, TrueImage


def true_article(sheet: Sheet, printed: Printed, addresses: Addresses) -> TrueArticle:
    """Return the truth of an article."""
    story, number = printed.story, printed.number
    url = addresses.article(story, number)
    forms = [("canonical", url), *addresses.variants(story, number)]
    if (linked := addresses.linked(story, number)) != url:
        forms.append(("linked", linked))
    if story.earlier_slug and (earlier := addresses.article(story, number, story.earlier_slug)) != url:
        forms.append(("earlier_slug", earlier))
    precision = shown_precision(sheet)
    signature = story.signature
    return TrueArticle(
        url=url,
        addresses=tuple(forms),
        native_id=addresses.id_of(story, number),
        kind="news",
        layout=sheet.layout.name,
        headline=story.headline,
        kicker=story.kicker,
        lead=story.lead if has_lead(sheet, story) else None,
        body=story.body,
        images=tuple(TrueImage(image_address(sheet, f), f.caption, f.credit) for f in story.figures),
        byline_line=signature.line if signature.authors else None,
        bylines=signature.authors,
        source_credit=signature.agency,
        section=shown_section(sheet, story.section),
        tags=story.tags if sheet.layout.tags else (),
        published_at=_cut(story.published_at, precision),
        published_precision=precision,
        modified_at=_shown_update(sheet, printed),
    )


def shown_precision(sheet: Sheet) -> str:
    """Return how exactly a page tells the time of publication: day, minute or second."""
    if shows_exact_time(sheet) or sheet.layout.date_element == "time_datetime":
        return "second"
    return DATE_FORMS[sheet.layout.date].precision


def shown_section(sheet: Sheet, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the part of a section's path that a page names."""
    match sheet.layout.crumbs:
        case "none":
            return ()
        case "h2_link":
            return path[:1]
        case "label_link":
            return path[-1:]
        case _:
            return path


def _shown_update(sheet: Sheet, printed: Printed) -> datetime | None:
    in_head = modified_in_head(sheet, printed.story)
    if in_head or printed.story.modified_at is None:
        return in_head
    return _cut(printed.story.modified_at, "minute") if prints_update(sheet, printed.story) else None


def _cut(moment: datetime, precision: str) -> datetime:
    if precision == "day":
        return moment.replace(hour=0, minute=0, second=0)
    return moment if precision == "second" else moment.replace(second=0)

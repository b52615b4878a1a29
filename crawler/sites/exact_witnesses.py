"""Witnesses that must say the very same as a field: a paper whose reader no saved page has proven is proven by them."""

from collections import Counter
from collections.abc import Iterator

from crawler.article import EXACT, Article
from crawler.sites.extracted import extracted_lines
from crawler.sites.families.generic import Generic
from crawler.sites.family import Family
from crawler.sites.head_texts import jsonld_texts, meta_texts
from crawler.sites.jsonld import author_names
from crawler.vietnamese import dates
from crawler.vietnamese.agreement import names_same, texts_same, times_same
from crawler.vietnamese.text import fold

# Of the words of two texts, as a person would call them one: a paragraph of twenty may be missing or foreign.
_SAME_BODY = 0.95
_MOST_BESIDE = 300  # captions and subheads; each is held against each line, and no article seen has half as many
_MARK_AND_CREDIT = 6  # words that a line may have beside a lead or caption: '(BĐM) - …', '… - Ảnh: Võ Hữu Tài'


def exact_witnesses(reader: Family, article: Article) -> dict[str, dict[str, bool]]:
    """Return for each field whether the head, or another extractor's text, says the same; {} for a proven paper.

    They cost about as much as the reading itself, so that a paper which needs no proof does without.
    """
    if reader.outlet.crawled:
        return {}
    verdicts: dict[str, dict[str, bool]] = {}
    for field, name, agrees in _verdicts(reader, article):
        if agrees is not None and not reader.evidence.get(field, "").startswith(name):
            verdicts.setdefault(field, {})[f"{EXACT} {name}"] = agrees
    return verdicts


def _verdicts(reader: Family, article: Article) -> Iterator[tuple[str, str, bool | None]]:
    """Yield field, witness, and whether it says the same; None where it says nothing."""
    meta, texts = meta_texts(reader), jsonld_texts(reader)
    data = reader.jsonld_articles[0] if reader.jsonld_articles else {}
    yield "headline", "jsonld headline", texts_same(article.headline, texts.get("headline") or texts.get("name"))
    yield "headline", "meta og:title", texts_same(article.headline, meta.get("og:title"))
    yield "lead", "jsonld description", texts_same(article.lead, texts.get("description"))
    yield "lead", "meta description", texts_same(article.lead, meta.get("og:description") or meta.get("description"))
    yield "section", "jsonld articleSection", names_same(article.section[:1], [texts.get("articleSection", "")])
    yield "section", "meta article:section", names_same(article.section[:1], [meta.get("article:section", "")])
    writers = [name for name in author_names(data.get("author"), reader.page.jsonld) if not reader.is_outlet_name(name)]
    yield "bylines", "jsonld author", names_same([byline.name for byline in article.bylines], writers)
    yield "tags", "meta keywords", names_same(article.tags, (meta.get("news_keywords") or "").split(","))
    yield from _date_verdicts(reader, article.published_at)
    yield from _body_verdicts(reader, article, texts.get("articleBody"))
    if reader.declared_address():  # another article's was refused before
        yield "identity", "meta address", True


def _date_verdicts(reader: Family, published_at: str | None) -> Iterator[tuple[str, str, bool | None]]:
    """Yield what the times in the head say; one that gave a printed day its time of day is no witness of it."""
    published = dates.iso(published_at)
    for name, moment in reader.date_witnesses() if published else ():
        gave_time = f"+ {name}" in reader.evidence.get("published_at", "") and not reader.prints_time
        if moment and published and not gave_time:
            yield "published_at", name, times_same(published.when, moment.when)


def _body_verdicts(reader: Family, article: Article, declared: str | None) -> Iterator[tuple[str, str, bool | None]]:
    if declared:
        yield "body", "jsonld articleBody", _are_same_bodies(" ".join(block.text for block in article.body), declared)
    yield "body", "extractor", extractor_agrees(reader, article)


def extractor_agrees(reader: Family, article: Article) -> bool | None:
    """Return True if one of two readers that know nothing of the paper finds the same text on this page alone.

    Both leave out most subheads, so these are not compared. None where the body is one of theirs, or neither finds one.
    """
    if isinstance(reader, Generic):
        return None
    own = [block.text for block in article.body if block.kind != "subhead"]
    subheads = (block.text for block in article.body if block.kind == "subhead")
    beside = [*_texts_beside_body(article), *subheads]
    _, lines = extracted_lines(reader.page)
    verdicts = [bodies_agree(own, [line.text for line in lines], beside)]
    one_page = None if True in verdicts else Generic(reader.page, reader.outlet, reader.identity).article()
    if one_page:  # the slower of the two
        verdicts.append(bodies_agree(own, [block.text for block in one_page.body], beside))
    return True if True in verdicts else None if None in verdicts else False


def bodies_agree(body: list[str], lines: list[str], beside: list[str]) -> bool | None:
    """Return True if an extractor's lines are the body, but for those that hold a text of another field (`beside`).

    None where it finds no text, or only leaves out what stands between lines of the body that it found; and where the
    other fields hold more texts than can be compared in a moment.
    """
    texts = dict.fromkeys(map(fold, beside))
    if len(texts) > _MOST_BESIDE:
        return None
    claimed = [Counter(text.split()) for text in texts]
    extracted = [line for line in lines if not _is_claimed(line, claimed)]
    same = _are_same_bodies(" ".join(body), " ".join(extracted))
    return None if same is False and _only_leaves_out(body, extracted) else same


def _only_leaves_out(body: list[str], extracted: list[str]) -> bool:
    """Return True if an extractor found the body's first and last line, half of its words, and no others."""
    text, words = fold(" ".join(extracted)), Counter(fold(" ".join(body)).split())
    extracted_words = Counter(text.split())
    has_ends = fold(body[0]) in text and fold(body[-1]) in text
    is_half = 2 * (extracted_words & words).total() >= words.total()
    return has_ends and is_half and (extracted_words - words).total() <= (1 - _SAME_BODY) * words.total()


def _texts_beside_body(article: Article) -> Iterator[str]:
    """Yield the texts of other fields, which an extractor gives as lines of one text: they do not contradict a body."""
    yield from filter(None, (article.headline, article.kicker, article.lead))
    yield from (image.caption for image in article.images if image.caption)


def _is_claimed(line: str, claimed: list[Counter[str]]) -> bool:
    """Return True if a line holds another field's text and hardly more."""
    words = Counter(fold(line).split())
    return any(
        (words - text).total() <= _MARK_AND_CREDIT and 2 * (words & text).total() >= words.total() for text in claimed
    )


def _are_same_bodies(one: str, other: str) -> bool | None:
    """Return True if the two have nearly all words in common, each as often as the other (F1); None without words."""
    words, other_words = Counter(fold(one).split()), Counter(fold(other).split())
    if not words or not other_words:
        return None
    return 2 * (words & other_words).total() >= _SAME_BODY * (words.total() + other_words.total())

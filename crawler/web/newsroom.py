"""The newsroom's pages: search, an article with all its evidence, a document, an official, a place."""

from typing import Annotated

import psycopg
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from crawler.warehouse import NoSuchArticle, cite
from crawler.web.answers import answer
from crawler.web.evidence import NoEvidence
from crawler.web.filters import Filters, Search
from crawler.web.keys import ArticleKey, Attention, DocumentKey, OfficialKey, UnitKey
from crawler.web.missing import NotHere
from crawler.web.province_map import province_map
from crawler.web.reader import has_words, may_read_text
from crawler.web.rendering import page
from crawler.web.room import TheRoom

router = APIRouter(include_in_schema=False)
_ArticleId = Annotated[int, Path(ge=1, lt=1 << 63)]
_OF_AN_ARTICLE = (
    "blocks",
    "pictures",
    "versions",
    "copies",
    "documents",
    "officials",
    "places",
    "provinces",
    "problems",
    "captures",
)


@router.get("/")
def search(request: Request, room: TheRoom, given: Annotated[Search, Query()]) -> Response:
    """Show what a search finds; without words and filters the newest articles."""
    if "sort" not in request.query_params and given.can_be_ranked:
        given = given.model_copy(update={"sort": "best"})
    with room.reader.connection() as conn:
        articles = answer(conn, "articles", given)
        if given.q and not articles.rows and not has_words(conn, given.q):
            raise NotHere("no_word")
    return page(request, "search.html", given=given, articles=articles)


@router.get("/facets")
def facets(request: Request, room: TheRoom, given: Annotated[Filters, Query()]) -> Response:
    """Show what the hits have in common, each value a link that narrows the search."""
    with room.reader.connection() as conn:
        found = answer(conn, "facets", given)
    groups: dict[str, list[dict[str, object]]] = {}
    for row in found.rows:
        groups.setdefault(row["facet"], []).append(row)
    return page(request, "facets.html", given=given, facets=found, groups=groups)


@router.get("/attention")
def attention(request: Request, room: TheRoom, given: Annotated[Attention, Query()]) -> Response:
    """Show the curve of attention."""
    with room.reader.connection() as conn:
        curve = answer(conn, "attention", given)
    return page(request, "attention.html", given=given, curve=curve)


@router.get("/article/{article_id}")
def article(request: Request, room: TheRoom, article_id: _ArticleId) -> Response:
    """Show one article with its versions, copies, mentions and citation."""
    key = ArticleKey(article_id=article_id)
    with room.reader.connection() as conn:
        found = answer(conn, "article", key)
        if not found.rows:
            raise NotHere("no_article")
        parts = {name: answer(conn, name, key) for name in _OF_AN_ARTICLE}
        citation = _citation(conn, article_id)
        reads_text = may_read_text(conn)
    return page(
        request,
        "article.html",
        article=found.rows[0],
        source=found,
        parts=parts,
        map=province_map(parts["provinces"].rows),
        citation=citation,
        reads_text=reads_text,
    )


def _citation(conn: psycopg.Connection, article_id: int) -> str | None:
    """Return how to cite an article; None where no capture of it is known, and takedowns are none of a reader's."""
    try:
        return cite(conn, str(article_id)).words
    except (NoSuchArticle, psycopg.errors.InsufficientPrivilege):
        return None


@router.get("/article/{article_id}/changes")
def changes(request: Request, room: TheRoom, article_id: _ArticleId) -> Response:
    """Show an article's versions side by side, with what changed."""
    key = ArticleKey(article_id=article_id)
    with room.reader.connection() as conn:
        versions, paragraphs = (answer(conn, name, key) for name in ("versions", "changes"))
    if not versions.rows:
        raise NotHere("no_article")
    return page(request, "changes.html", article_id=article_id, versions=versions, paragraphs=paragraphs)


@router.get("/article/{article_id}/evidence")
def evidence(request: Request, room: TheRoom, article_id: _ArticleId) -> Response:
    """Explain each field of an article: the words of the archived page, its witnesses, their disagreements."""
    key = ArticleKey(article_id=article_id)
    with room.reader.connection() as conn:
        found, versions, captures, announced, problems = (
            answer(conn, name, key) for name in ("article", "versions", "captures", "announced", "problems")
        )
        reads_text = may_read_text(conn)
    if not found.rows:
        raise NotHere("no_article")
    record = next((v["record_id"] for v in versions.rows if v["is_present"]), None)
    capture = next((c for c in captures.rows if c["record_id"] == record), None)
    witnesses, reason = [], None
    try:
        if not reads_text:
            raise NoEvidence("evidence_no_right")
        if capture is None:
            raise NoEvidence("evidence_no_record")
        outlet = found.rows[0]["outlet_key"]
        warc = room.archive.warc_path(outlet, capture["warc_file"])
        witnesses = room.evidence.witnesses(warc, int(capture["offset"]), capture["record_id"], outlet)
    except NoEvidence as error:
        reason = str(error)
    return page(
        request,
        "evidence.html",
        article=found.rows[0],
        capture=capture,
        witnesses=witnesses,
        announced=announced,
        problems=problems,
        reason=reason,
    )


@router.get("/document")
def document(request: Request, room: TheRoom, given: Annotated[DocumentKey, Query()]) -> Response:
    """Show who cites a document, and who did first."""
    with room.reader.connection() as conn:
        found = answer(conn, "document", given)
    if not found.rows:
        raise NotHere("no_document")
    return page(request, "document.html", given=given, citations=found)


@router.get("/official")
def official(request: Request, room: TheRoom, given: Annotated[OfficialKey, Query()]) -> Response:
    """Show the offices with which texts name a person."""
    with room.reader.connection() as conn:
        found = answer(conn, "official", given)
        articles = answer(conn, "articles", Search(official=given.name, limit=20))
    if not found.rows:
        raise NotHere("no_official")
    return page(request, "official.html", given=given, offices=found, articles=articles)


@router.get("/place/{level}/{code}")
def place(request: Request, room: TheRoom, level: str, code: str) -> Response:
    """Show a unit, then and now, and the articles that name it."""
    key = UnitKey.model_validate({"level": level, "code": code})
    with room.reader.connection() as conn:
        found = answer(conn, "place", key)
        if not found.rows:
            raise NotHere("no_place")
        months = answer(conn, "place_months", key)
        articles = answer(conn, "articles", Search(place=f"{level}:{code}", limit=20))
    return page(request, "place.html", key=key, units=found, months=months, articles=articles)

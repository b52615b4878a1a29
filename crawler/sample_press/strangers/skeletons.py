"""The DOM of strangers: where the parts of a page stand in systems that have nothing in common."""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.sample_press.strangers.sheet import Sheet


@dataclass(frozen=True)
class Parts:
    """The parts of a page as markup; a listing has `body` alone in the middle."""

    logo: str
    clock: str
    menu: str
    footer: str
    sidebar: str
    body: str
    crumbs: str = ""
    heading: str = ""
    lead: str = ""
    below: str = ""


def _tables(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    middle = (
        f'<table width="100%" cellspacing="0"{of("article")}><tr><td>{parts.crumbs}</td></tr><tr><td>{parts.heading}</td></tr>'
        f'<tr><td>{parts.lead}</td></tr><tr><td{of("body")}>{parts.body}</td></tr><tr><td align="right">{parts.below}</td></tr></table>'
    )
    return (
        f'<table width="980" align="center"{of("page")}><tr><td colspan="2">{parts.logo}{parts.clock}</td></tr>'
        f'<tr><td colspan="2">{parts.menu}</td></tr><tr><td valign="top" width="680"{of("main")}>{middle}</td>'
        f'<td valign="top"{of("sidebar")}>{parts.sidebar}</td></tr><tr><td colspan="2">{parts.footer}</td></tr></table>'
    )


def _wordpress(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    number = sheet.rng.randint(100, 99999)
    return (
        f'<div id="page"{of("page")}><header id="masthead"{of("header")}>{parts.logo}{parts.clock}{parts.menu}</header>'
        f'<div id="content"><main id="main"{of("main")}><article id="post-{number}" class="post-{number} post type-post hentry">'
        f'{parts.crumbs}<header class="entry-header">{parts.heading}</header>{parts.lead}'
        f'<div{of("body")}>{parts.body}</div><footer class="entry-footer">{parts.below}</footer></article></main>'
        f'<aside id="secondary"{of("sidebar")}>{parts.sidebar}</aside></div>{parts.footer}</div>'
    )


def _div_soup(sheet: Sheet, parts: Parts) -> str:
    def nested(content: str, depth: int) -> str:
        return "<div>" * depth + content + "</div>" * depth

    of = sheet.names.of
    column = (
        f"<div{of('article')}>{nested(parts.crumbs, 2)}{nested(parts.heading, 3)}{nested(parts.lead, 1)}"
        f"<div><div><div{of('body')}>{parts.body}</div></div></div>{nested(parts.below, 2)}</div>"
    )
    return (
        f"<div{of('page')}><div{of('header')}>{nested(parts.logo + parts.clock, 2)}{parts.menu}</div>"
        f"<div{of('main')}>{nested(column, 3)}<div{of('sidebar')}>{parts.sidebar}</div></div>{parts.footer}</div>"
    )


def _html5(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    return (
        f"<header{of('header')}>{parts.logo}{parts.clock}{parts.menu}</header><main{of('main')}><article{of('article')}>"
        f"{parts.crumbs}<header>{parts.heading}</header>{parts.lead}<section{of('body')}>{parts.body}</section>{parts.below}"
        f"</article><aside{of('sidebar')}>{parts.sidebar}</aside></main>{parts.footer}"
    )


def _script_app(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    return (
        f'<div id="__next"><div{of("page")}><div{of("header")}>{parts.logo}{parts.clock}{parts.menu}</div>'
        f"<div{of('main')}><div{of('article')}>{parts.crumbs}{parts.heading}{parts.lead}<div{of('body')}>{parts.body}</div>"
        f"{parts.below}</div><div{of('sidebar')}>{parts.sidebar}</div></div>{parts.footer}</div></div>"
        '<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"ads":[1,2,3]}},"page":"/[...slug]"}</script>'
    )


def _utility(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    return (
        f"<header{of('header')}>{parts.logo}{parts.clock}{parts.menu}</header><div{of('page')}><div{of('main')}>"
        f'<div class="flex">{parts.crumbs}</div><div class="mt-4">{parts.heading}</div>{parts.lead}'
        f'<div{of("body")}>{parts.body}</div><div class="mt-4">{parts.below}</div></div>'
        f"<div{of('sidebar')}>{parts.sidebar}</div></div>{parts.footer}"
    )


def _flat(sheet: Sheet, parts: Parts) -> str:
    """No container of the body: everything of the article stands beside everything else."""
    of = sheet.names.of
    return (
        f"<div{of('page')}>{parts.logo}{parts.clock}{parts.menu}<div{of('main')}>{parts.crumbs}{parts.heading}{parts.lead}"
        f"{parts.body}{parts.below}{parts.sidebar}</div>{parts.footer}</div>"
    )


def _aspnet(sheet: Sheet, parts: Parts) -> str:
    of = sheet.names.of
    prefix = "ctl00_ContentPlaceHolder1_ctl00_"
    return (
        '<form method="post" action="./" id="aspnetForm"><div><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY"></div>'
        f'<div id="dnn_header"{of("header")}>{parts.logo}{parts.clock}{parts.menu}</div><div id="dnn_ContentPane"{of("main")}>'
        f'<div id="{prefix}pnl"{of("article")}>{parts.crumbs}<span id="{prefix}lblTitle">{parts.heading}</span>{parts.lead}'
        f'<div id="{prefix}lblContent"{of("body")}>{parts.body}</div>{parts.below}</div></div>'
        f'<div id="dnn_RightPane"{of("sidebar")}>{parts.sidebar}</div>{parts.footer}</form>'
    )


def _inner_document(sheet: Sheet, parts: Parts) -> str:
    """A whole document inside the page, as systems print that paste a template."""
    of = sheet.names.of
    return (
        f"<div{of('header')}>{parts.logo}{parts.clock}{parts.menu}</div><main{of('main')}><html><head></head><body>"
        f"<section{of('article')}>{parts.crumbs}{parts.heading}{parts.lead}<div{of('body')}><div>{parts.body}</div></div>"
        f"{parts.below}</section></body></html></main><div{of('sidebar')}>{parts.sidebar}</div>{parts.footer}"
    )


SKELETONS: dict[str, Callable[[Sheet, Parts], str]] = {
    "tables": _tables,
    "wordpress": _wordpress,
    "div_soup": _div_soup,
    "html5": _html5,
    "script_app": _script_app,
    "utility": _utility,
    "flat": _flat,
    "aspnet": _aspnet,
    "inner_document": _inner_document,
}


def document(sheet: Sheet, head: str, parts: Parts) -> bytes:
    """Write a whole page."""
    body = SKELETONS[sheet.layout.skeleton](sheet, parts)
    return f'<!DOCTYPE html>\n<html lang="vi"><head>{head}</head>\n<body>{body}</body></html>'.encode()

"""The doctor's checks of the papers: which are crawled, with what contact, and whether their sites answer."""

from contextlib import closing

from crawler.configuration import Settings
from crawler.database import connect
from crawler.local.doctor.finding import Finding, Findings, fault, ok
from crawler.local.network import ask_hosts, ask_robots_txt
from crawler.local.status import data_url
from crawler.outlets import UnknownOutlet, nightly_outlets


def check_settings(settings: Settings) -> Findings:
    """Check the setting of the night's papers, and that the papers can see a contact."""
    try:
        nightly_outlets(settings.outlets)
    except UnknownOutlet as error:
        yield fault("settings", str(error), "set BAOTINH_OUTLETS to such a value, or unset it")
    if settings.sample_press:
        message = f"a sample press at {settings.sample_press} answers instead of the papers"
        yield Finding("settings", "note", message, "unset BAOTINH_SAMPLE_PRESS to ask the papers themselves")
    elif not settings.contact:
        message = "no contact is set: the papers cannot tell who asks them"
        yield fault("settings", message, "set BAOTINH_CONTACT to a mail address or a web page")
    else:
        yield ok("settings", f"contact {settings.contact}")


def check_hosts(settings: Settings) -> Findings:
    """Ask each paper's home host for a TLS connection; a sample press is not asked."""
    if settings.sample_press:
        return
    answer = ask_hosts(sorted({outlet.home_host for outlet in nightly_outlets(settings.outlets).values()}))
    if not answer.has_network:
        yield fault("network", "no network: not one host has an address", "connect the machine, check its DNS")
        return
    for host, reason in answer.failures.items():
        yield fault(
            "hosts",
            f"{host}: {reason}",
            "look at it in a browser: a paper that moved needs another host in its catalogue file; else wait",
        )
    hosts = answer.answering + len(answer.failures)
    yield ok("hosts", f"{answer.answering} of {hosts} papers answer over TLS")


def check_robots_txt(settings: Settings) -> Findings:
    """Ask each paper of the night for its robots.txt."""
    obeyed = "it is obeyed: the paper's channels in its catalogue file must be ones that it allows"
    with closing(connect(data_url(settings))) as conn:
        for outlet in nightly_outlets(settings.outlets).values():
            if answer := ask_robots_txt(conn, outlet, settings):
                remedy = obeyed if answer.level == "fault" else ""
                yield Finding("robots", answer.level, f"{outlet.key}: {answer.message}", remedy)

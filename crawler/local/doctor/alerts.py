"""The doctor's checks of alerts: whether somebody would be told, and whether every message arrived."""

from contextlib import closing

from crawler.alerts import undelivered
from crawler.alerts.receivers import read_receivers
from crawler.configuration import BadConfiguration, Settings
from crawler.database import connect
from crawler.local.doctor.finding import Finding, Findings, fault, ok
from crawler.local.status import data_url


def check_alerts(settings: Settings) -> Findings:
    """Check the addresses of the setting, and look for messages that are not delivered."""
    try:
        receivers = read_receivers(settings.alert_to)
    except BadConfiguration as error:
        for line in str(error).splitlines()[1:]:
            yield fault("alerts", line.strip(), "correct it; `baotinh alert --test` shows whether messages arrive")
        return
    with closing(connect(data_url(settings))) as conn:
        waiting = undelivered(conn)
    if not receivers:
        message = "nobody is told of a red night"
        yield Finding("alerts", "note", message, "set BAOTINH_ALERT_TO (docs/operator.md)")
    if waiting:
        first = waiting[0]
        count = "1 message is" if len(waiting) == 1 else f"{len(waiting)} messages are"
        since = f"{first.at.astimezone():%Y-%m-%d %H:%M}"
        why = waiting[-1].last_error or "no attempt was made yet"
        yield fault(
            "alerts",
            f"{count} not delivered since {since}: {why}",
            "`baotinh alert --test` says which address fails; `baotinh alert` sends what waits",
        )
    elif receivers:
        yield ok("alerts", f"{len(receivers)} addresses, and every message was delivered")

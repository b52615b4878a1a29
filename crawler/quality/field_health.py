"""Field health: each field of a night's new articles held against the paper's own last weeks; pure judgements.

A lost field costs nothing that a count of articles would show: the article is there, without its date. Three shares are
held against the nights before: articles that have the field; those of them whose witnesses agree; and, of the articles
whose page shows the field, those in which it was read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.quality.finding import Colour, Finding
from crawler.quality.night_shares import ALPHA, NightShares, Proof, Share

# A vital field that is on none of tonight's pages, three or more: two photo stories are usual, a night is not.
NONE_TONIGHT = Proof({1: 0.01}, least=3)
# Another field that was on none of tonight's pages, or of two nights' together. What is no loss of all is seldom broken
# and needs more proof, so that a paper has few ambers a month (benchmarks/field_alarms.py prints how many).
NONE_IN_TWO_NIGHTS = Proof({1: ALPHA, 2: 0.01}, least=3, otherwise=0.0001)
# One that few of the paper's articles have, such as a source credit on one page in eight: by the proof above a small
# paper would not be told for weeks. Most of the ambers that are chance are these.
RARE = 0.3
NONE_OF_A_RARE_FIELD = Proof({1: ALPHA, 2: 0.22}, least=3, otherwise=0.0001)
# A field of which no page that shows it was read: a good reader leaves almost none, so that two prove much.
NONE_READ = Proof({1: 0.003, 2: 0.01}, least=1, otherwise=0.0001)
# Another field that the witnesses contradict on all pages that they speak of.
NONE_AGREED_IN_TWO_NIGHTS = Proof({1: ALPHA, 2: 0.12}, least=3, otherwise=0.0001)
# A body that another extractor contradicts: it reads one article in a hundred, so that only the usual proof will do.
NONE_OF_A_SAMPLE = Proof({}, least=1)
_PROOF_OF_CONTRADICTION = {"headline": NONE_TONIGHT, "published_at": NONE_TONIGHT, "body": NONE_OF_A_SAMPLE}
# Without these no article is of use; they are on nearly every page, so that their loss is red.
VITAL = frozenset({"headline", "published_at", "body"})
# A share that fell to at most this part of what is usual is broken. Photo stories have no body, special pages no lead;
# there is no honest page without headline or date.
MOST_KEPT = {"headline": 0.8, "published_at": 0.8, "body": 0.4}
MOST_KEPT_OF_OTHERS = 0.5
MOST_STILL_AGREED = 0.5
MOST_STILL_READ = 0.5
# The least share that any paper has; of the vital fields for ever, of the others while nothing is usual yet. A paper
# that is a broadcaster too has many films without a text.
FLOORS = {"headline": 0.95, "published_at": 0.95, "body": 0.5, "lead": 0.3, "section": 0.3, "images": 0.3}
FLOORS_OF_AGREEMENT = {"headline": 0.5, "published_at": 0.5}
LEAST_BELIEVED = 0.5


@dataclass(frozen=True)
class FieldCount:
    """One field in one night's new articles: read, filled, agreed with and contradicted; an example of each fault.

    `unread` counts those that have not the field though their page shows it.
    """

    read: int = 0
    filled: int = 0
    agreed: int = 0
    contradicted: int = 0
    unread: int = 0
    lost_url: str | None = None
    contradicted_url: str | None = None
    unread_url: str | None = None


@dataclass(frozen=True)
class FieldHealth:
    """One field tonight and in the nights before, newest first.

    `layout_changed`: the night's commonest signature of the layout is new; None where it is not known.
    """

    field: str
    tonight: FieldCount
    before: Sequence[FieldCount] = ()
    layout_changed: bool | None = None

    @property
    def nights(self) -> list[FieldCount]:
        """Return the counts of all nights, tonight's first."""
        return [self.tonight, *self.before]


def field_findings(fields: Iterable[FieldHealth]) -> Iterator[Finding]:
    """Yield a finding for each field that is lost, or that its witnesses contradict: red for a vital one."""
    for health in fields:
        colour: Colour = "red" if health.field in VITAL else "amber"
        if text := _loss(health) or _unread(health):
            yield Finding(colour, "field-lost", f"{health.field}: {text}{_layout(health)}")
        if text := _contradiction(health):
            yield Finding(colour, "field-contradicted", f"{health.field}: {text}{_layout(health)}")


def _loss(health: FieldHealth) -> str | None:
    """Return how much fewer articles have the field than usual, or than any paper's; None where it is as usual."""
    if health.tonight.filled == health.tonight.read:
        return None
    filled = NightShares([Share(n.filled, n.read) for n in health.nights], _proof_of_loss(health))
    most_kept = MOST_KEPT.get(health.field, MOST_KEPT_OF_OTHERS)
    fall = filled.fall(most_kept, FLOORS.get(health.field), floor_for_ever=health.field in VITAL)
    return f"filled in {fall}{_example(health.tonight.lost_url)}" if fall else None


def _unread(health: FieldHealth) -> str | None:
    """Return in how many articles the field is left unread that their page shows; None where it is as usual."""
    if not health.tonight.unread:
        return None
    shown = [Share(n.filled, n.filled + n.unread) for n in health.nights]
    fall = NightShares(shown, NONE_READ, "new articles that show it").fall(MOST_STILL_READ, None)
    return f"read in {fall}{_example(health.tonight.unread_url)}" if fall else None


def _contradiction(health: FieldHealth) -> str | None:
    """Return in how much fewer articles the field's witnesses agree than usual; None where it is as usual."""
    if not health.tonight.contradicted:
        return None
    shares = [Share(n.agreed, n.agreed + n.contradicted) for n in health.nights]
    agreed = NightShares(shares, _PROOF_OF_CONTRADICTION.get(health.field, NONE_AGREED_IN_TWO_NIGHTS))
    if fall := agreed.fall(MOST_STILL_AGREED, FLOORS_OF_AGREEMENT.get(health.field)):
        return f"witnesses agree in {fall}{_example(health.tonight.contradicted_url)}"
    if health.field == "body" and (fall := _doubted_bodies(health)):
        return f"not contradicted in {fall}{_example(health.tonight.contradicted_url)}"
    return None


def _doubted_bodies(health: FieldHealth) -> str | None:
    """Return in how much fewer articles the body stands uncontradicted than usual; None where it is as usual.

    Another extractor is asked wherever much text is unclaimed, which is hardly ever: that it speaks at all is the news.
    """
    believed = NightShares([Share(n.filled - n.contradicted, n.filled) for n in health.nights], NONE_TONIGHT)
    return believed.fall(MOST_STILL_AGREED, LEAST_BELIEVED)


def _proof_of_loss(health: FieldHealth) -> Proof:
    if health.field in VITAL:
        return NONE_TONIGHT
    return NONE_OF_A_RARE_FIELD if _is_rare(health) else NONE_IN_TWO_NIGHTS


def _is_rare(health: FieldHealth) -> bool:
    """Return True if few articles of the nights before have the field."""
    return sum(n.filled for n in health.before) < RARE * sum(n.read for n in health.before)


def _example(url: str | None) -> str:
    return f"; first {url}" if url else ""


def _layout(health: FieldHealth) -> str:
    if health.layout_changed is None:
        return ""
    return "; the layout's signature " + ("changed too" if health.layout_changed else "is the same as before")

"""PostgreSQL cuts and folds a question as Python cuts and folds the articles."""

import psycopg
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crawler.vietnamese.tokens import fold_text, folded, words

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵbcdđghklmnpqrstvx"
SIGNS = " \t\n.,-–—‑/\"'“”()%…0123456789²½&@#’·•\u00ad\u200b\ufeff\u0301\u0323\u031b中文ÐðƉςΣİßﬁＡ１🙂"
VIETNAMESE = st.text(st.sampled_from(LETTERS + LETTERS.upper() + SIGNS), max_size=80)
# What both know as a character: an unassigned one has another case and another form in a later Unicode.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\x00"), max_size=40)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(VIETNAMESE | ANY_TEXT, min_size=1, max_size=20))
@example(texts=["Hoà bình – 16/2021/NQ-HĐND, Covid-19 “thuỷ” qúy ΟΔΟΣ İstanbul ﬁ", "a" * 200, "ho\u0300a \u0301"])
def test_sql_and_python_make_the_same_words(conn: psycopg.Connection, texts: list[str]) -> None:
    made = conn.execute(
        """
        SELECT internal.words(t),
            ARRAY(SELECT internal.folded(w) FROM unnest(internal.words(t)) WITH ORDINALITY AS u (w, n) ORDER BY n),
            internal.fold_text(t)
        FROM unnest(%s::text[]) WITH ORDINALITY AS given (t, n) ORDER BY n""",
        [texts],
    ).fetchall()
    assert made == [(words(t), [folded(w) for w in words(t)], fold_text(t)) for t in texts]

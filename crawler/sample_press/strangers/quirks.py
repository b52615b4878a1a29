"""Quirks of a layout: shapes of real pages beside its forms, each drawn apart so that no other draw moves."""

import random

# How often a layout has each.
QUIRKS = {
    "byline_behind_date": 0.3,  # '24/11/2026 10:30 | Minh Anh' in one text
    "label_in_meta": 0.4,  # the section in the line of the date
    "meta_twice": 0.08,  # once for telephones, once for other screens
    "lead_runs_on": 0.4,  # '<p><strong>Lead</strong><br>Text …</p>'
    "split_body": 0.08,  # a banner between two containers of the text
    "figure_without_figcaption": 0.3,
    "credit_apart": 0.2,  # the photographer in an element of his own
    "related_with_teasers": 0.25,  # a box in mid-text with pictures and leads of other articles
    "older_list": 0.15,  # 'Các tin khác' with their days, in the text's container
    "tags_in_body": 0.15,
    "pages_of_text": 0.08,  # '1 2 3 Tiếp' under the text
    "widgets": 0.25,  # prices and weather in the column beside the text
    "plain_remarks": 0.2,  # readers' remarks that no button ends
    "font": 0.3,  # '<p><font face=…>' of old editors
    "open_paragraphs": 0.15,  # '<p>' without '</p>'
}


def draw_quirks(salt: str) -> frozenset[str]:
    """Draw the quirks of the layout that has this salt."""
    return frozenset(name for name, chance in QUIRKS.items() if random.Random(f"{salt}/{name}").random() < chance)

-- needs: internal.event_day
CREATE VIEW news.article_event AS
SELECT a.article_id, a.outlet_key, a.published_on, e.happened_on
FROM news.article_record AS a
JOIN news.article_text AS t USING (article_id)
CROSS JOIN LATERAL (
    SELECT coalesce(internal.event_day(a.lead, a.published_on), internal.event_day(t.body[1], a.published_on)) AS happened_on
    OFFSET 0 -- once an article, however often a question speaks of the day
) AS e;
COMMENT ON VIEW news.article_event IS 'The day of the event that each article reports, as far as lead or first paragraph begin a sentence with it.';
COMMENT ON COLUMN news.article_event.article_id IS 'The article.';
COMMENT ON COLUMN news.article_event.outlet_key IS 'The newspaper.';
COMMENT ON COLUMN news.article_event.published_on IS 'Day of publication in Việt Nam.';
COMMENT ON COLUMN news.article_event.happened_on IS 'Day of the event: the first that a sentence opens with ("Sáng 20-11, …"), where it lies in the 30 days before publication; null where no such day is printed.';

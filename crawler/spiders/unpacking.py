"""Bodies are unpacked as the archive unpacks them: what a crawl sees is what `load` will read."""

from io import BytesIO

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.archive import Body, unpack

# The flag of an answer whose body could not be unpacked; after it stands why.
DEFECT = "defect: "
# Scrapy's own flag of an answer without its end.
CUT = "dataloss"


class Unpacking:
    """Undo the Content-Encoding of each answer, whatever it is; Scrapy's own middleware stops at some with an error."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the answer with a plain body: an empty one, and a flag that says why, where it cannot be unpacked."""
        codings = b", ".join(response.headers.getlist("Content-Encoding")).decode("latin1")
        body = unpack(BytesIO(response.body), codings)
        if body == Body(response.body) and not codings:
            return response
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body.content)
        flags = [*response.flags, *([DEFECT + body.defect] if body.defect else []), *([CUT] if body.is_cut else [])]
        return response.replace(body=body.content, headers=headers, flags=flags, cls=kind)

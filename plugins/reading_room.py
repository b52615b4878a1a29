"""The reading room as a page of Airflow's navigation, behind Airflow's login."""

from airflow.plugins_manager import AirflowPlugin

from crawler.web.behind_login import application

PREFIX = "/reading-room"
_ICON = (
    "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%23888'"
    " stroke-width='2'><path d='M4 4h13v16H6a2 2 0 0 1-2-2z'/><path d='M17 8h3v10a2 2 0 0 1-2 2'/>"
    "<path d='M7 8h7M7 12h7M7 16h4'/></svg>"
)


class ReadingRoom(AirflowPlugin):
    """Mount the application, and name it in the navigation."""

    name = "baotinh_reading_room"
    fastapi_apps = [  # noqa: RUF012 - as the base class has it
        {"app": application, "url_prefix": PREFIX, "name": "Báo Tỉnh"}
    ]
    external_views = [  # noqa: RUF012
        {
            "name": "Phòng đọc",
            "href": f"{PREFIX}/",
            "destination": "nav",
            "url_route": "reading-room",
            "nav_top_level": True,
            "icon": _ICON,
        }
    ]

"""Addresses of the programme's pages, feeds and planning."""

from datetime import date

from django.urls import path, register_converter

from serai.editions.desk.views import paths
from serai.programme.desk import members, openings
from serai.programme.desk.kinds import KINDS
from serai.programme.views import feeds, planning, public


class DayConverter:
    """A day of the programme in an address: 2023-11-06."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "programme"
MEMBERS = "<slug:edition>/desk/{}/<slug:key>/members/"
urlpatterns = [
    path("editions/new/", openings.open_edition, name="open_edition"),
    *(address for kind in KINDS for address in paths(kind)),
    path(MEMBERS.format("activities"), members.add_to_activity, name="add_activity_member"),
    path(
        f"{MEMBERS.format('activities')}<int:member>/",
        members.change_in_activity,
        name="change_activity_member",
    ),
    path(MEMBERS.format("contributions"), members.add_to_contribution, name="add_contribution_member"),
    path(
        f"{MEMBERS.format('contributions')}<int:member>/",
        members.change_in_contribution,
        name="change_contribution_member",
    ),
    path("<slug:edition>/programme/", public.programme, name="programme"),
    path("<slug:edition>/programme/<day:day>/", public.programme, name="day"),
    path("<slug:edition>/activities/<slug:key>/", public.activity, name="activity"),
    path("<slug:edition>/contributions/<slug:key>/", public.contribution, name="contribution"),
    path("<slug:edition>/speakers/", public.speakers, name="speakers"),
    path("<slug:edition>/speakers/<slug:key>/", public.speaker, name="speaker"),
    path("<slug:edition>/programme.ics", feeds.programme_calendar, name="calendar"),
    path("<slug:edition>/programme.pdf", feeds.booklet, name="booklet"),
    path("<slug:edition>/schedule.json", feeds.schedule, name="schedule"),
    path("<slug:edition>/activities/<slug:key>.ics", feeds.activity_calendar, name="activity_calendar"),
    path("<slug:edition>/speakers/<slug:key>.ics", feeds.speaker_calendar, name="speaker_calendar"),
    path("<slug:edition>/planning/", planning.planning_page, name="planning"),
    path("<slug:edition>/planning/run/<int:run>/", planning.run_progress, name="run_progress"),
    path("<slug:edition>/planning/plan/", planning.request_plan, name="request_plan"),
    path("<slug:edition>/planning/stop-<int:run>/", planning.stop_run, name="stop_run"),
    path("<slug:edition>/planning/restart-<int:run>/", planning.restart_run, name="restart_run"),
    path("<slug:edition>/planning/release-<int:plan>/", planning.release_plan, name="release_plan"),
]

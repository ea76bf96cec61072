"""Addresses of the programme's pages, feeds and planning."""

from datetime import date

from django.urls import path, register_converter

from serai.programme.views import feeds, planning, public, roles, screens


class DayConverter:
    """A day of the programme in an address: 2023-11-06."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "programme"
urlpatterns = [
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
    path("<slug:edition>/desk/roles/", roles.roles_page, name="roles"),
    path("<slug:edition>/desk/roles/revoke-<int:id>/", roles.revoke_role, name="revoke_role"),
    path(
        "<slug:edition>/desk/roles/revoke-organiser-<int:id>/",
        roles.revoke_organiser,
        name="revoke_organiser",
    ),
    path("<slug:edition>/screen/", screens.hall_screen, name="screen"),
    path("<slug:edition>/screen/<slug:key>/", screens.room_screen, name="room_screen"),
    path("<slug:edition>/rooms/<slug:key>.ics", feeds.room_calendar, name="room_calendar"),
    path("<slug:edition>/schedule.xml", feeds.schedule_xml, name="schedule_xml"),
    path("<slug:edition>/frab.json", feeds.frab_json, name="frab_json"),
    path("<slug:edition>/planning/", planning.planning_page, name="planning"),
    path("<slug:edition>/planning/run/<int:run>/", planning.run_progress, name="run_progress"),
    path("<slug:edition>/planning/plan/", planning.request_plan, name="request_plan"),
    path("<slug:edition>/planning/stop-<int:run>/", planning.stop_run, name="stop_run"),
    path("<slug:edition>/planning/restart-<int:run>/", planning.restart_run, name="restart_run"),
    path("<slug:edition>/planning/release-<int:plan>/", planning.release_plan, name="release_plan"),
]

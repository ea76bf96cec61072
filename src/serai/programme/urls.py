"""Addresses of the programme's pages, feeds and planning."""

from datetime import date

from django.urls import path, register_converter

from serai.programme.views import drafts, feeds, moving, planning, public, releasing, roles, rules, runs


class DayConverter:
    """A day of the programme in an address: 2023-11-06."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class ItemConverter:
    """An item of a plan in an address: a contribution's key, or a block or session with colons in it."""

    regex = r"[-\w]+(?::[-\w]+){0,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DayConverter, "day")
register_converter(ItemConverter, "item")

app_name = "programme"
urlpatterns = [
    path("<slug:edition>/programme/", public.programme, name="programme"),
    path("<slug:edition>/programme/<day:day>/", public.programme, name="day"),
    path("<slug:edition>/releases/", public.releases, name="releases"),
    path("<slug:edition>/releases/<int:number>/programme/", public.earlier_programme, name="earlier"),
    path(
        "<slug:edition>/releases/<int:number>/programme/<day:day>/",
        public.earlier_programme,
        name="earlier_day",
    ),
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
    path("<slug:edition>/rooms/<slug:key>.ics", feeds.room_calendar, name="room_calendar"),
    path("<slug:edition>/schedule.xml", feeds.schedule_xml, name="schedule_xml"),
    path("<slug:edition>/frab.json", feeds.frab_json, name="frab_json"),
    path("<slug:edition>/planning/", planning.planning_page, name="planning"),
    path("<slug:edition>/planning/run/<int:run>/", runs.run_progress, name="run_progress"),
    path("<slug:edition>/planning/plan/", runs.request_plan, name="request_plan"),
    path("<slug:edition>/planning/again-<int:run>/", runs.request_again, name="request_again"),
    path("<slug:edition>/planning/stop-<int:run>/", runs.stop_run, name="stop_run"),
    path("<slug:edition>/planning/restart-<int:run>/", runs.restart_run, name="restart_run"),
    path("<slug:edition>/planning/release-<int:plan>/", planning.release_plan, name="release_plan"),
    path("<slug:edition>/desk/rules/", rules.rules_page, name="rules"),
    path("<slug:edition>/desk/runs/", runs.runs_page, name="runs"),
    path("<slug:edition>/desk/runs/compare/", runs.compare_runs, name="compare_runs"),
    path("<slug:edition>/desk/runs/<int:run>/", runs.run_page, name="run"),
    path("<slug:edition>/desk/plans/", drafts.plans, name="plans"),
    path("<slug:edition>/desk/plans/<int:plan>/", drafts.plan, name="plan"),
    path("<slug:edition>/desk/plans/<int:plan>/<day:day>/", drafts.plan, name="plan_day"),
    path("<slug:edition>/desk/plans/<int:plan>/compare/", drafts.compare, name="compare"),
    path("<slug:edition>/desk/plans/<int:plan>/copy/", drafts.copy_plan, name="copy_plan"),
    path("<slug:edition>/desk/plans/<int:plan>/rename/", drafts.rename_plan, name="rename_plan"),
    path("<slug:edition>/desk/plans/<int:plan>/discard/", drafts.discard_plan, name="discard_plan"),
    path("<slug:edition>/desk/plans/<int:plan>/release/", releasing.release_plan, name="release"),
    path("<slug:edition>/desk/plans/<int:plan>/move/<item:item>/", moving.move, name="move"),
    path("<slug:edition>/desk/plans/<int:plan>/check/<item:item>/", moving.check_move, name="check_move"),
    path("<slug:edition>/desk/plans/<int:plan>/better/<item:item>/", moving.better_places, name="better"),
    path("<slug:edition>/desk/plans/<int:plan>/take-out-<item:item>/", moving.unplace, name="unplace"),
    path("<slug:edition>/desk/releases/<int:number>/", releasing.release_again, name="release_again"),
]

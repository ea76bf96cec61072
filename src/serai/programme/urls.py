"""Addresses of the programme's pages, feeds, desk and personal links."""

from datetime import date

from django.urls import path, register_converter

from serai.editions.desk.views import paths
from serai.programme.desk import members, openings
from serai.programme.desk.kinds import KINDS
from serai.programme.views import (
    agendas,
    drafts,
    feeds,
    media,
    moving,
    planning,
    public,
    releasing,
    roles,
    rules,
    runs,
    screens,
    speakers,
    speaking,
)


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

EDITION, DESK, PLAN = "<slug:edition>", "<slug:edition>/desk", "<slug:edition>/desk/plans/<int:plan>"

public_pages = [
    path(f"{EDITION}/programme/", public.programme, name="programme"),
    path(f"{EDITION}/programme/<day:day>/", public.programme, name="day"),
    path(f"{EDITION}/releases/", public.releases, name="releases"),
    path(f"{EDITION}/releases/<int:number>/programme/", public.earlier_programme, name="earlier"),
    path(
        f"{EDITION}/releases/<int:number>/programme/<day:day>/", public.earlier_programme, name="earlier_day"
    ),
    path(f"{EDITION}/activities/<slug:key>/", public.activity, name="activity"),
    path(f"{EDITION}/contributions/<slug:key>/", public.contribution, name="contribution"),
    path(f"{EDITION}/speakers/", public.speakers, name="speakers"),
    path(f"{EDITION}/speakers/<slug:key>/", public.speaker, name="speaker"),
    path(f"{EDITION}/slides/<int:pk>/", media.slides, name="slides"),
    path(f"{EDITION}/screen/", screens.hall_screen, name="screen"),
    path(f"{EDITION}/screen/<slug:key>/", screens.room_screen, name="room_screen"),
]
feeds_and_files = [
    path(f"{EDITION}/programme.ics", feeds.programme_calendar, name="calendar"),
    path(f"{EDITION}/programme.pdf", feeds.booklet, name="booklet"),
    path(f"{EDITION}/schedule.json", feeds.schedule, name="schedule"),
    path(f"{EDITION}/schedule.xml", feeds.schedule_xml, name="schedule_xml"),
    path(f"{EDITION}/frab.json", feeds.frab_json, name="frab_json"),
    path(f"{EDITION}/activities/<slug:key>.ics", feeds.activity_calendar, name="activity_calendar"),
    path(f"{EDITION}/speakers/<slug:key>.ics", feeds.speaker_calendar, name="speaker_calendar"),
    path(f"{EDITION}/rooms/<slug:key>.ics", feeds.room_calendar, name="room_calendar"),
]
MEMBERS = "<slug:edition>/desk/{}/<slug:key>/members/"
made_by_hand = [
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
]
runs_and_rules = [
    path(f"{EDITION}/planning/", planning.planning_page, name="planning"),
    path(f"{EDITION}/planning/run/<int:run>/", runs.run_progress, name="run_progress"),
    path(f"{EDITION}/planning/plan/", runs.request_plan, name="request_plan"),
    path(f"{EDITION}/planning/again-<int:run>/", runs.request_again, name="request_again"),
    path(f"{EDITION}/planning/stop-<int:run>/", runs.stop_run, name="stop_run"),
    path(f"{EDITION}/planning/restart-<int:run>/", runs.restart_run, name="restart_run"),
    path(f"{DESK}/rules/", rules.rules_page, name="rules"),
    path(f"{DESK}/runs/", runs.runs_page, name="runs"),
    path(f"{DESK}/runs/compare/", runs.compare_runs, name="compare_runs"),
    path(f"{DESK}/runs/<int:run>/", runs.run_page, name="run"),
]
plans_and_releases = [
    path(f"{DESK}/plans/", drafts.plans, name="plans"),
    path(f"{PLAN}/", drafts.plan, name="plan"),
    path(f"{PLAN}/<day:day>/", drafts.plan, name="plan_day"),
    path(f"{PLAN}/compare/", drafts.compare, name="compare"),
    path(f"{PLAN}/copy/", drafts.copy_plan, name="copy_plan"),
    path(f"{PLAN}/rename/", drafts.rename_plan, name="rename_plan"),
    path(f"{PLAN}/discard/", drafts.discard_plan, name="discard_plan"),
    path(f"{PLAN}/release/", releasing.release_plan, name="release"),
    path(f"{PLAN}/move/<item:item>/", moving.move, name="move"),
    path(f"{PLAN}/check/<item:item>/", moving.check_move, name="check_move"),
    path(f"{PLAN}/better/<item:item>/", moving.better_places, name="better"),
    path(f"{PLAN}/take-out-<item:item>/", moving.unplace, name="unplace"),
    path(f"{DESK}/releases/<int:number>/", releasing.release_again, name="release_again"),
]
people = [
    path(f"{DESK}/roles/", roles.roles_page, name="roles"),
    path(f"{DESK}/roles/revoke-<int:id>/", roles.revoke_role, name="revoke_role"),
    path(f"{DESK}/roles/revoke-organiser-<int:id>/", roles.revoke_organiser, name="revoke_organiser"),
    path(f"{DESK}/speakers/", speakers.speakers, name="desk_speakers"),
    path(f"{DESK}/speakers/write/", speakers.write, name="desk_speakers_write"),
    path(f"{DESK}/speakers/<slug:key>/", speakers.speaker, name="desk_speaker"),
    path(f"{DESK}/speakers/<slug:key>/answer/", speakers.answer, name="desk_speaker_answer"),
    path(f"{DESK}/speakers/<slug:key>/link/", speakers.link, name="desk_speaker_link"),
]
own_pages = [  # after the pages of editions, one of which could be called "my"
    path(f"{EDITION}/my/", agendas.my_agenda, name="my_agenda"),
    path("my/<str:token>/", agendas.agenda, name="agenda"),
    path("my/<str:token>/agenda.ics", agendas.calendar, name="agenda_calendar"),
    path("my/<str:token>/agenda.pdf", agendas.document, name="agenda_document"),
    path("speak/<str:token>/", speaking.speak, name="speak"),
    path("speak/<str:token>/claim/", speaking.claim, name="speak_claim"),
    path("speak/<str:token>/answer/", speaking.answer, name="speak_answer"),
    path("speak/<str:token>/text-<slug:key>/", speaking.contribution, name="speak_contribution"),
    path("speak/<str:token>/stay/", speaking.stay, name="speak_stay"),
    path("speak/<str:token>/portrait/", speaking.portrait, name="speak_portrait"),
    path("speak/<str:token>/slides-<slug:key>/", speaking.add_slides, name="speak_slides"),
    path("speak/<str:token>/slides-<slug:key>/<int:pk>/", speaking.change_slides, name="speak_change_slides"),
    path("speak/<str:token>/file-<int:pk>/", media.own_slides, name="speak_file"),
    path("speak/<str:token>/portrait.jpg", media.own_portrait, name="speak_picture"),
    path("speak/<str:token>/renew/", speaking.renew, name="speak_renew"),
]

app_name = "programme"
urlpatterns = [
    *made_by_hand,
    *public_pages,
    *feeds_and_files,
    *runs_and_rules,
    *plans_and_releases,
    *people,
    *own_pages,
]

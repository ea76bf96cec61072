"""Addresses of the programme's pages, feeds and planning."""

from datetime import date

from django.urls import path, register_converter

from serai.programme.views import agendas, feeds, media, planning, public, speakers, speaking


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
    path("<slug:edition>/planning/", planning.planning_page, name="planning"),
    path("<slug:edition>/planning/run/<int:run>/", planning.run_progress, name="run_progress"),
    path("<slug:edition>/planning/plan/", planning.request_plan, name="request_plan"),
    path("<slug:edition>/planning/stop-<int:run>/", planning.stop_run, name="stop_run"),
    path("<slug:edition>/planning/restart-<int:run>/", planning.restart_run, name="restart_run"),
    path("<slug:edition>/planning/release-<int:plan>/", planning.release_plan, name="release_plan"),
    path("<slug:edition>/desk/speakers/", speakers.speakers, name="desk_speakers"),
    path("<slug:edition>/desk/speakers/write/", speakers.write, name="desk_speakers_write"),
    path("<slug:edition>/desk/speakers/<slug:key>/", speakers.speaker, name="desk_speaker"),
    path("<slug:edition>/desk/speakers/<slug:key>/answer/", speakers.answer, name="desk_speaker_answer"),
    path("<slug:edition>/desk/speakers/<slug:key>/link/", speakers.link, name="desk_speaker_link"),
    path("<slug:edition>/slides/<int:pk>/", media.slides, name="slides"),
    path("<slug:edition>/my/", agendas.my_agenda, name="my_agenda"),
    # After the pages of editions, one of which could be called "my".
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

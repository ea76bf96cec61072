"""Addresses of the outbox, and of the desk's pages of people."""

from django.urls import path

from serai.editions.desk.views import paths
from serai.participation.desk.kinds import KINDS
from serai.participation.views import mail

app_name = "participation"
urlpatterns = [
    path("<slug:edition>/desk/mail/", mail.outbox, name="outbox"),
    path("<slug:edition>/desk/mail/sending/", mail.sending, name="sending_mails"),
    path("<slug:edition>/desk/mail/release/", mail.release, name="release_mails"),
    path("<slug:edition>/desk/mail/discard/", mail.discard, name="discard_mails"),
    path("<slug:edition>/desk/mail/retry/", mail.retry, name="retry_mails"),
    path("<slug:edition>/desk/mail/<int:id>/", mail.one_mail, name="mail"),
    *(address for kind in KINDS for address in paths(kind)),
]

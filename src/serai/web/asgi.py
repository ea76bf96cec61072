"""The application that the web server runs."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

THREADS = 8  # requests that one process answers at a time


class Application(ASGIHandler):
    """Answers each request, from the first middleware to the last, in one of a few lasting threads.

    Django's own handler starts a thread for each request, which connects to the database anew, and goes to
    another and back for the view: that takes twice as long as sending a stored page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self._respond, thread_sensitive=False, executor=self.threads)(request)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        close_old_connections()  # Django does so in threads of its own, where there are none
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.web.settings")
# Static files are read whole before they are sent; they are small, and in production a proxy sends them.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
django.setup(set_prefix=False)

from serai.web.bodies import bounded  # noqa: E402 - needs the settings

application = bounded(Application())

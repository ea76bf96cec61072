"""The application that the web server runs."""

import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.web.settings")
# Static files are read whole before they are sent; they are small, and in production a proxy sends them.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
site = get_asgi_application()

from serai.web.bodies import bounded  # noqa: E402 - needs the settings

application = bounded(site)

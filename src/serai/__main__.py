"""The command line: `serai COMMAND`, the third door beside the pages and the API."""

import os
import sys


def main() -> None:
    """Hand the arguments to Django's command runner under our own name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serai.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["serai", *sys.argv[1:]])


if __name__ == "__main__":
    main()

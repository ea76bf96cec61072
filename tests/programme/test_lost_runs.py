"""When a run counts as lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from serai.editions.models import PlanningRun, RunState
from serai.programme.services import is_lost


@pytest.mark.parametrize(("seconds", "lost"), [(-3600, True), (-5, False), (5, False), (3600, True)])
def test_a_silent_run_is_lost_even_if_the_clock_was_set_back(seconds: int, lost: bool) -> None:
    beat = timezone.now() + timedelta(seconds=seconds)
    assert is_lost(PlanningRun(state=RunState.RUNNING, heartbeat_at=beat)) is lost

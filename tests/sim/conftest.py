"""A failed comparison inside the helpers shall say what differs."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.sim.town", "tests.sim.walk", "tests.sim.buyers")

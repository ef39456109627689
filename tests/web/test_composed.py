"""The app as it is served: what stands outermost does."""

from plutomi.api.crowds import Crowds
from plutomi.plutomi import app


def test_crowds_wait_outside_of_everything_else(monkeypatch):
    monkeypatch.setattr("plutomi.plutomi.keep_loaded", lambda: None)
    monkeypatch.setattr("plutomi.plutomi.without_cors", lambda part: None)
    monkeypatch.setattr("reflex.App.__call__", lambda self: None)
    assert isinstance(app(), Crowds)

"""An opening's settings: what is being typed stays, whatever else is changed beside it."""

from typing import Any

from plutomi.state.opening import OpeningState
from tests.api.worlds import world
from tests.state.desks import desk


async def test_the_preview_shows_what_is_typed_whatever_is_saved_beside_it(database: Any) -> None:
    own = await world()
    tab = await desk(own.user, opening_id=str(own.opening.id))
    await tab.call(OpeningState, "load")
    page = await tab.state(OpeningState)
    await tab.call(OpeningState, "type_description", text="Drive **today**")
    await tab.call(OpeningState, "set_state", state="closed")
    await tab.call(OpeningState, "save_reapply", form={"reapply": "unlimited"})
    await tab.call(OpeningState, "toggle_preview")
    assert "<strong>today</strong>" in page.preview
    await tab.call(OpeningState, "load")
    await tab.call(OpeningState, "toggle_preview")
    assert page.preview == "", "who comes again finds what is saved"

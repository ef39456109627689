"""An owed message made ready to send: links signed and words rendered now, so that nothing secret is stored."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from plutomi import tokens
from plutomi.domain import letters, logins
from plutomi.domain.looks import look_in
from plutomi.gateways.mail import Letter, Undeliverable
from plutomi.models import Message
from plutomi.settings import get_settings
from plutomi.tongue import speaking

TOO_LATE = "It could not be sent while its link was valid. Whoever still wants to log in asks for another."


def letter_for(message: Message) -> Letter:
    """The letter a message owes. Its id is the message's, so that a retry can be told from another letter.

    Undeliverable when its link would be dead on arrival.
    """
    with speaking(letters.tongue_in(message.context)):
        look = look_in(message.context, get_settings().base_url)
        facts = letters.EARLIER | message.context | _links(message) | {"look": look}
        rendered = letters.render(message.template, facts)
    return Letter(
        id=message.id,
        to=message.recipient,
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        sender=get_settings().mail_from,
        sender_name=message.context.get("org", ""),
    )


def personal_url(message: Message) -> str:
    """The applicant's own page: /my/TOKEN, exchanged there for a cookie; in the letter's language."""
    assert message.applicant_id is not None
    path = f"/my/{tokens.sign_applicant(message.org_id, message.applicant_id)}"
    code = letters.tongue_in(message.context).code
    return get_settings().base_url + path + ("" if code == "en" else f"?lang={code}")


def draft_url(message: Message) -> str:
    """The form that was begun: /my/later/TOKEN, which leads to it."""
    token = tokens.sign_draft(message.org_id, UUID(message.context["draft_id"]))
    return f"{get_settings().base_url}/my/later/{token}"


def _links(message: Message) -> dict[str, Any]:
    if message.template == "login_link":
        left = logins.time_left(message.created_at)
        if left <= timedelta(0):
            raise Undeliverable(TOO_LATE)
        return logins.login_link_context(message.context, left)
    if message.template == "resume":
        return {"url": draft_url(message)}
    if message.applicant_id is not None:
        return {"url": personal_url(message)}
    return {"url": get_settings().base_url}

"""An owed message made ready to send: links signed and words rendered now, so that nothing secret is stored."""

from typing import Any

from plutomi import tokens
from plutomi.domain import letters, logins
from plutomi.domain.looks import look_in
from plutomi.gateways.mail import Letter
from plutomi.models import Message
from plutomi.settings import get_settings


def letter_for(message: Message) -> Letter:
    """The letter a message owes. Its id is the message's, so that a retry can be told from another letter."""
    look = look_in(message.context, get_settings().base_url)
    rendered = letters.render(message.template, message.context | _links(message) | {"look": look})
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
    """The applicant's own page: /my/TOKEN, exchanged there for a cookie."""
    assert message.applicant_id is not None
    return f"{get_settings().base_url}/my/{tokens.sign_applicant(message.org_id, message.applicant_id)}"


def _links(message: Message) -> dict[str, Any]:
    if message.template == "login_link":
        return logins.login_link_context(message.context)
    if message.applicant_id is not None:
        return {"url": personal_url(message)}
    return {"url": get_settings().base_url}

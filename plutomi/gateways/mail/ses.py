"""The mail room at Amazon: SES version 2, each letter as raw MIME so that its headers are ours."""

import asyncio
from email.utils import formataddr
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from plutomi.gateways.mail.letter import Letter, TryLater, Undeliverable, compose, read_address, sender_of
from plutomi.settings import Settings

# Our outbox does the retrying: boto's own would send twice without our knowing.
_CONFIG = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 1})
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
_LETTERS_FAULT = {"MessageRejected", "BadRequestException", "InvalidParameterValue", "ValidationException"}
# Seconds to wait: a rate passes soon; a quota, a pause or a missing permission waits for the clock or an operator.
_WAITS = {
    "TooManyRequestsException": 10,
    "Throttling": 10,
    "ThrottlingException": 10,
    "LimitExceededException": 900,
    "SendingPausedException": 900,
    "AccountSuspendedException": 3600,
    "MailFromDomainNotVerifiedException": 3600,
}
_BROKEN_WAIT, _REFUSED_WAIT = 30, 900
_OPERATORS_FAULT = "not verified"  # the sandbox, or a sender not set up yet, comes as MessageRejected too


class SesRoom:
    """Sends through SES; keys come from boto3's usual chain."""

    def __init__(self, settings: Settings) -> None:
        self.configuration = settings.ses_configuration_set
        self.client = boto3.client(
            "sesv2",
            region_name=settings.aws_region or None,
            endpoint_url=settings.aws_endpoint_url or None,
            config=_CONFIG,
        )

    async def send(self, letter: Letter) -> str:
        """SES's message id."""
        if not letter.to.partition("@")[0].isascii():
            raise Undeliverable("SES cannot send to a mailbox that is not ASCII")
        request = self._request(letter, compose(letter))
        try:
            answer = await asyncio.to_thread(self.client.send_email, **request)
        except ClientError as error:
            raise judge(error) from error
        except ParamValidationError as error:
            raise Undeliverable(str(error)) from error
        except BotoCoreError as error:
            raise TryLater(_BROKEN_WAIT, str(error)) from error
        return answer["MessageId"]

    def _request(self, letter: Letter, raw: bytes) -> dict[str, Any]:
        sender, to = sender_of(letter), read_address(letter.to)
        configuration = {"ConfigurationSetName": self.configuration} if self.configuration else {}
        return {
            "FromEmailAddress": formataddr((sender.display_name, sender.addr_spec)),
            "Destination": {"ToAddresses": [to.addr_spec]},
            "Content": {"Raw": {"Data": raw}},
            "EmailTags": [{"Name": "letter", "Value": str(letter.id)}],
            **configuration,
        }


def judge(error: ClientError) -> Undeliverable | TryLater:
    """Whether a refusal of SES is about this letter, for good, or about the moment or the account."""
    fault = error.response.get("Error", {})
    code, words = fault.get("Code", ""), fault.get("Message", "")
    if code in _LETTERS_FAULT and _OPERATORS_FAULT not in words:
        return Undeliverable(f"{code}: {words}")
    is_broken = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500
    return TryLater(_WAITS.get(code, _BROKEN_WAIT if is_broken else _REFUSED_WAIT), f"{code}: {words}")

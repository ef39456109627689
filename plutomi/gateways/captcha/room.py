"""Asking a captcha service whether a proof is good; both services speak the same protocol."""

import httpx

TIMEOUT = 5.0  # seconds


class Unreachable(Exception):
    """The service did not say; the text is for our log."""


class CaptchaRoom:
    """Checks proofs at `url` with our `secret`."""

    def __init__(self, url: str, secret: str, timeout: float = TIMEOUT) -> None:
        self.url, self.secret, self.timeout = url, secret, timeout

    async def is_good(self, proof: str, ip: str) -> bool:
        """Whether the service takes the proof; Unreachable when it says nothing we understand in time."""
        given = {"secret": self.secret, "response": proof} | ({"remoteip": ip} if ip else {})
        try:
            async with httpx.AsyncClient(timeout=self.timeout) as client:
                answer = await client.post(self.url, data=given)
                said = answer.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable(f"{self.url}: {type(error).__name__}") from error
        if not isinstance(said, dict) or not isinstance(said.get("success"), bool):
            raise Unreachable(f"{self.url}: no verdict in the answer")
        return said["success"]

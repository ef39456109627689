"""The file room at Amazon: a private bucket, to which browsers post by themselves under conditions we have signed."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from plutomi.gateways.files.room import CHUNK, OFFER_SECONDS, NotThere, Offer, RoomAway
from plutomi.settings import Settings

_CONFIG = Config(
    connect_timeout=5, read_timeout=30, retries={"total_max_attempts": 3, "mode": "standard"}, signature_version="s3v4"
)
_ABSENT = {"NoSuchKey", "404", "NotFound", "InvalidRange", "416"}
_INCOMING = "incoming/"  # what browsers have sent and nobody has looked at; a lifecycle rule may empty it after a day


class S3Room:
    """Keeps files in one bucket; keys come from boto3's usual chain."""

    def __init__(self, settings: Settings) -> None:
        self.bucket = settings.s3_bucket
        self.client = boto3.client(
            "s3",
            region_name=settings.aws_region or None,
            endpoint_url=settings.aws_endpoint_url or None,
            config=_CONFIG,
        )

    async def keep(self, key: str, source: Path, type: str) -> None:
        def put() -> None:
            with source.open("rb") as body:
                self._of(key, self.client.put_object, Body=body, ContentType=type, ChecksumAlgorithm="SHA256")

        await _beside(put)

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        if end is not None and end <= start:
            return
        wanted = {"Range": f"bytes={start}-{'' if end is None else end - 1}"} if start or end is not None else {}
        answer = await _beside(self._of, key, self.client.get_object, **wanted)
        body = answer["Body"]
        try:
            while chunk := await _beside(body.read, CHUNK):
                yield chunk
        finally:
            body.close()

    async def size(self, key: str) -> int:
        return int((await _beside(self._of, key, self.client.head_object))["ContentLength"])

    async def drop(self, *keys: str) -> None:
        for key in (*keys, *(_INCOMING + key for key in keys)):
            await _beside(self._of, key, self.client.delete_object)

    async def offer(self, key: str, size: int, type: str, checksum: bytes) -> Offer | None:
        told = {
            "Content-Type": type,
            "x-amz-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": base64.b64encode(checksum).decode(),
        }
        conditions: list[Any] = [{name: value} for name, value in told.items()]
        conditions.append(["content-length-range", size, size])
        made = await _beside(
            self.client.generate_presigned_post, self.bucket, _INCOMING + key, told, conditions, OFFER_SECONDS
        )
        return Offer(made["url"], made["fields"])

    async def fetch_offered(self, key: str, target: Path, size: int, checksum: bytes) -> None:
        """Counted and summed up again here: the conditions bind whoever holds the offer, this binds the room."""
        if await self.size(_INCOMING + key) != size:
            raise NotThere(key)
        found = hashlib.sha256()
        with target.open("wb") as file:
            async for chunk in self.read(_INCOMING + key):
                found.update(chunk)
                await asyncio.to_thread(file.write, chunk)
        if found.digest() != checksum:
            raise NotThere(key)

    async def forget_offered(self, key: str) -> None:
        await _beside(self._of, _INCOMING + key, self.client.delete_object)

    def _of(self, key: str, verb: Callable[..., Any], **rest: Any) -> Any:
        return verb(Bucket=self.bucket, Key=key, **rest)


async def _beside(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """boto waits while it works, so it does in a thread; its errors are ours from here on."""
    try:
        return await asyncio.to_thread(work, *given, **named)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code", "") in _ABSENT:
            raise NotThere(str(error)) from error
        raise RoomAway(str(error)) from error
    except BotoCoreError as error:
        raise RoomAway(str(error)) from error

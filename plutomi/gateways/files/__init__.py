"""Files: the rooms that keep their bytes, a local folder or a bucket at S3."""

from functools import cache

from plutomi.gateways.files.local import LocalRoom
from plutomi.gateways.files.room import CHUNK, FileRoom, NotThere, Offer, RoomAway
from plutomi.gateways.files.s3 import S3Room
from plutomi.settings import Settings

__all__ = ["CHUNK", "FileRoom", "LocalRoom", "NotThere", "Offer", "RoomAway", "S3Room", "room"]


@cache
def room(settings: Settings) -> FileRoom:
    """The room these settings ask for."""
    return S3Room(settings) if settings.s3_bucket else LocalRoom(settings.plutomi_data / "files" / "kept")

"""A random share that stays the same: for A/B splits."""

from hashlib import sha256
from uuid import UUID


def share(applicant_id: UUID, name: str) -> float:
    """From 0 to below 100, evenly spread over applicants, always the same for one of them and one name."""
    digest = sha256(applicant_id.bytes + name.encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 12) * 100 / (1 << 52)

"""How the embedded PostgreSQL is set up: durable, local, and as large as the machine allows."""

import os
from pathlib import Path

MB = 1 << 20
_CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def configuration(memory: int) -> dict[str, str]:
    """PostgreSQL's settings for a machine with so many bytes of memory."""
    return {
        "shared_buffers": _share(memory, 8, at_most=1024),
        "effective_cache_size": _share(memory, 2, at_most=1 << 20),
        "maintenance_work_mem": _share(memory, 32, at_most=256),
        "work_mem": _share(memory, 256, at_most=32),
        "max_wal_size": "2GB",
        "max_connections": "100",
        "jit": "off",
        # Pages ask many short questions at once: one of them must not take every core.
        "max_parallel_workers_per_gather": "0",
        "random_page_cost": "1.1",
        "fsync": "on",
        "synchronous_commit": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_filename": "postgres-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
    }


def machine_memory() -> int:
    """Bytes of memory this process may use: the machine's, or its container's when that is less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(physical, int(_CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):
        return physical


def _share(memory: int, parts: int, *, at_most: int) -> str:
    return f"{max(4, min(memory // parts // MB, at_most))}MB"

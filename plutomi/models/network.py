"""Where requests come from, as far as limits go."""

from ipaddress import ip_address, ip_network

HOUSEHOLD = 64  # bits: one IPv6 subscriber has at least this network, and any address in it


def network_of(ip: str) -> str:
    """What one sender can be told by: the IPv4 address, or the /64 of an IPv6 one; "" when it is no address."""
    try:
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped or address.version == 4:
        return str(mapped or address)
    return str(ip_network((int(address), HOUSEHOLD), strict=False))

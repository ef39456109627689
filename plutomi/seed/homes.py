"""Where the people of the example live: most of them in the five boroughs, some beyond, some do not say."""

import random

AREA = {
    "kind": "postcodes",
    "country": "US",
    "postcodes": "100*, 101*, 102*, 103*, 104*, 111*, 112*, 113*, 114*, 116*",
}
STREETS = ("Main St", "Grand Ave", "Union St", "Park Pl", "Bedford Ave", "Broadway", "Hudson St", "Court St")
IN_TOWN = (
    ("New York", "NY", "10001"), ("New York", "NY", "10027"), ("New York", "NY", "10009"), ("Brooklyn", "NY", "11201"),
    ("Brooklyn", "NY", "11215"), ("Brooklyn", "NY", "11238"), ("Long Island City", "NY", "11101"),
    ("Jackson Heights", "NY", "11372"), ("Bronx", "NY", "10451"), ("Staten Island", "NY", "10301"),
)  # fmt: skip
BEYOND = (("Hoboken", "NJ", "07030"), ("Jersey City", "NJ", "07302"), ("Yonkers", "NY", "10701"))


def home(chance: random.Random) -> dict[str, str] | None:
    """An address; None for those who do not say."""
    fate = chance.random()
    city, region, postcode = chance.choice(BEYOND if fate > 0.85 else IN_TOWN)
    street = f"{chance.randint(1, 480)} {chance.choice(STREETS)}"
    if fate < 0.08:
        return None
    return {"country": "US", "street": street, "extra": "", "city": city, "region": region, "postcode": postcode}

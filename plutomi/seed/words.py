"""What Acme says: its openings, its notes and letters, and why people leave."""

NEW_YORK = """\
Deliver groceries and meals across the five boroughs, on your own schedule.

**What you get**

- $22 to $31 an hour, tips on top, paid every Friday
- You choose your hours, from four a week
- A bag, a jacket and a phone mount on your first day

**What you need**

- You are 18 or older
- A bicycle, scooter or car, and a phone
- For a scooter or car: a valid driver's license
"""
WAREHOUSE = (
    "Pick, pack and load orders at our South Side warehouse. Full and part time, days and nights, no experience needed."
)
CAMP = "Spend eight weeks at Lake Placid leading a cabin of ten campers. Applications for next summer open in January."
REASONS = (
    ("other_work", "I start at a bakery on Monday. Thank you!"),
    ("hours", ""),
    ("too_long", "I heard nothing for a week."),
    ("pay", ""),
)
LETTER = (
    "Your driver's license",
    "Hello,\n\nwe still need the number of your license, and when it expires. Could you send them this week?\n\nOlivia",
)
NOTES = (
    "Called, friendly, wants to start soon.",
    "License photo to be checked again: expires this year.",
    "Asked for evenings only. Fine for Brooklyn.",
    "Did not pick up. Trying again tomorrow.",
    "Worked with us two summers ago, good reviews.",
)

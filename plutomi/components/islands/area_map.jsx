// A plain map: a grid in degrees, the area's shapes, where applicants live, and a polygon drawn corner by corner.
import { useEffect, useMemo, useRef, useState } from "react";

const WIDTH = 640;
const HEIGHT = 400;
const KM_PER_DEGREE = 111.195;
const STEPS = [45, 30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];
const AT_FIRST = [-125, 24, -66, 50]; // nothing known: the contiguous United States
const PEOPLE = { inside: "fill-success", outside: "fill-error", unknown: "fill-base-content/50", "": "fill-info" };

function bounds(area) {
  const points = area.polygons.flat(2).concat(area.people);
  for (const [long, lat, km] of area.circles) {
    const high = km / KM_PER_DEGREE;
    const wide = high / Math.max(0.1, Math.cos((lat * Math.PI) / 180));
    points.push([long - wide, lat - high], [long + wide, lat + high]);
  }
  if (!points.length) return AT_FIRST;
  const longs = points.map((one) => one[0]);
  const lats = points.map((one) => one[1]);
  return [Math.min(...longs), Math.min(...lats), Math.max(...longs), Math.max(...lats)];
}

function viewOf(area) {
  const [west, south, east, north] = bounds(area);
  const lat = (south + north) / 2;
  const shrink = Math.max(0.1, Math.cos((lat * Math.PI) / 180));
  const degrees = Math.max(((east - west) * shrink * HEIGHT) / WIDTH, north - south, 0.02) * 1.25;
  return { long: (west + east) / 2, lat, shrink, degrees };
}

function lens(view) {
  const scale = HEIGHT / view.degrees;
  return {
    x: (long) => WIDTH / 2 + (long - view.long) * view.shrink * scale,
    y: (lat) => HEIGHT / 2 - (lat - view.lat) * scale,
    long: (x) => view.long + (x - WIDTH / 2) / scale / view.shrink,
    lat: (y) => view.lat - (y - HEIGHT / 2) / scale,
    km: (km) => (km / KM_PER_DEGREE) * scale,
  };
}

function lines(low, high, step) {
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high; at += step) found.push(Math.round(at / step) * step);
  return found;
}

function Grid({ view, at }) {
  const step = STEPS.findLast((one) => view.degrees / one <= 6) ?? STEPS[0];
  const digits = step < 0.1 ? 2 : step < 1 ? 1 : 0;
  const text = "fill-base-content/60 text-[10px]";
  return (
    <g className="stroke-base-content/12" aria-hidden="true">
      {lines(at.long(0), at.long(WIDTH), step).map((long) => (
        <g key={`x${long}`}>
          <line x1={at.x(long)} x2={at.x(long)} y1="0" y2={HEIGHT} />
          <text x={at.x(long) + 3} y={HEIGHT - 4} stroke="none" className={text}>{long.toFixed(digits)}°</text>
        </g>
      ))}
      {lines(at.lat(HEIGHT), at.lat(0), step).map((lat) => (
        <g key={`y${lat}`}>
          <line y1={at.y(lat)} y2={at.y(lat)} x1="0" x2={WIDTH} />
          <text x="3" y={at.y(lat) - 3} stroke="none" className={text}>{lat.toFixed(digits)}°</text>
        </g>
      ))}
    </g>
  );
}

const path = (rings, at) =>
  rings.map((ring) => `M${ring.map(([long, lat]) => `${at.x(long).toFixed(1)} ${at.y(lat).toFixed(1)}`).join("L")}Z`).join("");

function write(field, corners) {
  if (!field) return;
  const geometry = { type: "Polygon", coordinates: [[...corners, corners[0]]] };
  field.value = corners.length > 2 ? JSON.stringify(geometry) : "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export function AreaMap({ area, into }) {
  const here = useRef(null);
  const [view, setView] = useState(() => viewOf(area));
  const [corners, setCorners] = useState([]);
  useEffect(() => setView(viewOf(area)), [area]);
  const at = useMemo(() => lens(view), [view]);
  const draw = (next) => {
    setCorners(next);
    write(here.current.closest("form")?.elements[into], next);
  };
  const tap = (event) => {
    const box = here.current.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * HEIGHT;
    draw([...corners, [+at.long(x).toFixed(5), +at.lat(y).toFixed(5)]]);
  };
  const zoom = (by) => setView({ ...view, degrees: Math.min(150, Math.max(0.005, view.degrees * by)) });
  const pan = (x, y) => setView({ ...view, long: view.long + (x * view.degrees) / 3, lat: view.lat + (y * view.degrees) / 3 });
  const tool = "btn btn-sm btn-square";
  return (
    <div className="flex flex-col gap-2">
      <svg ref={here} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="Map of the service area. Tap to set corners." onClick={tap} className="w-full cursor-crosshair touch-manipulation rounded-field border border-line bg-base-200">
        <Grid view={view} at={at} />
        <g className="fill-primary/15 stroke-primary" fillRule="evenodd" strokeWidth="1.5">
          {area.polygons.map((rings, index) => <path key={index} d={path(rings, at)} />)}
          {area.circles.map(([long, lat, km], index) => <circle key={index} cx={at.x(long)} cy={at.y(lat)} r={at.km(km)} />)}
        </g>
        {area.circles.map(([long, lat], index) => <circle key={index} cx={at.x(long)} cy={at.y(lat)} r="3" className="fill-primary" />)}
        {area.people.map(([long, lat, outcome], index) => <circle key={index} cx={at.x(long)} cy={at.y(lat)} r="3" className={`${PEOPLE[outcome] ?? PEOPLE[""]} stroke-base-100`} />)}
        {corners.length > 0 && <path d={path([corners], at)} className="fill-accent/20 stroke-accent" strokeWidth="2" strokeDasharray="5 3" />}
        {corners.map(([long, lat], index) => <circle key={index} cx={at.x(long)} cy={at.y(lat)} r="4" className="fill-accent stroke-base-100" />)}
      </svg>
      <div className="flex flex-wrap items-center gap-1">
        <button type="button" className={tool} aria-label="Zoom in" onClick={() => zoom(1 / 1.6)}>+</button>
        <button type="button" className={tool} aria-label="Zoom out" onClick={() => zoom(1.6)}>−</button>
        <button type="button" className={tool} aria-label="West" onClick={() => pan(-1, 0)}>←</button>
        <button type="button" className={tool} aria-label="East" onClick={() => pan(1, 0)}>→</button>
        <button type="button" className={tool} aria-label="North" onClick={() => pan(0, 1)}>↑</button>
        <button type="button" className={tool} aria-label="South" onClick={() => pan(0, -1)}>↓</button>
        <span className="grow" />
        <button type="button" className="btn btn-sm" disabled={!corners.length} onClick={() => draw(corners.slice(0, -1))}>Undo corner</button>
        <button type="button" className="btn btn-sm" disabled={!corners.length} onClick={() => draw([])}>Start anew</button>
      </div>
      <p className="text-sm text-muted" role="status">
        {corners.length ? `${corners.length} ${corners.length === 1 ? "corner" : "corners"} set.` : "Tap on the map to set corners. Dots are your newest applicants’ postcodes."}
      </p>
    </div>
  );
}

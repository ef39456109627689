/**
 * The board as a value: a snapshot, and what has become of it since. No React, no DOM, no clock.
 *
 * A column's cards are a pure function of what is known: every known card of that stage that sorts inside the
 * column's window. The window ends where the server's last page ended, not at the last card shown: cards leave.
 */

export const precedes = (a, b) => (a.rank === b.rank ? a.id < b.id : a.rank < b.rank);

/** Whether a transaction was already visible to the snapshot (PostgreSQL's own rule). */
export const isSeen = (seen, tx) => tx < seen.xmin || (tx < seen.xmax && !seen.xip.includes(tx));

const byRank = (a, b) => (precedes(a, b) ? -1 : 1);
const isInside = (column, card) => column.next === null || (column.end !== null && !precedes(column.end, card));
const endOf = (cards) => cards.reduce((last, card) => (last && precedes(card, last) ? last : card), null);

function learn(known, id, version, card) {
  const before = known.get(id);
  if (before && before.version > version) return [];
  // One version told twice differs in its signs only; what an operation leaves out is as it was.
  known.set(id, { version, card: card && { ...before?.card, ...card } });
  return [before?.card?.stage_id, card?.stage_id];
}

/** What a card's fields are called in an operation (state/live.py). */
const LONG = {
  n: "name", s: "stage_id", r: "rank", v: "version", e: "entered_at", w: "is_new", u: "has_unread_note",
  m: "is_missing_answers", g: "is_looping", a: "area", l: "labels", o: "assignee_id", d: "deadline_at", i: "id",
};
const long = (card) => Object.fromEntries(Object.entries(card).map(([key, value]) => [LONG[key] ?? key, value]));

/** An operation's card leaves out what the operation says itself, and the signs that it does not change. */
const whole = ({ of: id, to, card }, before) => ({ ...before, id, ...(to && { stage_id: to }), ...long(card) });

function arrange(columns, known, touched) {
  const cards = new Map([...touched].map((id) => [id, []]));
  for (const { card } of known.values()) if (card) cards.get(card.stage_id)?.push(card);
  return columns.map((column) =>
    cards.has(column.id)
      ? { ...column, cards: cards.get(column.id).filter((card) => isInside(column, card)).sort(byRank) }
      : column,
  );
}

const by = (key, all = []) => new Map(all.map((one) => [one[key], one]));

export function fromSnapshot({ opening, columns, seen, labels, members }) {
  const known = new Map();
  for (const card of columns.flatMap((column) => column.cards)) learn(known, card.id, card.version, card);
  const sorted = [...columns]
    .sort((a, b) => a.position - b.position)
    .map((column) => ({ ...column, next: column.next ?? null, end: endOf(column.cards) }));
  const touched = columns.map((column) => column.id);
  const org = { labels: by("number", labels), members: by("id", members) };
  return { opening, seen, known, applied: new Set(), columns: arrange(sorted, known, touched), ...org };
}

/** Counts follow every event once; places follow the higher version: so any order of arrival ends the same. */
export function applyOps(model, ops) {
  const [known, applied, touched, counts] = [new Map(model.known), new Set(model.applied), new Set(), new Map()];
  for (const op of ops) {
    if (op.kind !== "card" || applied.has(op.id) || isSeen(model.seen, op.tx)) continue;
    applied.add(op.id);
    if (op.from) counts.set(op.from, (counts.get(op.from) ?? 0) - 1);
    if (op.to) counts.set(op.to, (counts.get(op.to) ?? 0) + 1);
    const card = op.card && whole(op, known.get(op.of)?.card);
    for (const id of learn(known, op.of, card?.version ?? op.version ?? Infinity, card)) touched.add(id);
  }
  if (applied.size === model.applied.size) return model;
  const counted = model.columns.map((c) => (counts.get(c.id) ? { ...c, count: c.count + counts.get(c.id) } : c));
  return { ...model, known, applied, columns: arrange(counted, known, touched) };
}

/** Whether an operation's card carries a label, or is looked after by a member, whom this board has not heard of. */
export const isStrange = ({ labels, members }, { card }) =>
  Boolean(card && (card.l?.some((number) => !labels.has(number)) || (card.o && !members.has(card.o))));

/** A page that answers another cursor than the column now waits for is late, and ignored. */
export function mergePage(model, stageId, cursor, page) {
  if (model.columns.find((column) => column.id === stageId)?.next !== cursor) return model;
  const [known, touched, next] = [new Map(model.known), new Set([stageId]), page.next ?? null];
  for (const card of page.cards) for (const id of learn(known, card.id, card.version, card)) touched.add(id);
  const columns = model.columns.map((c) => (c.id === stageId ? { ...c, next, end: endOf(page.cards) ?? c.end } : c));
  return { ...model, known, columns: arrange(columns, known, touched) };
}

const slot = (cards, { above_id, below_id }) => {
  const above = cards.findIndex((card) => card.id === above_id);
  const below = cards.findIndex((card) => card.id === below_id);
  return above >= 0 ? above + 1 : below >= 0 ? below : above_id ? cards.length : 0;
};

function moveCard(columns, move) {
  const source = columns.find((column) => column.cards.some((card) => card.id === move.applicant_id));
  const target = columns.find((column) => column.id === move.to_stage_id);
  if (!source || !target) return columns;
  const card = source.cards.find(({ id }) => id === move.applicant_id);
  const moved = source === target ? card : { ...card, stage_id: target.id, entered_at: move.at ?? card.entered_at };
  return columns.map((column) => {
    if (column !== source && column !== target) return column;
    const cards = column.cards.filter(({ id }) => id !== card.id);
    if (column === target) cards.splice(slot(cards, move), 0, moved);
    return { ...column, cards, count: column.count + (column === target) - (column === source) };
  });
}

function moveColumn(columns, { stage_id, position }) {
  const moved = columns.find((column) => column.id === stage_id);
  return moved ? columns.filter((column) => column !== moved).toSpliced(position, 0, moved) : columns;
}

/** One not yet acknowledged move laid over the server's columns. */
export const applyMove = (columns, move) => (move.stage_id ? moveColumn : moveCard)(columns, move);

/** The cards above and below a place, as the one being moved would find them. */
export function neighbours(cards, id, index) {
  const others = cards.filter((card) => card.id !== id);
  return { above_id: others[index - 1]?.id ?? null, below_id: others[index]?.id ?? null };
}

/** The operations after `last`, and whether any between were skipped (or the numbering began anew). */
export function sift(last, ops, opsSeq) {
  const fresh = ops.filter((op) => op.seq > last).sort((a, b) => a.seq - b.seq);
  const isWhole = fresh.every((op, index) => op.seq === last + 1 + index) && opsSeq === last + fresh.length;
  return { fresh, isGap: !isWhole };
}

const millis = (at) => (typeof at === "number" ? at : Date.parse(at));

const UNITS = [["d", "day", 86400], ["h", "hour", 3600], ["min", "minute", 60]];

/** How long ago, as [short, spoken]: ["3 d", "3 days"]. */
export function since(at, now) {
  const seconds = Math.max(0, (now - millis(at)) / 1000);
  const [short, long, size] = UNITS.find((unit) => seconds >= unit[2]) ?? [];
  if (!size) return ["now", "less than a minute"];
  const n = Math.floor(seconds / size);
  return [`${n} ${short}`, `${n} ${long}${n === 1 ? "" : "s"}`];
}

/** A deadline as [short, spoken, whether it has passed]: ["2 d", "due in 2 days", false]. */
export function until(at, now) {
  const isOver = millis(at) <= now;
  const [short, spoken] = isOver ? since(at, now) : since(now, millis(at));
  return [short, isOver ? (spoken.startsWith("less") ? "due now" : `overdue by ${spoken}`) : `due in ${spoken}`, isOver];
}

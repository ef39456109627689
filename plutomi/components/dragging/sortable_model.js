/** The order of a list as a value: the server's items, and moves laid over them. Sections carry what stands in them. */

const isSection = (item) => item.kind === "section";

const lay = (items, { id, position }) => {
  const moved = items.find((item) => item.id === id);
  if (!moved) return items;
  return isSection(moved) ? laySection(items, moved, position) : items.filter((item) => item !== moved).toSpliced(position, 0, moved);
};

/** A section goes before the section that begins at or after its new place, with all that stands in it. */
function laySection(items, moved, position) {
  const start = items.indexOf(moved);
  const after = items.findIndex((item, index) => index > start && isSection(item));
  const block = items.slice(start, after < 0 ? items.length : after);
  const others = items.filter((item) => !block.includes(item));
  const before = items.filter((item) => item !== moved).slice(0, position).filter((item) => !block.includes(item)).length;
  const next = others.findIndex((item, index) => index >= before && isSection(item));
  return others.toSpliced(next < 0 ? others.length : next, 0, ...block);
}

export const laid = (items, moves) => moves.reduce(lay, items);

export const place = (index, count) => `position ${index + 1} of ${count}`;

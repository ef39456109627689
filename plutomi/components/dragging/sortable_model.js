/** The order of a list as a value: the server's items, and moves laid over them. */

const lay = (items, { id, position }) => {
  const moved = items.find((item) => item.id === id);
  return moved ? items.filter((item) => item !== moved).toSpliced(position, 0, moved) : items;
};

export const laid = (items, moves) => moves.reduce(lay, items);

export const place = (index, count) => `position ${index + 1} of ${count}`;

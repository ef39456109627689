// Runs board scenarios given as JSON on standard input; answers what each board shows at its end.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { applyMove, applyOps, fromSnapshot, isSeen, isStrange, mergePage, neighbours, precedes, sift, since, until } = await import(
  pathToFileURL(process.argv[2])
);

const steps = {
  ops: (model, { ops }) => applyOps(model, ops),
  page: (model, { stage, cursor, page }) => mergePage(model, stage, cursor, page),
};

const shown = (columns) => columns.map(({ id, count, cards }) => [id, count, cards.map((card) => card.id)]);

function play({ snapshot, steps: taken, moves = [] }) {
  const model = taken.reduce((at, step) => steps[step.do](at, step), fromSnapshot(snapshot));
  return shown(moves.reduce(applyMove, model.columns));
}

const strange = (start, op) => isStrange(fromSnapshot(start), op);
const calls = { isSeen, strange, neighbours, play, precedes, sift, since, until };
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([name, ...args]) => calls[name](...args))));

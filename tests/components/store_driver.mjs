// One board store against a server whose answers are given in turn; prints what is shown after each step.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { BoardStore } = await import(pathToFileURL(process.argv[2]));
const { answers, steps, patience, url = "/board" } = JSON.parse(readFileSync(0, "utf8"));
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const held = [];
const asked = [];

const store = new BoardStore(url, (url) => {
  asked.push(url);
  const { body, isHeld } = answers.shift() ?? {};
  if (!body) return Promise.reject(new Error("503"));
  return isHeld ? new Promise((resolve) => held.push(() => resolve(body))) : Promise.resolve(body);
}, patience);

const seqs = [];
const does = {
  open: () => store.open(),
  retry: () => store.retry(),
  release: () => held.shift()(),
  move: ({ move }) => seqs.push(store.move(move).seq),
  more: ({ stage }) => store.loadMore(stage),
  wait: ({ ms }) => new Promise((resolve) => setTimeout(resolve, ms)),
  receive: ({ ops = [], seq = 0, acked = 0, refusal = "" }) => store.receive(ops, seq, seqs[acked - 1] ?? 0, refusal),
};

const seen = [];
for (const step of steps) {
  await does[step.do](step);
  await settled();
  const { columns, isFailing, isSlow, hasLost, failedPages } = store.state;
  const shown = columns.map(({ id, count, cards }) => [id, count, cards.map((card) => card.id)]);
  seen.push({ shown, isFailing, isSlow, hasLost, failed: [...failedPages], asked: asked.length });
}
console.log(JSON.stringify({ seen, asked }));
process.exit(0);

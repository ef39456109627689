// Runs the drafts' keeper and its arithmetic on scenarios given as JSON; no DOM, and a clock of its own.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { changed, fill, keeper, pause } = await import(pathToFileURL(process.argv[2]));

/** Plays `steps` against a server that gives `answers` in turn; what was sent, said, kept and left in the browser. */
async function play({ steps, answers, stored = {} }) {
  let [clock, store, timers] = [1000, stored, []];
  const [sent, said, kept] = [[], [], []];
  const keeping = keeper({
    send: async (fields) => (sent.push(fields), answers.shift() ?? {}),
    tell: (phase) => said.push(phase),
    kept: (fields) => kept.push(fields),
    store: { read: () => store, write: (pending) => (store = { ...pending }) },
    now: () => clock,
    later: (run, ms) => timers.push({ run, at: clock + ms }),
    never: (id) => id && (timers[id - 1].run = null),
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  for (const [verb, given] of steps) {
    if (verb === "note") keeping.note(given);
    if (verb === "flush") await keeping.flush();
    if (verb === "stop") keeping.stop();
    if (verb === "pass") {
      clock += given;
      for (const timer of timers.filter(({ at, run }) => run && at <= clock)) {
        const { run } = timer;
        timer.run = null;
        await run();
      }
    }
    await settled();
  }
  return { sent, said, kept, store };
}

/** The values that are ticked once `fields` are filled in. */
function ticked(controls, fields) {
  const elements = controls.map((one) => ({ ...one, dispatchEvent: () => true }));
  fill({ elements }, fields);
  return elements.filter(({ checked }) => checked).map(({ value }) => value);
}

const stand = (names) => (name) => names.includes(name);
const calls = { pause, play, ticked, changed: (before, after, names) => changed(before, after, stand(names)) };
const asked = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(asked.map(([name, ...args]) => calls[name](...args)))));

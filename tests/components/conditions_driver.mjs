// Holds conditions.js to a table of cases given as JSON on standard input; prints what it says to each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { compile } = await import(pathToFileURL(process.argv[2]));
const { today, cases } = JSON.parse(readFileSync(0, "utf8"));
const noon = Date.parse(`${today}T12:00:00Z`);
const Clock = Date;

globalThis.Date = class extends Clock {
  constructor(...given) {
    super(...(given.length ? given : [noon]));
  }
};

console.log(JSON.stringify(cases.map(({ tree, facts }) => compile(tree)(facts))));

// What conditions can be put together from, and how they read: pure, for condition.jsx.

const EMPTY = [["is_not_empty", "is answered"], ["is_empty", "is not answered"]];
const TEXT = [["is", "is"], ["is_not", "is not"], ["contains", "contains"], ["matches", "looks like (* for anything)"], ...EMPTY];
const FIGURE = [
  ["is", "is"], ["is_not", "is not"], ["at_least", "is at least"], ["at_most", "is at most"],
  ["greater", "is more than"], ["less", "is less than"], ["between", "is between"], ...EMPTY,
];
const OPS = {
  yes_no: [["is", "is"], ...EMPTY],
  one_choice: [["is", "is"], ["is_not", "is not"], ["one_of", "is one of"], ["none_of", "is none of"], ...EMPTY],
  several_choices: [["contains", "includes"], ["not_contains", "does not include"], ...EMPTY],
  number: FIGURE,
  rating: FIGURE,
  date: [["before", "is before"], ["after", "is after"], ["between", "is between"], ["within_days", "is, in days from today, within"], ...EMPTY],
  time: [["before", "is before"], ["after", "is after"], ["between", "is between"], ...EMPTY],
  consent: [["is_not_empty", "is agreed to"], ["is_empty", "is not agreed to"]],
  signature: [["is_not_empty", "is signed"], ["is_empty", "is not signed"]],
  address: [["contains", "contains"], ["matches", "looks like (* for anything)"], ...EMPTY],
  file: EMPTY,
};
const CHOICES = ["one_choice", "several_choices"];
const KINDS = { number: "number", rating: "number", date: "date", time: "time" };

export const opsOf = (question) => OPS[question?.type] ?? TEXT;

/** The shape of the value an operator takes: none, yes_no, option, options, pair or one; and the kind of its input. */
export function fits(question, op) {
  const kind = op === "within_days" ? "number" : (KINDS[question?.type] ?? "text");
  if (op === "is_empty" || op === "is_not_empty") return { shape: "none", kind };
  if (question?.type === "yes_no") return { shape: "yes_no", kind };
  if (op === "between") return { shape: "pair", kind };
  if (!CHOICES.includes(question?.type)) return { shape: "one", kind };
  return { shape: op === "one_of" || op === "none_of" ? "options" : "option", kind };
}

/** A new row about a question, with a value that fits. */
export function startOf(question, op = opsOf(question)[0][0]) {
  const { shape } = fits(question, op);
  const value = { none: undefined, yes_no: true, option: question?.options[0], options: [], pair: ["", ""], one: "" }[shape];
  return { key: question?.key, op, value };
}

const isLeaf = (node) => typeof node?.fact === "string" && node.fact.startsWith("answers.");

/** The rows of a tree as JSON; `isIntricate` when it holds what rows cannot say. */
export function read(json, questions) {
  if (!json) return { how: "all", rows: [], isIntricate: false };
  const tree = JSON.parse(json);
  const how = ["all", "any", "none"].find((word) => Array.isArray(tree[word])) ?? "all";
  const leaves = isLeaf(tree) ? [tree] : (tree[how] ?? [null]);
  const known = (leaf) => isLeaf(leaf) && questions.some((one) => `answers.${one.key}` === leaf.fact);
  if (!leaves.every(known)) return { how: "all", rows: [], isIntricate: true };
  return { how, rows: leaves.map(({ fact, op, value }) => ({ key: fact.slice("answers.".length), op, value })), isIntricate: false };
}

function typed(question, { op, value }) {
  const { shape, kind } = fits(question, op);
  const one = (text) => (kind === "number" && String(text).trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  if (shape === "pair") return value.map(one);
  return shape === "one" ? one(value) : value;
}

/** The tree of these rows as JSON, "" for none. */
export function written(how, rows, questions) {
  if (!rows.length) return "";
  const leaves = rows.map((row) => {
    const question = questions.find((one) => one.key === row.key);
    const leaf = { fact: `answers.${row.key}`, op: row.op };
    return fits(question, row.op).shape === "none" ? leaf : { ...leaf, value: typed(question, row) };
  });
  return JSON.stringify(rows.length === 1 && how !== "none" ? leaves[0] : { [how]: leaves });
}

function shown(value) {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  return Array.isArray(value) ? value.filter((one) => one !== "").join(" or ") : String(value ?? "");
}

/** The condition as pieces of a sentence, [words, whether they are a name]. */
export function sentence(subject, how, rows, questions) {
  if (!rows.length) return [[`${subject} is always shown.`, false]];
  const between = { all: " and ", any: " or ", none: " or " }[how];
  const pieces = rows.flatMap((row, index) => {
    const question = questions.find((one) => one.key === row.key);
    const [, words] = opsOf(question).find(([op]) => op === row.op) ?? ["", row.op];
    const value = row.op === "between" && Array.isArray(row.value) ? row.value.join(" and ") : shown(row.value);
    const about = fits(question, row.op).shape === "none" ? [] : [[" ", false], [value || "…", true]];
    return [...(index ? [[between, false]] : []), [question?.title ?? row.key, true], [` ${words}`, false], ...about];
  });
  const opening = how === "none" ? `Show ${subject.toLowerCase()} unless ` : `Show ${subject.toLowerCase()} when `;
  return [[opening, false], ...pieces, [".", false]];
}

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
  labels: [["contains", "include"], ["not_contains", "do not include"], ["is_not_empty", "are some"], ["is_empty", "are none"]],
  member: [["is", "is"], ["is_not", "is not"], ["is_not_empty", "is somebody"], ["is_empty", "is nobody"]],
  weekday: [["one_of", "is one of"], ["none_of", "is none of"]],
  share: [["less", "is less than"], ["at_least", "is at least"]],
};
const CHOICES = ["one_choice", "several_choices", "labels", "member", "weekday"];
const KINDS = { number: "number", rating: "number", share: "number", date: "date", time: "time" };

// What is chosen from: a text, or [value, words].
export const valueOf = (option) => (Array.isArray(option) ? option[0] : option);
export const wordsOf = (option) => (Array.isArray(option) ? option[1] : option);

/** The fact a condition about this looks at: a question's answer, unless it says another. */
const factOf = (question) => question?.fact ?? `answers.${question?.key}`;

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
  const value = { none: undefined, yes_no: true, option: valueOf(question?.options?.[0]), options: [], pair: ["", ""], one: "" }[shape];
  return { key: question?.key, op, value };
}

const isLeaf = (node) => typeof node?.fact === "string";
export const HOWS = ["all", "any", "none"];

/** A condition of a tree as a row; undefined when it looks at none of these, or not in a way that can be chosen. */
export function rowOf(leaf, questions) {
  const question = isLeaf(leaf) ? questions.find((one) => factOf(one) === leaf.fact) : undefined;
  return question && opsOf(question).some(([op]) => op === leaf.op) ? { key: question.key, op: leaf.op, value: leaf.value } : undefined;
}

/** The rows of a tree as JSON; `isIntricate` when it holds what rows cannot say. */
export function read(json, questions) {
  if (!json) return { how: "all", rows: [], isIntricate: false };
  const tree = JSON.parse(json);
  const how = HOWS.find((word) => Array.isArray(tree[word])) ?? "all";
  const leaves = isLeaf(tree) ? [tree] : (tree[how] ?? [null]);
  const rows = leaves.map((leaf) => rowOf(leaf, questions));
  return rows.every(Boolean) ? { how, rows, isIntricate: false } : { how: "all", rows: [], isIntricate: true };
}

function typed(question, { op, value }) {
  const { shape, kind } = fits(question, op);
  const one = (text) => (kind === "number" && String(text).trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  if (shape === "pair") return value.map(one);
  return shape === "one" ? one(value) : value;
}

/** A row as a condition of a tree. */
export function leafOf(row, questions) {
  const question = questions.find((one) => one.key === row.key);
  const leaf = { fact: factOf(question), op: row.op };
  return fits(question, row.op).shape === "none" ? leaf : { ...leaf, value: typed(question, row) };
}

/** The tree of these rows as JSON, "" for none. */
export function written(how, rows, questions) {
  if (!rows.length) return "";
  const leaves = rows.map((row) => leafOf(row, questions));
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

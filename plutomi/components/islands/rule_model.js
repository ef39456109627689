// A rule while it is put together: from JSON to rows of choices and back. Pure, for rule.jsx and its parts.
import { HOWS, leafOf, rowOf } from "./condition_words.js";

const groupOf = (node) => HOWS.find((how) => Array.isArray(node?.[how]));
const each = (parts, make) => {
  const made = parts.map(make);
  return made.every(Boolean) ? made : null;
};

/** The rows of a tree: conditions, and groups of them one level deep; `isIntricate` when it holds more than that. */
export function rowsOf(tree, facts) {
  if (!tree) return { how: "all", rows: [], isIntricate: false };
  const how = groupOf(tree);
  const part = (node) => {
    const inner = groupOf(node);
    if (!inner) return rowOf(node, facts);
    const rows = each(node[inner], (leaf) => rowOf(leaf, facts));
    return rows && { how: inner, rows };
  };
  const rows = how ? each(tree[how], part) : each([tree], (leaf) => rowOf(leaf, facts));
  return rows ? { how: how ?? "all", rows, isIntricate: false } : { how: "all", rows: [], isIntricate: true };
}

/** The tree of these rows, null for none. */
export function treeOf(how, rows, facts) {
  const part = (row) => (row.rows ? { [row.how]: row.rows.map((one) => leafOf(one, facts)) } : leafOf(row, facts));
  return rows.length ? { [how]: rows.map(part) } : null;
}

/** A whole number where one was typed, else what was typed, for the server to refuse. */
export const whole = (text) => (/^-?\d+$/.test(String(text).trim()) ? Number(text) : text);

const within = (kind, options) => (options.includes(kind) ? kind : options[0]);

/** A new When of a kind, keeping what fits of the one before. */
export function whenOf(kind, before, { dates, labels }) {
  if (["stayed", "not_completed", "idle"].includes(kind))
    return { kind, amount: before.amount ?? 30, unit: within(before.unit, ["days", "hours", "minutes"]), business: before.business ?? false };
  if (kind === "date") return { kind, question: dates[0]?.[0] ?? "", days: before.days ?? -1 };
  if (kind === "labelled") return { kind, label_id: labels[0]?.[0] ?? "" };
  return { kind };
}

/** A new action of a kind, with the first of what there is to choose from. */
export function actionOf(kind, { stages, labels, members, templates }) {
  const starts = {
    move: { stage_id: "" },
    reject: { reason: "", tell: false },
    withdraw: { reason: "" },
    label: { label_id: labels[0]?.[0] ?? "" },
    unlabel: { label_id: labels[0]?.[0] ?? "" },
    assign: { user_ids: members.length === 1 ? [members[0][0]] : [] },
    email: { template_id: templates[0]?.[0] ?? "" },
    deadline: { amount: 7, unit: "days" },
    distribute: { among: stages.length > 1 ? [{ stage_id: "", weight: 1 }, { stage_id: "", weight: 1 }] : [] },
  };
  return { kind, ...starts[kind] };
}

/** What stands below a place in the errors: {value: words} of {"if.all.0.value": words} below "if.all.0". */
export function below(errors, path) {
  const found = Object.entries(errors ?? {}).filter(([name]) => name === path || name.startsWith(`${path}.`));
  return Object.fromEntries(found.map(([name, words]) => [name.slice(path.length + 1), words]));
}

/**
 * Conditions over facts in the browser, with exactly the semantics of plutomi/rules/conditions.py and matching.py: one
 * table, tests/rules/conditions.json, holds both to them. Needs nothing; plain pages have it inlined.
 *
 * A fact that is missing, empty or of another type than the operator asks for matches nothing, not even a negation.
 */

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)(?![^T ])/;
const RELATIVE = /^today(?:([+-]\d{1,5})([dwmy]))?$/;
const MS = 86_400_000;

const isText = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number" && !Number.isNaN(value);
const isTime = (value) => isText(value) && TIME.test(value);

/** The form two spellings of one text share. */
function fold(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return text.trim().toLowerCase();
  return text.toUpperCase().toLowerCase().replaceAll("\u03c2", "\u03c3").trim();
}

function isBlank(value) {
  if (value === undefined || value === null) return true;
  if (isText(value)) return !value.trim();
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A list of texts, folded; null for anything else, and for an empty one. */
const texts = (value) => (Array.isArray(value) && value.length && value.every(isText) ? value.map(fold) : null);

const sameSet = (one, other) => one.size === other.size && [...one].every((item) => other.has(item));

/** Whether a value found is the one wanted; null when the two cannot be compared. */
function equal(wanted) {
  if (Array.isArray(wanted)) {
    const several = new Set(wanted.map(fold));
    return (found) => texts(found) && sameSet(new Set(texts(found)), several);
  }
  if (isText(wanted)) {
    const folded = fold(wanted);
    return (found) => {
      if (isText(found)) return found.trim() ? fold(found) === folded : null;
      return texts(found) && sameSet(new Set(texts(found)), new Set([folded]));
    };
  }
  return (found) => (typeof found === typeof wanted && !Number.isNaN(found) ? found === wanted : null);
}

function among(wanted) {
  const words = new Set(wanted.filter(isText).map(fold));
  const others = wanted.filter((one) => !isText(one));
  return (found) => {
    if (isText(found)) return words.size && found.trim() ? words.has(fold(found)) : null;
    if (typeof found === "boolean" || isNumber(found)) {
      const alike = others.filter((one) => typeof one === typeof found);
      return alike.length ? alike.includes(found) : null;
    }
    return words.size && texts(found) ? texts(found).some((one) => words.has(one)) : null;
  };
}

function holding(wanted) {
  const folded = fold(wanted);
  return (found) => {
    if (isText(found)) return found.trim() ? fold(found).includes(folded) : null;
    return texts(found) && texts(found).includes(folded);
  };
}

/** `*` stands for any text, `?` for one character; the parts are sought in turn, so that no pattern takes long. */
function like(pattern) {
  const [first, ...rest] = fold(pattern).split("*").map((part) => [...part]);
  const fits = (text, part, at) => part.every((sign, index) => at + index < text.length && (sign === "?" || text[at + index] === sign));
  return (found) => {
    if (!isText(found) || !found.trim()) return false;
    const text = [...fold(found)];
    if (!fits(text, first, 0)) return false;
    if (!rest.length) return text.length === first.length;
    let place = first.length;
    for (const part of rest.slice(0, -1)) {
      while (place + part.length <= text.length && !fits(text, part, place)) place += 1;
      if (place + part.length > text.length) return false;
      place += part.length;
    }
    const last = text.length - rest.at(-1).length;
    return last >= place && fits(text, rest.at(-1), last);
  };
}

const iso = (date) => date.toISOString().slice(0, 10);
const here = (moment) => new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
const today = () => iso(here(new Date()));

/** The day the words mean, as ISO: a day, or one counted from today; null for anything else. */
export function dayOf(words) {
  const [, number = "0", unit = "d"] = RELATIVE.exec(words) ?? [];
  if (!RELATIVE.test(words)) return day(words);
  const from = new Date(`${today()}T00:00:00Z`);
  if (unit === "d" || unit === "w") return iso(new Date(from.getTime() + Number(number) * (unit === "w" ? 7 : 1) * MS));
  const months = from.getUTCFullYear() * 12 + from.getUTCMonth() + Number(number) * (unit === "y" ? 12 : 1);
  const [year, month] = [Math.floor(months / 12), ((months % 12) + 12) % 12];
  const longest = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return iso(new Date(Date.UTC(year, month, Math.min(from.getUTCDate(), longest))));
}

/** The day of a day or a moment, null for what is neither. Days as ISO compare as texts do. */
function day(value) {
  const [whole, year, month, date] = (isText(value) && DAY.exec(value)) || [];
  if (!whole || year === "0000") return null;
  const read = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.getUTCMonth() + 1 === Number(month) && read.getUTCDate() === Number(date) ? whole : null;
}

const figure = (compare) => (wanted) => (found) => isNumber(found) && compare(found, wanted);

const moment = (compare) => (wanted) =>
  isTime(wanted)
    ? (found) => isTime(found) && compare(found, wanted)
    : (found) => day(found) !== null && compare(day(found), dayOf(wanted));

function between([low, high]) {
  if (!isText(low)) return (found) => isNumber(found) && low <= found && found <= high;
  if (isTime(low)) return (found) => isTime(found) && low <= found && found <= high;
  return (found) => day(found) !== null && dayOf(low) <= day(found) && day(found) <= dayOf(high);
}

/** From today to so many days on; with a negative number, so many days back. */
const withinDays = (days) => (found) => {
  if (day(found) === null) return false;
  const distance = Math.round((Date.parse(day(found)) - Date.parse(today())) / MS);
  return Math.min(0, days) <= distance && distance <= Math.max(0, days);
};

const when = (ask, answer) => (wanted) => {
  const asked = ask(wanted);
  return (found) => asked(found) === answer;
};

const OPERATORS = {
  is: when(equal, true),
  is_not: when(equal, false),
  one_of: when(among, true),
  none_of: when(among, false),
  contains: when(holding, true),
  not_contains: when(holding, false),
  matches: like,
  greater: figure((one, other) => one > other),
  less: figure((one, other) => one < other),
  at_least: figure((one, other) => one >= other),
  at_most: figure((one, other) => one <= other),
  between,
  before: moment((one, other) => one < other),
  after: moment((one, other) => one > other),
  within_days: withinDays,
  is_empty: () => isBlank,
  is_not_empty: () => (found) => !isBlank(found),
};

const GROUPS = {
  all: (checks) => (facts) => checks.every((check) => check(facts)),
  any: (checks) => (facts) => checks.some((check) => check(facts)),
  none: (checks) => (facts) => !checks.some((check) => check(facts)),
};

/** A function of facts by name that says whether they match this tree. */
export function compile(tree) {
  const group = Object.keys(GROUPS).find((kind) => Array.isArray(tree[kind]));
  if (group) return GROUPS[group](tree[group].map(compile));
  const check = OPERATORS[tree.op](tree.value);
  return (facts) => check(facts[tree.fact]);
}

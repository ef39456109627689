// Shows and hides a form's questions by what was answered before them. Needs no framework; docs/forms.md has the marks.
import { compile, dayOf } from "./conditions.js";

const PLACES = "[data-question], [data-section-head]";
const GROUPED = /^[+-]?\d{1,3}(?:([,.'\s])\d{3})(?:\1\d{3})*(?:([.,])\d*)?$/;
const FIGURE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const ADDRESS = ["country", "region", "city", "postcode", "street", "extra"];
const tests = new Map();

const line = (text) => text.split(/\s+/).filter(Boolean).join(" ");

// What stands before a fraction where the page's language is spoken.
const mark = () => (1.5).toLocaleString(globalThis.document?.documentElement.lang || "en")[1];

function numberIn(text) {
  const [whole, group, fraction] = GROUPED.exec(text) ?? [];
  const isOne = !fraction && text.split(group).length === 2 && group === mark();
  const plain = (!whole || group === fraction || isOne ? text : text.replaceAll(group, "")).replaceAll(",", ".");
  return FIGURE.test(plain) ? Number(plain) : undefined;
}

function yesNo(word) {
  if (["true", "yes", "1", "on"].includes(word.trim().toLowerCase())) return true;
  return ["false", "no", "0", "off"].includes(word.trim().toLowerCase()) ? false : undefined;
}

const readers = {
  several_choices: (given) => given,
  file: (given) => given.filter(Boolean).length || undefined,
  yes_no: ([first]) => yesNo(first),
  consent: ([first]) => yesNo(first) || undefined,
  number: ([first]) => numberIn(first.trim()),
  rating: ([first]) => numberIn(first.trim()),
};

function address(controls, name) {
  const parts = ADDRESS.map((part) => [part, line(controls.find((one) => one.name === `${name}.${part}`)?.value ?? "")]);
  if (!parts.some(([part, words]) => part !== "country" && words)) return {};
  const whole = parts.map(([, words]) => words).filter(Boolean);
  return { [name]: whole.join(", "), ...Object.fromEntries(parts.map(([part, words]) => [`${name}.${part}`, words])) };
}

/** The facts that a question's controls make, typed as the server reads them (plutomi/rules/facts.py). */
function factsIn(place) {
  const { question, type } = place.dataset;
  const name = `answers.${question}`;
  const controls = [...place.querySelectorAll("input, select, textarea")];
  if (type === "address") return address(controls, name);
  const given = controls
    .filter((one) => one.name === name && (one.checked || !["checkbox", "radio"].includes(one.type)))
    .map((one) => one.value);
  if (given.every((one) => !one.trim())) return {};
  const value = (readers[type] ?? (([first]) => (type === "long_text" ? first.trim() : line(first))))(given);
  return value === undefined ? {} : { [name]: value };
}

/** What is known from earlier forms, on an element of its own. */
const known = (form) => JSON.parse(form.querySelector("[data-known]")?.dataset.known || "{}");

function holds(json, facts) {
  if (!json) return true;
  if (!tests.has(json)) tests.set(json, compile(JSON.parse(json)));
  return tests.get(json)(facts);
}

/** Hides a place and takes its controls out of what is sent; what was typed in them stays. */
function show(place, shows) {
  place.hidden = !shows;
  for (const control of place.querySelectorAll("input, select, textarea, button")) {
    if (!shows && !control.disabled) Object.assign(control, { disabled: true }).dataset.shut = "";
    if (shows && "shut" in control.dataset) {
      control.disabled = false;
      delete control.dataset.shut;
    }
  }
}

/** Days counted from today are counted from the visitor's. */
function count(form) {
  for (const one of form.querySelectorAll("[data-least]:not([data-least=''])")) one.min = dayOf(one.dataset.least);
  for (const one of form.querySelectorAll("[data-most]:not([data-most=''])")) one.max = dayOf(one.dataset.most);
}

/** Shows what is to be asked now. A question not shown has no answer, so what hangs on it goes too. */
export function arrange(form) {
  count(form);
  const facts = known(form);
  const heads = new Map();
  const open = new Set();
  const shut = new Set();
  for (const place of form.querySelectorAll(PLACES)) {
    const { section, sectionHead, showIf } = place.dataset;
    const shows = !shut.has(section) && holds(showIf, facts);
    if (sectionHead) heads.set(sectionHead, place);
    if (sectionHead && !shows) shut.add(sectionHead);
    if (sectionHead) continue;
    show(place, shows);
    if (!shows) continue;
    open.add(section);
    Object.assign(facts, factsIn(place));
  }
  for (const [section, head] of heads) show(head, open.has(section));
}

/** Keeps a form arranged while it is filled in; returns what ends that. */
export function attach(form) {
  let isDue = false;
  const look = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      arrange(form);
    });
  };
  const told = ["input", "change", "plutomi:filled"];
  const watch = new MutationObserver(look);
  const emptied = () => setTimeout(look);
  for (const name of told) form.addEventListener(name, look, true);
  form.addEventListener("reset", emptied);
  watch.observe(form, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-show-if"] });
  for (const words of form.querySelectorAll("[data-only-if]")) words.hidden = true;
  arrange(form);
  return () => {
    watch.disconnect();
    form.removeEventListener("reset", emptied);
    for (const name of told) form.removeEventListener(name, look, true);
  };
}

// Words in the page's language: English, unless its head brings a catalogue (plutomi/api/heads.py, docs/languages.md).
import { createElement, Fragment } from "react";

let known;

function catalogue() {
  if (!globalThis.document) return {};
  known ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return known;
}

/** The words with their facts in place; with an element among these it is one too. */
export function say(english, facts) {
  const told = catalogue()[english] ?? english;
  if (!facts) return told;
  const parts = told.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? facts[part] : part));
  return parts.some((part) => part?.$$typeof) ? createElement(Fragment, null, ...parts) : parts.join("");
}

/** The reader's locale for numbers and days: the page's language, as the browser's settings have it. */
export function locale() {
  const page = document.documentElement.lang || "en";
  const same = (one) => one.split("-")[0] === page.split("-")[0];
  return page.includes("-") ? page : ((navigator.languages ?? []).find(same) ?? page);
}

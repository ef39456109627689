// Looks after the form around it: goes to the first wrong field, keeps what was typed across a reload, and says that it is
// being sent from the moment on in which it is, until `answered` is another.
import { useEffect, useRef } from "react";

const PATIENCE = 15000; // ms for an answer, before it may be sent again: twice is as once

const wrong = "[aria-invalid=true], [data-invalid=true] input";

const isTyped = ({ name, type }) => name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(type);
const isChosen = ({ checked, type }) => checked || !["checkbox", "radio"].includes(type);

function fill(form, entries) {
  for (const control of [...form.elements].filter(isTyped)) {
    const values = entries.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
    control.dispatchEvent(new Event("plutomi:filled"));
  }
}

/** Everything typed, also in questions that are not shown at the moment: they may be again. */
const typedIn = (form) => [...form.elements].filter((one) => isTyped(one) && isChosen(one)).map(({ name, value }) => [name, value]);

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, entries) {
  try {
    if (entries) sessionStorage.setItem(key, JSON.stringify(entries));
    else sessionStorage.removeItem(key);
  } catch {
    // Storage may be refused; the form works without it.
  }
}

/** How many forms of its kind were answered before this one, where it says so. */
const turnOf = (form) => Number(form.elements.key?.value) || 0;

function useDraft(here, keep, forget) {
  useEffect(() => {
    const form = here.current.closest("form");
    const key = `plutomi:draft:${keep}`;
    if (keep && forget) write(key, null);
    if (!keep || !form) return undefined;
    const turn = turnOf(form);
    const kept = read(key);
    if (kept?.sent && kept.turn < turn) write(key, null);
    else if (kept?.typed) fill(form, kept.typed);
    const save = ({ type }) => write(key, { typed: typedIn(form), turn, sent: type === "submit" });
    const moments = ["input", "submit"];
    moments.forEach((moment) => form.addEventListener(moment, save));
    return () => moments.forEach((moment) => form.removeEventListener(moment, save));
  }, [here, keep, forget]);
}

function useSending(here, answered) {
  useEffect(() => {
    const form = here.current.closest("form");
    if (answered === undefined || !form) return undefined;
    let clock = 0;
    const sending = ({ defaultPrevented }) => {
      if (defaultPrevented) return;
      mark(form, true);
      clearTimeout(clock);
      clock = setTimeout(() => mark(form, false), PATIENCE);
    };
    mark(form, false);
    form.addEventListener("submit", sending);
    return () => {
      clearTimeout(clock);
      form.removeEventListener("submit", sending);
    };
  }, [here, answered]);
}

function mark(form, is) {
  const button = form.querySelector("button[type=submit]");
  for (const name of ["aria-busy", "aria-disabled"]) button?.setAttribute(name, is);
}

export function FormCare({ errors, busy, answered, keep, forget }) {
  const here = useRef(null);
  useDraft(here, keep, forget);
  useSending(here, answered);
  const many = Object.values(errors ?? {}).filter(Boolean).length;
  useEffect(() => {
    if (many && !busy) here.current.closest("form")?.querySelector(wrong)?.focus();
  }, [errors, many, busy, answered]);
  return <span ref={here} hidden />;
}

/**
 * What a form holds, field by field, and the keeper that brings it to the server. No React; the DOM only as `form`.
 *
 * What was typed is pending, in the browser's own storage, until the server has said that it is kept: a reload, a lost
 * network or a killed server loses nothing.
 */

const CONTACT = ["name", "email", "phone"];
const isOurs = (name) => name.startsWith("answers.") || CONTACT.includes(name);
const NONE = ""; // the value of a radio button that says "No answer"
const isTicked = (control) => control.type === "checkbox" || control.type === "radio";

/** The values of every enabled field by name: [] for one without any. */
export function snapshot(form) {
  const found = {};
  for (const control of form.elements) {
    if (!control.name || !isOurs(control.name) || control.type === "file" || control.matches(":disabled")) continue;
    found[control.name] ??= [];
    if (control.value !== "" && (!isTicked(control) || control.checked)) found[control.name].push(control.value);
  }
  return found;
}

const same = (a, b) => a.length === b.length && a.every((value, index) => value === b[index]);

/** The fields that hold something else than before. One that has gone was emptied only if its question still `stands`. */
export function changed(before, after, stands) {
  const names = Object.keys(after).filter((name) => !same(before[name] ?? [], after[name]));
  const gone = Object.keys(before).filter((name) => !(name in after) && before[name].length && stands(name));
  return Object.fromEntries([...names, ...gone].map((name) => [name, after[name] ?? []]));
}

/** Puts values into the fields they name, as if they had always stood there. */
export function fill(form, fields) {
  for (const control of form.elements) {
    const said = fields[control.name];
    if (!said || control.type === "hidden" || control.type === "file" || control.type === "password") continue;
    if (isTicked(control)) control.checked = (said.length ? said : [NONE]).includes(control.value);
    else control.value = said[0] ?? "";
    control.dispatchEvent(new Event("plutomi:filled"));
  }
}

export const pause = (tries) => Math.min(1000 * 2 ** (tries - 1), 30000);

/**
 * Brings what is noted to the server, one request at a time, again and again until it is there.
 *
 * `send(fields)` answers {fields} (all that is kept now), {over: words} (never again) or {wait: ms} (later).
 */
export function keeper({ send, tell, kept, store, now = Date.now, later = setTimeout, never = clearTimeout }) {
  let pending = store.read() ?? {};
  let [isBusy, isOver, tries, timer] = [false, false, 0, 0];

  const wait = (ms) => {
    never(timer);
    timer = later(flush, ms);
  };
  const body = (fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, { said, then }]) => [name, { said, ago: Math.max(0, now() - then) }]));
  const settle = (sent) => {
    for (const name of Object.keys(sent)) if (pending[name]?.then === sent[name].then) delete pending[name];
    store.write(pending);
  };

  async function flush() {
    never(timer);
    const sent = { ...pending };
    if (isBusy || isOver || !send || !Object.keys(sent).length) return;
    isBusy = true;
    tell(tries ? "again" : "saving");
    const answer = await send(body(sent));
    isBusy = false;
    if (isOver) return;
    if (answer.over) {
      isOver = true;
      tell("over", answer.over);
    } else if (answer.fields) {
      tries = 0;
      settle(sent);
      kept(answer.fields);
      if (Object.keys(pending).length) await flush();
      else tell("saved");
    } else {
      tries += 1;
      tell("again");
      wait(answer.wait ?? pause(tries));
    }
  }

  return {
    flush,
    wait,
    pending: () => pending,
    body: () => body(pending),
    note(fields) {
      for (const [name, said] of Object.entries(fields)) pending[name] = { said, then: now() };
      store.write(pending);
    },
    /** Everything that is pending is kept: by another way than flush(). */
    settled: () => settle({ ...pending }),
    stop() {
      isOver = true;
      never(timer);
    },
  };
}

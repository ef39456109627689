// Saves the form around it field by field as each is left, and says so. See draft_store.js.
import { useEffect, useRef, useState } from "react";
import { say } from "./say.js";
import { changed, fill, keeper, snapshot } from "./draft_store.js";

const IDLE = 3000; // ms after the last key
const PATIENCE = 15000; // ms for one request
const MOST_ALIVE = 60000; // bytes a browser sends on behalf of a page that is gone
const WORDS = {
  local: () => say("Kept in this browser"),
  saving: () => say("Saving…"),
  saved: () => say("Saved"),
  again: () => say("Not saved, trying again"),
};
const OVER = {
  409: () => say("Not saved: this step has closed"),
  410: () => say("Not saved: please open your link again"),
  413: () => say("Too long to be saved"),
};

const storeOf = (key) => ({
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(pending) {
    try {
      if (Object.keys(pending).length) sessionStorage.setItem(key, JSON.stringify(pending));
      else sessionStorage.removeItem(key);
    } catch {
      // Storage may be refused; the form works without it.
    }
  },
});

async function ask(method, url, body, options = {}) {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout?.(PATIENCE);
  return fetch(url, { method, headers, body: JSON.stringify(body), credentials: "same-origin", signal, ...options });
}

async function put(url, body) {
  try {
    const answer = await ask("PUT", url, body);
    if (answer.ok) return await answer.json();
    if (answer.status === 429) return { wait: 1000 * (Number(answer.headers.get("retry-after")) || 5) };
    return answer.status < 500 ? { over: OVER[answer.status]?.() ?? say("Not saved") } : {};
  } catch {
    return {};
  }
}

function useAutosave(here, { url, about, fields, keep }, tell) {
  const held = useRef(null);
  const aim = JSON.stringify([url, about]);
  useEffect(() => {
    const form = here.current?.closest("form");
    if (!form || !keep) return undefined;
    fill(form, held.current === null ? (fields ?? {}) : {});
    let before = snapshot(form);
    const kept = (all) => {
      const pending = keeping.pending();
      const now = snapshot(form);
      const news = Object.entries(all).filter(
        ([name, { said }]) => name in now && !(name in pending) && document.activeElement?.name !== name && `${now[name]}` !== `${said}`,
      );
      fill(form, Object.fromEntries(news.map(([name, { said }]) => [name, said])));
      before = snapshot(form);
    };
    const send = url ? (typed) => put(url, { ...about, fields: typed }) : null;
    const keeping = keeper({ send, tell, kept, store: storeOf(`plutomi:draft:${keep}`) });
    held.current = keeping;
    const pending = Object.fromEntries(Object.entries(keeping.pending()).map(([name, { said }]) => [name, said]));
    fill(form, pending);
    before = { ...before, ...snapshot(form) };
    // Some fields come later: the parts of an address, once its country has told them.
    let awaited = Object.entries({ ...(fields ?? {}), ...pending }).filter(([name]) => !(name in before));
    const arrived = () => {
      const here = snapshot(form);
      const news = Object.fromEntries(awaited.filter(([name]) => name in here));
      if (!Object.keys(news).length) return;
      awaited = awaited.filter(([name]) => !(name in here));
      fill(form, news);
      before = { ...before, ...news };
    };

    const stands = (name) => {
      const question = form.querySelector(`[data-question="${CSS.escape(name.split(".")[1] ?? "")}"]`);
      return !!question && !question.closest("[hidden]");
    };
    const look = () => {
      const after = snapshot(form);
      const news = changed(before, after, stands);
      before = { ...before, ...after, ...news };
      if (!Object.keys(news).length) return;
      keeping.note(news);
      if (!url) tell("local");
    };
    const typed = () => {
      look();
      keeping.wait(IDLE);
    };
    const left = () => {
      look();
      keeping.wait(0);
    };
    const refresh = async () => {
      look();
      await keeping.flush();
      if (!url || document.visibilityState !== "visible" || Object.keys(keeping.pending()).length) return;
      const answer = await put(url, { ...about, fields: {} });
      if (answer.fields) kept(answer.fields);
    };
    const gone = () => {
      look();
      const body = { ...about, fields: keeping.body() };
      if (!url || !Object.keys(body.fields).length) return;
      ask("PUT", url, body, { keepalive: JSON.stringify(body).length < MOST_ALIVE, signal: undefined }).catch(() => {});
    };
    const seen = () => (document.visibilityState === "hidden" ? gone() : refresh());
    const watch = new MutationObserver((changes) => {
      if (!changes.some(({ type, target }) => type === "childList" || target.type === "hidden")) return;
      arrived();
      typed();
    });

    form.addEventListener("input", typed);
    form.addEventListener("change", left);
    form.addEventListener("focusout", left);
    window.addEventListener("online", refresh);
    window.addEventListener("pagehide", gone);
    document.addEventListener("visibilitychange", seen);
    watch.observe(form, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
    // What the page came with may be older than what has been saved since: by a form that a reconnect has just replaced.
    if (url) refresh();
    else if (Object.keys(keeping.pending()).length) tell("local");
    return () => {
      keeping.stop();
      watch.disconnect();
      form.removeEventListener("input", typed);
      form.removeEventListener("change", left);
      form.removeEventListener("focusout", left);
      window.removeEventListener("online", refresh);
      window.removeEventListener("pagehide", gone);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [here, keep, aim]);
  return held;
}

const SIGNS = { saved: "M20 6 9 17l-5-5", local: "M20 6 9 17l-5-5", again: "M12 8v5m0 3v.01", over: "M12 8v5m0 3v.01", saving: "M12 6v6" };

function Status({ phase, words }) {
  const isTrouble = phase === "again" || phase === "over";
  return (
    <p aria-live={isTrouble ? "polite" : "off"} data-autosave={phase} className={`flex min-w-0 items-center gap-1.5 text-xs ${isTrouble ? "text-error" : "text-muted"}`}>
      {phase ? (
        <>
          <svg width="14" height="14" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" className="shrink-0">
            <path d={SIGNS[phase]} />
          </svg>
          {words || WORDS[phase]()}
        </>
      ) : null}
    </p>
  );
}

const couldBe = (email) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.trim());
const soon = () => say("That was asked for a moment ago. Please look into your inbox, or try again later.");
const lost = () => say("There is no connection just now. What you typed is kept in this browser; please try again.");

async function begin(form, org, opening, email) {
  const all = Object.entries(snapshot(form)).map(([name, said]) => [name, { said, ago: 0 }]);
  try {
    const answer = await ask("POST", "/my/later", { org, opening, email, fields: Object.fromEntries(all) });
    const told = await answer.json();
    if (answer.ok) return told;
    return { trouble: answer.status === 429 ? soon() : (told.errors?.[0]?.message ?? told.detail) };
  } catch {
    return { trouble: lost() };
  }
}

/** Emails a link to go on with elsewhere. Always there, so that nothing moves under a finger; it asks for the address. */
function Later({ here, org, opening, tell, onBegun, className }) {
  const [isBusy, setBusy] = useState(false);
  const send = async () => {
    const form = here.current.closest("form");
    const field = form.elements.email;
    if (!couldBe(field?.value ?? "")) {
      tell(say("Enter your email address first: the link goes there."));
      field?.focus();
      return;
    }
    if (isBusy) return;
    setBusy(true);
    tell("");
    const { token, trouble } = await begin(form, org, opening, field.value.trim());
    setBusy(false);
    if (token) onBegun(token, field.value.trim());
    else tell(trouble || say("That did not work. Please try again."));
  };
  return (
    <button type="button" className={className} aria-busy={isBusy} onClick={send}>
      {isBusy ? say("Sending…") : say("Email me a link to finish later")}
    </button>
  );
}

export function Autosave({ url, about, fields, keep, org, opening, token, className, buttonClass }) {
  const here = useRef(null);
  const [now, setNow] = useState(["", ""]);
  const [begun, setBegun] = useState("");
  const [said, setSaid] = useState("");
  const ticket = begun || token || "";
  const tell = (phase, words = "") => setNow([phase, words]);
  const aim = { url: url || (ticket ? "/my/later" : ""), about: ticket ? { token: ticket } : about, fields, keep };
  const held = useAutosave(here, aim, tell);
  const onBegun = (made, email) => {
    held.current?.settled();
    setBegun(made);
    setSaid(say("A link is on its way to {address}. Until you send the form, what you type is saved behind it.", { address: email }));
    tell("saved");
  };
  return (
    <div ref={here} className="flex flex-col gap-1">
      {org && ticket ? <input type="hidden" name="draft" value={ticket} readOnly /> : null}
      <div className={className}>
        <Status phase={now[0]} words={now[1]} />
        {org && !ticket ? <Later here={here} org={org} opening={opening} tell={setSaid} onBegun={onBegun} className={buttonClass} /> : null}
      </div>
      <p role="status" className="text-sm text-muted wrap-anywhere empty:hidden">
        {said}
      </p>
    </div>
  );
}

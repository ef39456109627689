// What a plain form gains from a script: it fits itself into the page around it, and what was typed outlives a lost
// connection. Nothing is stored. Without this the browser posts the form itself.
(() => {
  const page = document.documentElement;
  const tell = (message) => parent !== window && parent.postMessage({ plutomi: message }, "*");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  let loaded = Date.now(); // when the form that stands here was made, whose token says so
  const HASTE = 2200; // ms before which a form counts as a program's
  const MOST = 30; // seconds between two attempts
  let isSending = false;

  const grown = () => tell({ height: Math.ceil(page.getBoundingClientRect().height) });
  new ResizeObserver(grown).observe(page);
  grown();

  function say(form, words, again) {
    let box = form.querySelector(".going");
    if (!words) return box && (box.hidden = true);
    if (!box) {
      box = Object.assign(document.createElement("div"), { className: "going" });
      box.setAttribute("role", "status");
      form.append(box);
    }
    box.hidden = false;
    box.textContent = words;
    if (again) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: form.dataset.now });
      button.addEventListener("click", again);
      box.append(button);
    }
  }

  function fields(form, button) {
    const data = new FormData(form, button);
    data.set("time_zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
    return form.querySelector("input[type=file]") ? data : new URLSearchParams(data);
  }

  async function ask(form, button, key) {
    const given = { method: "POST", body: fields(form, button), credentials: "omit", headers: { "Idempotency-Key": key } };
    const answer = await fetch(form.action, { ...given, signal: AbortSignal.timeout(form.querySelector("input[type=file]") ? 600000 : 30000) });
    return { answer, html: await answer.text() };
  }

  // Until the clock, the network's return or a finger on the button.
  function wait(form, seconds, words) {
    return new Promise((done) => {
      const clock = setTimeout(done, seconds * 1000);
      const now = () => (clearTimeout(clock), done());
      addEventListener("online", now, { once: true });
      say(form, words, now);
    });
  }

  async function deliver(form, button) {
    const key = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    if (!button.name) await pause(loaded + HASTE - Date.now()); // the one with a name asks for another language
    for (let seconds = 1; ; seconds = Math.min(seconds * 2, MOST)) {
      let words = form.dataset.away;
      let rest = seconds;
      try {
        const { answer, html } = await ask(form, button, key);
        const isBusy = answer.status === 429 || answer.status === 503;
        if (!isBusy && answer.status < 500) return show(html, answer);
        rest = Math.max(rest, Number(answer.headers.get("Retry-After")) || 0);
        words = form.dataset.busy;
      } catch {
        // Lost on the way: what was sent may have arrived; the key sees to it that it counts once.
      }
      await wait(form, Math.min(rest, MOST), words);
      say(form, form.dataset.sending);
    }
  }

  function show(html, answer) {
    const next = new DOMParser().parseFromString(html, "text/html");
    if (!next.querySelector("main")) return location.assign(answer.url);
    loaded = Date.now();
    document.title = next.title;
    Object.assign(page, { lang: next.documentElement.lang, dir: next.documentElement.dir });
    document.querySelector("main").replaceWith(next.querySelector("main"));
    if (answer.redirected) history.replaceState(null, "", answer.url);
    for (const old of document.querySelectorAll("main script")) {
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      old.replaceWith(script);
    }
    document.dispatchEvent(new Event("plutomi:shown"));
    grown();
    tell({ top: true });
    document.querySelector(".summary, [data-arrival], .tongues [tabindex]")?.focus({ preventScroll: parent !== window });
    if (parent === window) scrollTo(0, 0);
  }

  addEventListener("submit", (event) => {
    if (self.origin === "null") return; // in a sandbox without an origin the browser itself has to post
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    const form = event.target;
    const button = event.submitter ?? form.querySelector("[type=submit]");
    button.setAttribute("aria-disabled", "true");
    say(form, form.dataset.sending);
    deliver(form, button).finally(() => {
      isSending = false;
      button.removeAttribute("aria-disabled");
      say(form, "");
    });
  });
})();

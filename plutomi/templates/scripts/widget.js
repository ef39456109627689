// Puts a form, or a list of openings, where its script tag stands: docs/widget.md. No dependency, nothing stored.
(() => {
  const PASSED = ["color", "background", "font", "radius", "scheme"];
  const TITLES = {{ titles | tojson }};
  const page = new URLSearchParams(location.search);

  function address(script) {
    const { org, opening, source } = script.dataset;
    const path = [org, opening].filter(Boolean).map(encodeURIComponent).join("/");
    const url = new URL(`/embed/${path}?framed=1`, script.src);
    const from = source || page.get("source") || page.get("utm_source");
    if (from) url.searchParams.set("source", from.slice(0, 100));
    const lang = spoken(script);
    if (lang) url.searchParams.set("lang", lang);
    for (const name of PASSED) if (script.dataset[name]) url.searchParams.set(name, script.dataset[name]);
    return url;
  }

  // The tag's own word, else the page's; without either the form speaks what the browser asks for.
  const spoken = (script) => script.dataset.lang || document.documentElement.lang;

  function show(script) {
    const url = address(script);
    const frame = document.createElement("iframe");
    frame.src = url.href;
    const titles = TITLES[(spoken(script) || navigator.language).split("-")[0].toLowerCase()] ?? TITLES.en;
    frame.title = script.dataset.title || titles[script.dataset.opening ? 0 : 1];
    frame.style.cssText = "display:block;width:100%;height:480px;border:0;color-scheme:normal";
    frame.setAttribute("sandbox", "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    const into = script.dataset.into && document.querySelector(script.dataset.into);
    if (into) into.append(frame);
    else if (script.closest("head")) document.body.append(frame);
    else script.after(frame);
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== url.origin) return;
      const { height, top } = event.data?.plutomi ?? {};
      if (height > 0) frame.style.height = `${Math.min(Math.max(height, 80), 20000)}px`;
      if (top && frame.getBoundingClientRect().top < 0) frame.scrollIntoView({ block: "start" });
    });
  }

  // All that are there, not `document.currentScript` alone: it is null in modules, and one copy may serve several tags.
  function start() {
    for (const script of document.querySelectorAll("script[data-org][src]")) {
      if (script.dataset.shown || !new URL(script.src).pathname.endsWith("/widget.js")) continue;
      script.dataset.shown = "yes";
      show(script);
    }
  }

  if (document.body) start();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
})();

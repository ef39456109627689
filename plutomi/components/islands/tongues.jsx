// The languages there are, each by its own name. A link loads the page anew in it; what was typed outlives that (autosave.jsx).
import { useSyncExternalStore } from "react";
import { say } from "./say.js";

const never = () => () => {};
const told = () => document.getElementById("languages")?.textContent ?? "";

function address(code) {
  const url = new URL(location.href);
  url.searchParams.set("lang", code);
  return url.href;
}

export function Tongues({ className }) {
  const text = useSyncExternalStore(never, told, () => "");
  const languages = Object.entries(text ? JSON.parse(text) : {});
  if (languages.length < 2) return null;
  const here = document.documentElement.lang.split("-")[0];
  const renew = (event) => (event.currentTarget.href = address(event.currentTarget.lang));
  return (
    <nav aria-label={say("Language")} className={className}>
      {languages.map(([code, name]) =>
        code === here ? (
          <span key={code} lang={code} aria-current="true" className="font-semibold">
            {name}
          </span>
        ) : (
          <a key={code} lang={code} hrefLang={code} href={address(code)} onClick={renew} className="inline-block min-w-6 underline underline-offset-2">
            {name}
          </a>
        ),
      )}
    </nav>
  );
}

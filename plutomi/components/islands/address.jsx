import { useEffect, useRef } from "react";

/** Keeps one query parameter of the page's address at `value`, and away while it is empty.
 *
 * With `step`, Back takes its first appearance back, as people expect of what covers a phone's screen. There is one such
 * step however often it appears, so that Back leads on after it.
 */
export function Address({ name, value, step = false }) {
  const isAbove = useRef(false);
  useEffect(() => {
    const gone = () => (isAbove.current = new URL(window.location.href).searchParams.has(name));
    window.addEventListener("popstate", gone);
    return () => window.removeEventListener("popstate", gone);
  }, [name]);
  useEffect(() => {
    const url = new URL(window.location.href);
    const before = url.searchParams.get(name) ?? "";
    if (before === value) return;
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    const isStep = step && !before && !isAbove.current;
    isAbove.current ||= isStep;
    window.history[isStep ? "pushState" : "replaceState"](window.history.state, "", url);
  }, [name, value, step]);
  return null;
}

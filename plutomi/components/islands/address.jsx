import { useEffect } from "react";

/** Keeps one query parameter of the page's address at `value`, and away while it is empty. */
export function Address({ name, value }) {
  useEffect(() => {
    const url = new URL(window.location.href);
    if ((url.searchParams.get(name) ?? "") === value) return;
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
    window.history.replaceState(window.history.state, "", url);
  }, [name, value]);
  return null;
}

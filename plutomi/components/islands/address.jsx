import { useEffect, useRef } from "react";

/** Keeps one query parameter of the page's address at `value`, and takes it away once it has become empty. */
export function Address({ name, value, isRead }) {
  const was = useRef("");
  useEffect(() => {
    const url = new URL(window.location.href);
    // Empty at first, until the server has read the address that the page was opened with.
    if ((url.searchParams.get(name) ?? "") !== value && (value || was.current || isRead)) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
      window.history.replaceState(window.history.state, "", url);
    }
    was.current = value;
  }, [name, value, isRead]);
  return null;
}

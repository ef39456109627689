// When the form around it was shown, as the server sealed it first: a form that is there again after the connection was
// lost is as old as before. What is sent at once, filled in by the browser, waits until it can count as a person's.
import { useEffect, useRef } from "react";

const HASTE = 2200; // ms before which a form counts as a program's

export function Seal({ token }) {
  const here = useRef(null);
  const first = useRef(token);
  useEffect(() => {
    const form = here.current.closest("form");
    const until = Date.now() + HASTE;
    let clock = 0;
    const hold = (event) => {
      const button = event.submitter;
      if (Date.now() >= until) return;
      event.preventDefault();
      event.stopPropagation();
      const wait = (is) => ["aria-busy", "aria-disabled"].forEach((name) => button?.setAttribute(name, is));
      wait(true);
      clock ||= setTimeout(() => {
        wait(false);
        form.requestSubmit(button);
      }, until - Date.now());
    };
    form.addEventListener("submit", hold, true);
    return () => {
      clearTimeout(clock);
      form.removeEventListener("submit", hold, true);
    };
  }, []);
  return <input ref={here} type="hidden" name="token" value={first.current} readOnly />;
}

// "Did you mean ...?": one tap writes the likelier value into the form's field, as if it had been typed.
import { say } from "./say.js";
import { useEffect, useRef, useState } from "react";

export function Suggestion({ name, value, className, buttonClass }) {
  const here = useRef(null);
  const [settled, setSettled] = useState("");
  const control = () => here.current.closest("form")?.elements[name];
  useEffect(() => {
    const field = control();
    const forget = () => setSettled("");
    field?.addEventListener("input", forget);
    return () => field?.removeEventListener("input", forget);
  }, [name]);
  const take = () => {
    const field = control();
    if (!field) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    setSettled(value);
  };
  return (
    <p ref={here} role="status" className={className} hidden={!value || settled === value}>
      {value && settled !== value ? (
        say("Did you mean {words}?", {
          words: (
            <button type="button" className={buttonClass} onClick={take}>
              <bdi>{value}</bdi>
            </button>
          ),
        })
      ) : null}
    </p>
  );
}

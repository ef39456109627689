// Counts what is typed against a limit; speaks only when the end is near, and then only when typing pauses.
import { say } from "./say.js";
import { useEffect, useRef, useState } from "react";

const NEAR = 0.9;
const PAUSE = 800;

/** [the control's ref, how many letters it holds, what to call on input] */
export function useCount(defaultValue) {
  const ref = useRef(null);
  const [count, setCount] = useState((defaultValue ?? "").length);
  const look = () => setCount(ref.current.value.length);
  useEffect(() => {
    const control = ref.current;
    look();
    control.addEventListener("plutomi:filled", look);
    return () => control.removeEventListener("plutomi:filled", look);
  }, [defaultValue]);
  return [ref, count, look];
}

export function Count({ count, most }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const words = count >= most * NEAR ? say("Letters left: {count}", { count: most - count }) : "";
    const timer = setTimeout(() => setSaid(words), PAUSE);
    return () => clearTimeout(timer);
  }, [count, most]);
  return (
    <span className="tabular self-end text-xs text-muted">
      <span aria-hidden="true">
        {count} / {most}
      </span>
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </span>
  );
}

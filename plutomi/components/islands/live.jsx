// Tells what the form around it holds while it is filled in, when typing pauses; never the same twice running.
import { useEffect, useRef } from "react";

export function Live({ wait = 200, onTry }) {
  const here = useRef(null);
  const tell = useRef(onTry);
  tell.current = onTry;
  useEffect(() => {
    const form = here.current.closest("form");
    const read = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    let timer = 0;
    let told = JSON.stringify(read());
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const held = read();
        if (JSON.stringify(held) === told) return;
        told = JSON.stringify(held);
        tell.current?.(held);
      }, wait);
    };
    const events = ["input", "change", "click"];
    for (const name of events) form.addEventListener(name, look);
    return () => {
      clearTimeout(timer);
      for (const name of events) form.removeEventListener(name, look);
    };
  }, [wait]);
  return <span ref={here} hidden />;
}

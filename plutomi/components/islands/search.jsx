// A search box that asks the server only when typing pauses. "/" (or the given key) goes to it, Escape empties it.
import { useEffect, useRef } from "react";
import { useShortcut } from "./shortcuts.jsx";

export function Search({ label, placeholder, defaultValue, wait = 200, shortcut, onSearch, className, children }) {
  const box = useRef(null);
  const timer = useRef(0);
  const sent = useRef(defaultValue ?? "");
  useEffect(() => () => clearTimeout(timer.current), []);
  useShortcut(shortcut ? [shortcut] : [], () => {
    box.current.focus();
    box.current.select();
  });
  const send = () => {
    clearTimeout(timer.current);
    const text = box.current.value.trim();
    if (text === sent.current) return;
    sent.current = text;
    onSearch?.(text);
  };
  const typed = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(send, wait);
  };
  const pressed = (event) => {
    if (event.key === "Enter") send();
    if (event.key !== "Escape" || !box.current.value) return;
    event.preventDefault();
    box.current.value = "";
    send();
  };
  return (
    <label className={className}>
      {children}
      <input ref={box} type="search" aria-label={label} placeholder={placeholder} defaultValue={defaultValue} autoComplete="off" spellCheck={false} onInput={typed} onKeyDown={pressed} />
      {shortcut ? <kbd className="kbd kbd-sm max-sm:hidden" aria-hidden="true">{shortcut}</kbd> : null}
    </label>
  );
}

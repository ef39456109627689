// Listens for a few keys and is silent while somebody types, so that no keypress travels for nothing.
import { useEffect, useRef } from "react";

const typing = (target) => target?.closest?.("input, textarea, select, [contenteditable=true]");
const covered = () => document.querySelector("dialog[open], [popover]:popover-open");

export function useShortcut(keys, act) {
  const latest = useRef(act);
  latest.current = act;
  const wanted = keys.join("\n");
  useEffect(() => {
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (!wanted.split("\n").includes(event.key) || typing(event.target) || covered()) return;
      event.preventDefault();
      latest.current(event.key);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [wanted]);
}

export function Shortcuts({ keys, onKey }) {
  useShortcut(keys ?? [], (key) => onKey?.(key));
  return null;
}

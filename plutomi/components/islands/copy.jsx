// Puts text on the clipboard and says so.
import { useEffect, useRef, useState } from "react";

export function Copy({ text, label, done, className, children }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const full = text.startsWith("/") ? location.origin + text : text;
    await navigator.clipboard.writeText(full);
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" className={className} onClick={copy} data-copied={copied}>
      {children}
      <span aria-live="polite">{copied ? done : label}</span>
    </button>
  );
}

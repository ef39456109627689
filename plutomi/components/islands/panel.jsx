// A slide-over that leaves the page behind it in use: not modal, closes by Escape, gives focus back.
import { useEffect, useRef } from "react";

const busyElsewhere = (event) => event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open");

export function Panel({ open, label, onClose, className, children }) {
  const panel = useRef(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    const escape = (event) => event.key === "Escape" && !busyElsewhere(event) && close.current?.();
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("keydown", escape);
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, [open]);
  if (!open) return null;
  return (
    <section ref={panel} role="dialog" aria-modal="false" aria-label={label} tabIndex={-1} className={className}>
      {children}
    </section>
  );
}

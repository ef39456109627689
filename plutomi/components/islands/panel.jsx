// A slide-over that leaves the page behind it in use: not modal, closes by Escape, gives focus back.
// On a phone it covers the page, so what is behind takes no part until it closes.
import { useEffect, useRef } from "react";

const busyElsewhere = (event) => event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open");
const coversPage = () => window.matchMedia("(width < 40rem)").matches;
const staysInUse = (element) => element.matches("dialog, [role=status]");

function behind(element) {
  if (element === document.body) return [];
  const beside = [...element.parentElement.children].filter((one) => one !== element && !one.inert && !staysInUse(one));
  return [...beside, ...behind(element.parentElement)];
}

export function Panel({ open, label, onClose, className, children }) {
  const panel = useRef(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    const covered = coversPage() ? behind(panel.current) : [];
    for (const element of covered) element.inert = true;
    const escape = (event) => event.key === "Escape" && !busyElsewhere(event) && close.current?.();
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("keydown", escape);
      for (const element of covered) element.inert = false;
      if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, [open]);
  if (!open) return null;
  return (
    <section ref={panel} role="dialog" aria-modal={coversPage()} aria-label={label} tabIndex={-1} className={className}>
      {children}
    </section>
  );
}

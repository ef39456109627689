// A dropdown in the top layer (native popover): nothing clips it; Escape and a click outside close it.
import { useId, useRef, useState } from "react";

const GAP = 6;
const EDGE = 8;

function place(box, button, side) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = side === "end" ? at.right - width : at.left;
  const below = at.bottom + GAP;
  const fits = below + height < window.innerHeight - EDGE;
  box.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - width - EDGE))}px`;
  box.style.top = `${fits ? below : Math.max(EDGE, at.top - height - GAP)}px`;
}

function step(box, event) {
  const items = [...box.querySelectorAll("a[href], button:not(:disabled)")];
  const now = items.indexOf(document.activeElement);
  const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

export function Menu({ label, trigger, triggerClass, side, children, className }) {
  const id = useId();
  const button = useRef(null);
  const box = useRef(null);
  const [open, setOpen] = useState(false);
  const toggled = (event) => {
    const now = event.newState === "open";
    setOpen(now);
    if (!now) return;
    place(box.current, button.current, side);
    box.current.querySelector("a[href], button:not(:disabled)")?.focus({ preventScroll: true });
  };
  return (
    <>
      <button ref={button} type="button" popoverTarget={id} aria-label={label || undefined} aria-expanded={open} aria-haspopup="true" className={triggerClass}>
        {trigger}
      </button>
      <div
        ref={box}
        id={id}
        popover="auto"
        className={className}
        onToggle={toggled}
        onKeyDown={(event) => step(box.current, event)}
        onClick={(event) => event.target.closest("a[href], button:not([data-stay])") && box.current.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}

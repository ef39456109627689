// Takes the focus when it appears, so that screen readers read on from here once a form has given way to it.
import { useEffect, useRef } from "react";

export function Arrival({ className, children }) {
  const here = useRef(null);
  useEffect(() => here.current.focus(), []);
  return (
    <div ref={here} tabIndex={-1} className={className}>
      {children}
    </div>
  );
}

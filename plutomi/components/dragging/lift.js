/** What both drag lists share: words for screen readers, and numbers for moves. */
import { useCallback, useEffect, useRef, useState } from "react";

export const usage =
  "Press Space to lift, the arrow keys to move, Space again to drop, Escape to cancel.";

/** A handler that keeps its identity while always calling the newest function. */
export function useLatest(fn) {
  const latest = useRef(fn);
  useEffect(() => {
    latest.current = fn;
  });
  return useCallback((...args) => latest.current?.(...args), []);
}

/** Says the server's reason once for each refused move. */
export function useRefusal(ack, refusal) {
  const [words, setWords] = useState("");
  const last = useRef(ack);
  useEffect(() => {
    if (ack !== last.current) setWords(refusal ? `The move was undone. ${refusal}` : "");
    last.current = ack;
  }, [ack, refusal]);
  return words;
}

/** The current time, renewed each minute. */
export function useNow() {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/**
 * Screen-reader words for one drag. `describe(draggableId, type)` gives its name, `place({droppableId, index}, type)`
 * where it stands, as "position 2 of 5 in Review".
 */
export function announcements(describe, place) {
  return {
    onDragStart: ({ draggableId, type, source }, { announce }) =>
      announce(`Lifted ${describe(draggableId, type)}, ${place(source, type)}.`),
    onDragUpdate: ({ draggableId, type, destination }, { announce }) =>
      announce(destination ? `${describe(draggableId, type)}: ${place(destination, type)}.` : "Not over a place to drop."),
    onDragEnd: ({ draggableId, type, source, destination, reason }, { announce }) => {
      const name = describe(draggableId, type);
      if (reason === "CANCEL" || !destination) announce(`Cancelled. ${name} is back at ${place(source, type)}.`);
      else announce(`Dropped ${name} at ${place(destination, type)}.`);
    },
  };
}

/**
 * A windowed list unmounts the card that is lifted, and a browser sends a touch's events to the element it began on
 * even when that has left the page, where nobody hears them. So pass them on to the window.
 */
export function followTouch({ target }) {
  const follow = (event) => {
    if (target.isConnected) return;
    const copy = Object.assign(new Event(event.type, { cancelable: true }), { touches: event.touches });
    if (!window.dispatchEvent(copy) && event.cancelable) event.preventDefault();
  };
  const end = (event) => {
    follow(event);
    target.removeEventListener("touchmove", follow);
    for (const type of ["touchend", "touchcancel"]) target.removeEventListener(type, end);
  };
  target.addEventListener("touchmove", follow, { passive: false });
  for (const type of ["touchend", "touchcancel"]) target.addEventListener(type, end, { passive: false });
}

// Shows what it holds while the server cannot be reached: told so, or without a network, which the browser knows at once.
import { useSyncExternalStore } from "react";

function listen(changed) {
  const events = ["online", "offline"];
  events.forEach((name) => addEventListener(name, changed));
  return () => events.forEach((name) => removeEventListener(name, changed));
}

export function Unreached({ lost, children }) {
  const isOffline = useSyncExternalStore(listen, () => !navigator.onLine, () => false);
  return lost || isOffline ? children : null;
}

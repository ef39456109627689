// While a page's contents come: the words that its first bytes brought (plutomi/api/heads.py), else what it holds.
import { useLayoutEffect, useRef, useState } from "react";

export function Arriving({ children }) {
  const here = useRef(null);
  const [words] = useState(() => globalThis.document?.getElementById("arriving") ?? null);
  useLayoutEffect(() => {
    if (!words) return;
    words.removeAttribute("role"); // it was the page's main part, and stands in that now
    here.current.replaceChildren(words);
  }, [words]);
  return words ? <div ref={here} /> : children;
}

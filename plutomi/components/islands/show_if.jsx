// Keeps the form around it arranged by its answers: see show_if.js.
import { useLayoutEffect, useRef } from "react";
import { attach } from "./show_if.js";

export function ShowIf({ known }) {
  const here = useRef(null);
  useLayoutEffect(() => {
    const form = here.current.closest("form");
    return form ? attach(form) : undefined;
  }, [known]);
  return <span ref={here} data-known={known} hidden />;
}

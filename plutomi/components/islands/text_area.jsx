// A text area that grows with its words and counts them in the browser.
import { useEffect, useRef, useState } from "react";

const NEAR = 0.8;

export function TextArea({ maxLength, className, defaultValue, ...props }) {
  const ref = useRef(null);
  const [count, setCount] = useState((defaultValue ?? "").length);
  const look = () => setCount(ref.current.value.length);
  useEffect(() => {
    const area = ref.current;
    look();
    area.addEventListener("plutomi:filled", look);
    return () => area.removeEventListener("plutomi:filled", look);
  }, [defaultValue]);
  const near = maxLength && count >= maxLength * NEAR;
  return (
    <div className="flex flex-col gap-1">
      <textarea ref={ref} className={className} defaultValue={defaultValue} maxLength={maxLength} onInput={look} {...props} />
      {maxLength ? (
        <span className="tabular self-end text-xs text-muted" aria-live={near ? "polite" : "off"}>
          {count} / {maxLength}
        </span>
      ) : null}
    </div>
  );
}

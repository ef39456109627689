// One line of text that counts its letters in the browser.
import { Count, useCount } from "./count.jsx";

export function TextLine({ maxLength, className, defaultValue, ...props }) {
  const [ref, count, look] = useCount(defaultValue);
  return (
    <div className="flex flex-col gap-1">
      <input ref={ref} className={className} defaultValue={defaultValue} maxLength={maxLength} onInput={look} {...props} />
      <Count count={count} most={maxLength} />
    </div>
  );
}

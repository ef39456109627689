// A text area that grows with its words and counts them in the browser.
import { Count, useCount } from "./count.jsx";

export function TextArea({ maxLength, className, defaultValue, ...props }) {
  const [ref, count, look] = useCount(defaultValue);
  const most = maxLength || undefined;
  return (
    <div className="flex flex-col gap-1">
      <textarea ref={ref} className={className} defaultValue={defaultValue} maxLength={most} onInput={look} {...props} />
      {most ? <Count count={count} most={most} /> : null}
    </div>
  );
}

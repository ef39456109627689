// Tabs switched in the browser, with the arrow keys that screen-reader users expect. The one that was chosen stays so when
// the contents are another's: whoever reads notes goes on reading notes.
import { Children, useId, useState } from "react";

const chosen = new Map();

export function Tabs({ label, names, start = 0, className, children }) {
  const id = useId();
  const [now, show] = useState(chosen.get(label) ?? start);
  const setNow = (next) => {
    chosen.set(label, next);
    show(next);
  };
  const panels = Children.toArray(children);
  const go = (event) => {
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + names.length) % names.length;
    setNow(next);
    event.currentTarget.children[next].focus();
  };
  return (
    <div className={className}>
      <div role="tablist" aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line" onKeyDown={go}>
        {names.map((name, index) => (
          <button
            key={index}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === now}
            aria-controls={`${id}-panel-${index}`}
            tabIndex={index === now ? 0 : -1}
            onClick={() => setNow(index)}
            className="-mb-px shrink-0 cursor-pointer border-b-2 border-transparent px-0.5 py-2.5 text-sm text-muted focus-visible:-outline-offset-2 hover:text-base-content aria-selected:border-primary aria-selected:font-medium aria-selected:text-base-content"
          >
            {name}
          </button>
        ))}
      </div>
      {panels.map((panel, index) => (
        <div key={index} role="tabpanel" id={`${id}-panel-${index}`} aria-labelledby={`${id}-tab-${index}`} hidden={index !== now} className="pt-4">
          {panel}
        </div>
      ))}
    </div>
  );
}

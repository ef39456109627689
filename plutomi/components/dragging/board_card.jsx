/** One applicant on the board: the name, the time in the stage, and a few signs. */
import { memo } from "react";
import { Clock, FileWarning, MapPinOff, MapPinX, MessageSquareDot } from "lucide-react";
import { since } from "./board_model.js";

function Sign({ icon: Icon, tone, text }) {
  return (
    <span title={text} className={tone}>
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">, {text}</span>
    </span>
  );
}

function Age({ at, now }) {
  const [short, spoken] = since(at, now);
  return (
    <span className="inline-flex items-center gap-1 tabular-nums" title={`In this stage since ${new Date(at).toLocaleString()}`}>
      <Clock aria-hidden="true" className="size-3" />
      <span aria-hidden="true">{short}</span>
      <span className="sr-only">, in this stage {spoken}</span>
    </span>
  );
}

const SHELL =
  "flex h-full w-full select-none flex-col justify-center gap-0.5 rounded-field border bg-base-100 px-3 text-left " +
  "shadow-xs outline-primary transition-[border-color,box-shadow] motion-reduce:transition-none " +
  "scroll-mt-14 scroll-mb-4 scroll-mx-6 focus-visible:outline-2 focus-visible:outline-offset-1";
const STATES = {
  lifted: "border-primary/60 shadow-lg ring-1 ring-primary/30",
  selected: "border-primary ring-1 ring-primary",
  resting: "border-base-content/10 hover:border-base-content/30 hover:shadow-sm",
};

export const Card = memo(function Card({ card, now, state, isDraggable, ...handle }) {
  return (
    <div role="button" tabIndex={0} {...handle} className={`${SHELL} ${STATES[state]} ${isDraggable ? "cursor-grab" : "cursor-pointer"}`}>
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate text-sm font-medium leading-5">{card.name}</span>
        {card.is_new && (
          <span title="New applicant" className="size-1.5 shrink-0 rounded-full bg-primary">
            <span className="sr-only">, new applicant</span>
          </span>
        )}
      </span>
      <span className="flex items-center gap-2 text-xs text-base-content/70">
        <Age at={card.entered_at} now={now} />
        <span className="ml-auto flex items-center gap-1.5">
          {card.has_unread_note && <Sign icon={MessageSquareDot} tone="text-primary" text="Unread note" />}
          {card.area === "outside" && <Sign icon={MapPinX} tone="text-warning" text="Outside the service area" />}
          {card.area === "unknown" && <Sign icon={MapPinOff} tone="text-base-content/70" text="Not known whether inside the service area" />}
          {card.is_missing_answers && <Sign icon={FileWarning} tone="text-base-content/70" text="Answers missing" />}
        </span>
      </span>
    </div>
  );
});

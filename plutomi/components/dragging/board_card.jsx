/** One applicant on the board: the name, the time in the stage, and a few signs. */
import { memo } from "react";
import { AlarmClock, Clock, FileWarning, MapPinOff, MapPinX, MessageSquareDot, RefreshCwOff } from "lucide-react";
import { since, until } from "./board_model.js";

const SHOWN = 2; // labels, with words; the others are counted

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
    <span className="inline-flex shrink-0 items-center gap-1 tabular-nums" title={`In this stage since ${new Date(at).toLocaleString()}`}>
      <Clock aria-hidden="true" className="size-3" />
      <span aria-hidden="true">{short}</span>
      <span className="sr-only">, in this stage {spoken}</span>
    </span>
  );
}

function Deadline({ at, now }) {
  const [short, spoken, isOver] = until(at, now);
  return (
    <span className={`inline-flex items-center gap-0.5 tabular-nums ${isOver ? "font-medium text-error" : ""}`} title={`${isOver ? "Overdue" : "Due"}: ${new Date(at).toLocaleString()}`}>
      <AlarmClock aria-hidden="true" className="size-3.5" />
      <span aria-hidden="true">{isOver ? `-${short}` : short}</span>
      <span className="sr-only">, {spoken}</span>
    </span>
  );
}

function Labels({ numbers, labels }) {
  const worn = numbers.map((number) => labels.get(number)).filter(Boolean);
  if (!worn.length) return null;
  const names = worn.map(({ name }) => name).join(", ");
  return (
    <span className="flex min-w-0 items-center gap-1" title={names}>
      <span className="sr-only">, labelled {names}</span>
      {worn.slice(0, SHOWN).map(({ number, name, color, ink }) => (
        <span key={number} aria-hidden="true" className="min-w-6 max-w-22 truncate rounded-full px-1.5 text-[0.6875rem] leading-4 font-medium" style={{ backgroundColor: color, color: ink }}>
          {name}
        </span>
      ))}
      {worn.length > SHOWN && <span aria-hidden="true" className="shrink-0 tabular-nums">+{worn.length - SHOWN}</span>}
    </span>
  );
}

const initials = (name) =>
  name.trim().split(/\s+/).filter((_, i, all) => i === 0 || i === all.length - 1).map((word) => [...word][0] ?? "").join("").toUpperCase();
const hue = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);

/** As components/avatar.py draws people, so that a person looks the same everywhere. */
function Assignee({ name }) {
  return (
    <span title={name} className="shrink-0">
      <span aria-hidden="true" className="plutomi-avatar size-5 text-[0.5625rem]" style={{ "--hue": String(hue(name)) }}>{initials(name)}</span>
      <span className="sr-only">, looked after by {name}</span>
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

export const Card = memo(function Card({ card, now, state, isDraggable, labels, members, ...handle }) {
  const assignee = members.get(card.assignee_id);
  return (
    <div role="button" tabIndex={0} {...handle} className={`${SHELL} ${STATES[state]} ${isDraggable ? "cursor-grab" : "cursor-pointer"}`}>
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate text-sm font-medium leading-5">{card.name}</span>
        {card.is_new && (
          <span title="New applicant" className="size-1.5 shrink-0 rounded-full bg-primary">
            <span className="sr-only">, new applicant</span>
          </span>
        )}
        {assignee && <span className="-my-1 ml-auto flex"><Assignee name={assignee.name} /></span>}
      </span>
      <span className="flex items-center gap-2 text-xs text-base-content/70">
        <Age at={card.entered_at} now={now} />
        <Labels numbers={card.labels ?? []} labels={labels} />
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          {card.deadline_at && <Deadline at={card.deadline_at} now={now} />}
          {card.has_unread_note && <Sign icon={MessageSquareDot} tone="text-primary" text="Unread note" />}
          {card.area === "outside" && <Sign icon={MapPinX} tone="text-warning" text="Outside the service area" />}
          {card.area === "unknown" && <Sign icon={MapPinOff} tone="text-base-content/70" text="Not known whether inside the service area" />}
          {card.is_looping && <Sign icon={RefreshCwOff} tone="text-warning" text="Looping: rules sent them round and were stopped" />}
          {card.is_missing_answers && <Sign icon={FileWarning} tone="text-base-content/70" text="Answers missing" />}
        </span>
      </span>
    </div>
  );
});

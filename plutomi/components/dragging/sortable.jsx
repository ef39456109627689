/** A vertical list put in order by dragging: stages, questions in their sections, rules. */
import { useEffect, useState } from "react";
import { DragDropContext, Draggable, Droppable } from "@hello-pangea/dnd";
import { ArrowRight, Copy, Ellipsis, Eye, GripVertical, Pencil, Plus, Settings2, Trash2, X } from "lucide-react";
import { announcements, usage, useLatest, useRefusal } from "./lift.js";
import { laid, place } from "./sortable_model.js";

const ICONS = { "arrow-right": ArrowRight, copy: Copy, eye: Eye, pencil: Pencil, plus: Plus, settings: Settings2, trash: Trash2, x: X };
const NONE = [];

/** The server's order with the moves it has not acknowledged laid over it. */
function useOrder(items, ack, onReorder) {
  const [pending, setPending] = useState(NONE);
  useEffect(() => setPending((moves) => (moves.some((m) => m.seq <= ack) ? moves.filter((m) => m.seq > ack) : moves)), [ack]);
  const live = pending.filter((move) => move.seq > ack);
  const reorder = useLatest((id, position) => {
    const move = { seq: Math.max(Date.now(), (pending.at(-1)?.seq ?? 0) + 1), id, position };
    setPending([...live, move]);
    onReorder?.(move);
  });
  return [laid(items, live), reorder];
}

function Action({ action, item, onAction }) {
  const Icon = ICONS[action.icon] ?? Ellipsis;
  return (
    <button
      type="button"
      className="btn btn-ghost btn-square btn-sm text-base-content/70"
      aria-label={`${action.label} ${item.label}`}
      title={action.label}
      onClick={() => onAction({ id: item.id, key: action.key })}
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
}

function Toggle({ toggle, item, onAction }) {
  return (
    <label className="flex shrink-0 cursor-pointer items-center gap-x-2 gap-y-1 px-1 text-xs text-base-content/70 max-sm:flex-col">
      <span aria-hidden="true">{toggle.label}</span>
      <input
        type="checkbox"
        role="switch"
        className="toggle toggle-sm checked:border-primary checked:text-primary"
        aria-label={`${toggle.label}: ${item.label}`}
        title={toggle.label}
        checked={item.is_on}
        onChange={() => onAction({ id: item.id, key: toggle.key })}
      />
    </label>
  );
}

const isSection = (item) => item.kind === "section";
const looks = (item) => (isSection(item) ? "mt-4 min-h-12 first:mt-0" : `min-h-14 bg-base-100 ${item.is_within ? "ml-4 sm:ml-6" : ""}`);
const edge = (item) => (isSection(item) ? "border-transparent bg-base-content/5" : "border-base-content/10");

/** A sentence whose names stand out, with its title and what is wrong with it, if there is either. */
function Sentence({ item }) {
  return (
    <>
      {item.title && <span className="block text-sm font-semibold break-words">{item.title}</span>}
      <span className={`block text-sm text-pretty break-words ${item.is_on === false ? "text-base-content/70" : ""}`}>
        {item.parts.map(([words, isName], index) => (isName ? <em key={index} className="font-semibold not-italic">{words}</em> : words))}
      </span>
      {item.wrong && <span className="block text-xs text-error">{item.wrong}</span>}
      {item.detail && <span className="block text-xs text-base-content/70">{item.detail}</span>}
    </>
  );
}

function Words({ item }) {
  if (item.parts) return <Sentence item={item} />;
  return (
    <>
      <span className={`block truncate text-sm ${isSection(item) ? "font-semibold" : "font-medium"}`}>{item.label}</span>
      {item.detail && <span className="block truncate text-xs text-base-content/70">{item.detail}</span>}
    </>
  );
}

/** On phones many tools stand below the words, which would have no room beside them. */
const MANY = 2;

function Item({ item, mayEdit, drag, isLifted, actions, toggle, onOpen, onAction }) {
  const [wrap, room] = actions.length > MANY ? ["justify-end max-sm:flex-wrap", "max-sm:basis-3/4"] : ["", ""];
  return (
    <li
      ref={drag.innerRef}
      {...drag.draggableProps}
      className={`mb-2 flex items-center gap-1 ${wrap} rounded-field border py-1 pr-2 pl-1 ${looks(item)} ${isLifted ? "border-primary/60 bg-base-100 shadow-lg" : edge(item)}`}
    >
      {mayEdit && (
        <button type="button" {...drag.dragHandleProps} className="btn btn-ghost btn-square btn-sm cursor-grab text-base-content/70" aria-label={`Move ${item.label}`} title="Drag to reorder">
          <GripVertical aria-hidden="true" className="size-4" />
        </button>
      )}
      {onOpen ? (
        <button type="button" data-open={item.id} className={`min-w-0 grow cursor-pointer rounded-field px-2 py-1 text-left outline-primary hover:bg-base-200 focus-visible:outline-2 ${room}`} onClick={() => onOpen(item.id)}>
          <Words item={item} />
        </button>
      ) : (
        <span className={`min-w-0 grow px-2 py-1 ${room}`}><Words item={item} /></span>
      )}
      {item.badge && <span className="badge badge-soft badge-sm shrink-0">{item.badge}</span>}
      {toggle && item.is_on !== undefined && <Toggle toggle={toggle} item={item} onAction={onAction} />}
      {actions.map((action) => <Action key={action.key} action={action} item={item} onAction={onAction} />)}
    </li>
  );
}

export function Sortable({ items = NONE, ack = 0, refusal = "", mayEdit = true, label = "", actions = NONE, toggle, onReorder, onOpen, onAction }) {
  const [order, reorder] = useOrder(items, ack, onReorder);
  const [frozen, setFrozen] = useState(null); // what arrives during a drag waits: the library counts places
  const shown = frozen ?? order;
  const words = useRefusal(ack, refusal);
  const say = announcements(
    (id) => shown.find((item) => item.id === id)?.label ?? "",
    ({ index }) => place(index, shown.length),
  );
  const onDragStart = (start, provided) => {
    setFrozen(order);
    say.onDragStart(start, provided);
  };
  const onDragEnd = (result, provided) => {
    say.onDragEnd(result, provided);
    setFrozen(null);
    const { draggableId, source, destination } = result;
    if (destination && destination.index !== source.index) reorder(draggableId, destination.index);
  };
  return (
    <DragDropContext onDragStart={onDragStart} onDragUpdate={say.onDragUpdate} onDragEnd={onDragEnd} dragHandleUsageInstructions={usage}>
      <p role="status" className="sr-only">{words}</p>
      <Droppable droppableId="sortable">
        {(list) => (
          <ol ref={list.innerRef} {...list.droppableProps} aria-label={label || undefined}>
            {shown.map((item, index) => (
              <Draggable key={item.id} draggableId={item.id} index={index} isDragDisabled={!mayEdit} disableInteractiveElementBlocking>
                {(drag, { isDragging }) => (
                  <Item item={item} mayEdit={mayEdit} drag={drag} isLifted={isDragging} actions={actions} toggle={toggle} onOpen={onOpen} onAction={onAction} />
                )}
              </Draggable>
            ))}
            {list.placeholder}
          </ol>
        )}
      </Droppable>
    </DragDropContext>
  );
}

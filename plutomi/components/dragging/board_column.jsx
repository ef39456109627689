/** One stage: a header that stays in sight and the windowed list of its cards. */
import { memo, useCallback, useEffect, useRef, useState } from "react";
import { Draggable, Droppable } from "@hello-pangea/dnd";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { Check, ChevronsLeftRight, ChevronsRightLeft, Copy, GripVertical, Settings2 } from "lucide-react";
import { Card } from "./board_card.jsx";

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
const CARD = 3.75; // rem, so that cards grow with the reader's text size
const GAP = 0.5;

const ICON_BUTTON = "btn btn-ghost btn-square btn-sm size-7 text-base-content/70";

function CopyLink({ link }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } catch {
      window.prompt("Copy this link", link);
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <button type="button" className="btn btn-sm mt-3" onClick={copy}>
      <Icon aria-hidden="true" className="size-3.5" />
      <span aria-live="polite">{isCopied ? "Copied" : "Copy link"}</span>
    </button>
  );
}

function Empty({ isFirst, board: { mayEdit, applyLink, isNarrowed } }) {
  if (isFirst && applyLink && !isNarrowed) {
    return (
      <div className="sticky top-11 px-4 py-10 text-center text-sm text-base-content/70">
        <p className="font-medium text-base-content">No applicants yet</p>
        <p className="mt-1">Share the application link. Whoever applies arrives here.</p>
        <CopyLink link={applyLink} />
      </div>
    );
  }
  return (
    <p className="sticky top-11 px-4 py-10 text-center text-sm text-base-content/70">
      {isNarrowed ? "None of these here" : mayEdit ? "Drag applicants here" : "No applicants in this stage"}
    </p>
  );
}

/** Stands below the loaded cards and asks for the next page when it comes near the view. */
function Tail({ column, isFailed, onNear, scroller, top }) {
  const mark = useRef(null);
  useEffect(() => {
    if (isFailed || !scroller) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => entry.isIntersecting && onNear(column.id),
      { root: scroller, rootMargin: "800px 300px" },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [column.cards, column.id, column.next, isFailed, onNear, scroller]);
  return (
    <div ref={mark} className="absolute inset-x-2" style={{ top, height: `${CARD}rem` }}>
      {isFailed ? (
        <button type="button" className="btn btn-sm w-full" onClick={() => onNear(column.id)}>
          Could not load more. Retry
        </button>
      ) : (
        <div className="skeleton h-full w-full rounded-field motion-reduce:animate-none">
          <span className="sr-only">Loading more applicants</span>
        </div>
      )}
    </div>
  );
}

/** Whether the lane is in or near the view: only those draw cards, so that scrolling moves few. */
function useNear(scroller) {
  const [lane, setLane] = useState(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!lane || !scroller) return undefined;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1).isIntersecting), { root: scroller, rootMargin: "0px 600px" });
    observer.observe(lane);
    return () => observer.disconnect();
  }, [lane, scroller]);
  return [setLane, isNear];
}

function Cards({ column, isFirst, isCarried, board, list, isOver }) {
  const [unit] = useState(rem);
  const [focused, setFocused] = useState(null);
  const size = (CARD + GAP) * unit;
  const [setLane, isNear] = useNear(board.scroller);
  const { innerRef } = list;
  const ref = useCallback((element) => (innerRef(element), setLane(element)), [innerRef, setLane]);
  const kept = focused === null ? -1 : column.cards.findIndex((card) => card.id === focused);
  const rangeExtractor = useCallback(
    (range) => {
      const rows = defaultRangeExtractor(range);
      return kept < 0 || kept >= range.count || rows.includes(kept) ? rows : [...rows, kept].sort((a, b) => a - b);
    },
    [kept],
  );
  const virtual = useVirtualizer({
    count: column.cards.length,
    getScrollElement: () => board.scroller,
    estimateSize: () => size,
    getItemKey: (index) => column.cards[index].id,
    overscan: 4,
    rangeExtractor,
  });
  const rows = isNear || isCarried ? virtual.getVirtualItems() : [];
  const stop = rows.some((row) => row.key === focused) ? focused : rows[0]?.key;
  const total = virtual.getTotalSize();
  const more = column.next ? size : 0;
  return (
    <div
      ref={ref}
      {...list.droppableProps}
      role={rows.length ? "list" : undefined}
      aria-label={rows.length ? column.name : undefined}
      className={`relative grow rounded-b-box transition-colors motion-reduce:transition-none ${isOver ? "bg-primary/5" : ""}`}
      style={{ minHeight: total + more + (isOver ? size : 0) + 4 }}
      onFocus={(event) => setFocused(event.target.closest("[data-card]")?.dataset.card ?? null)}
    >
      {rows.map(({ index, key, start }) => (
        <Draggable key={key} draggableId={key} index={index} isDragDisabled={!board.mayEdit}>
          {(drag) => (
            <Row card={column.cards[index]} index={index} count={column.count} board={board} drag={drag} top={start} unit={unit} isStop={key === stop} />
          )}
        </Draggable>
      ))}
      {column.next && <Tail column={column} isFailed={board.failedPages.has(column.id)} onNear={board.loadMore} scroller={board.scroller} top={total} />}
      {!column.count && !isOver && <Empty isFirst={isFirst} board={board} />}
    </div>
  );
}

/** The height and the margin are both the card's own: the library shifts the others by their sum. */
export function Row({ card, index, count, board, drag, top, unit, isStop, isLifted = false }) {
  const place = isLifted ? {} : { position: "absolute", top, left: "0.5rem", right: "0.5rem" };
  const state = isLifted ? "lifted" : card.id === board.selected ? "selected" : "resting";
  return (
    <div
      ref={drag.innerRef}
      {...drag.draggableProps}
      role="listitem"
      aria-posinset={index + 1}
      aria-setsize={count}
      style={{ ...place, ...drag.draggableProps.style, height: CARD * unit, marginBottom: GAP * unit }}
    >
      <Card
        card={card}
        now={board.now}
        state={state}
        isDraggable={board.mayEdit}
        labels={board.labels}
        members={board.members}
        {...drag.dragHandleProps}
        tabIndex={isStop ? 0 : -1}
        data-card={card.id}
        data-index={index}
        aria-current={card.id === board.selected || undefined}
      />
    </div>
  );
}

function Handle({ name, ...props }) {
  return (
    <button type="button" {...props} className={`${ICON_BUTTON} -ml-1 w-6 cursor-grab`} aria-label={`Move the stage ${name}`} title="Drag to move the stage">
      <GripVertical aria-hidden="true" className="size-4" />
    </button>
  );
}

function Header({ column, board, handle }) {
  return (
    <header className="sticky top-0 z-10 flex h-11 shrink-0 items-center gap-1 rounded-t-box bg-trough pr-1.5 pl-3">
      {board.mayEdit && <Handle name={column.name} {...handle} />}
      <h2 className="min-w-0 truncate text-sm font-semibold" title={column.name}>{column.name}</h2>
      <span className="px-1 text-xs text-base-content/70 tabular-nums">
        {column.count.toLocaleString()}<span className="sr-only"> applicants</span>
      </span>
      <span className="ml-auto flex">
        {board.mayEdit && board.onStageSettings && (
          <button type="button" className={ICON_BUTTON} aria-label={`Settings of ${column.name}`} title="Stage settings" onClick={() => board.onStageSettings(column.id)}>
            <Settings2 aria-hidden="true" className="size-4" />
          </button>
        )}
        <button type="button" className={ICON_BUTTON} data-fold={column.id} aria-expanded="true" aria-label={`Fold ${column.name}`} title="Fold the stage" onClick={() => board.fold(column.id)}>
          <ChevronsRightLeft aria-hidden="true" className="size-4" />
        </button>
      </span>
    </header>
  );
}

function Folded({ column, board, list, isOver }) {
  return (
    <div ref={list.innerRef} {...list.droppableProps} className={`grow rounded-box transition-colors motion-reduce:transition-none ${isOver ? "bg-primary/15" : ""}`}>
      <button
        type="button"
        data-fold={column.id}
        className="sticky top-0 flex w-full cursor-pointer flex-col items-center gap-3 rounded-box px-2 py-3 outline-primary hover:bg-base-300 focus-visible:outline-2"
        aria-expanded="false"
        title={`Unfold ${column.name}`}
        onClick={() => board.fold(column.id)}
      >
        <ChevronsLeftRight aria-hidden="true" className="size-4 shrink-0 text-base-content/70" />
        <span className="text-xs text-base-content/70 tabular-nums">{column.count.toLocaleString()}<span className="sr-only"> applicants, unfold </span></span>
        <span className="max-h-64 truncate text-sm font-semibold [writing-mode:vertical-rl]">{column.name}</span>
      </button>
      {list.placeholder}
    </div>
  );
}

export const Column = memo(function Column({ column, index, isFirst, isFolded, board }) {
  const clone = (drag, _snapshot, { source }) => (
    <Row card={column.cards[source.index]} index={source.index} count={column.count} board={board} drag={drag} unit={rem()} isLifted />
  );
  return (
    <Draggable draggableId={`column:${column.id}`} index={index} isDragDisabled={!board.mayEdit || isFolded} disableInteractiveElementBlocking>
      {(drag, { isDragging }) => (
        <section
          ref={drag.innerRef}
          {...drag.draggableProps}
          data-column={column.id}
          aria-label={column.name}
          className={`mr-3 flex shrink-0 snap-start flex-col rounded-box bg-trough ${isFolded ? "w-10" : "w-72 max-sm:w-[85vw]"} ${isDragging ? "shadow-xl ring-1 ring-primary/30" : ""}`}
        >
          {!isFolded && <Header column={column} board={board} handle={drag.dragHandleProps} />}
          {isFolded ? (
            <Droppable droppableId={column.id} type="card" key="folded">
              {(list, { isDraggingOver }) => <Folded column={column} board={board} list={list} isOver={isDraggingOver} />}
            </Droppable>
          ) : (
            <Droppable droppableId={column.id} type="card" mode="virtual" renderClone={clone} key="open">
              {(list, { isDraggingOver }) => <Cards column={column} isFirst={isFirst} isCarried={isDragging} board={board} list={list} isOver={isDraggingOver} />}
            </Droppable>
          )}
        </section>
      )}
    </Draggable>
  );
});

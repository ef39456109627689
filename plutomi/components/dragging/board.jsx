/** The board: stages side by side in one scroller (the drag library follows only one), cards that move at once. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { DragDropContext, Droppable } from "@hello-pangea/dnd";
import { CircleAlert, Plus, RotateCw } from "lucide-react";
import { Column } from "./board_column.jsx";
import { neighbours } from "./board_model.js";
import { BoardStore } from "./board_store.js";
import { announcements, followTouch, usage, useLatest, useNow, useRefusal } from "./lift.js";

const NONE = [];
const NOBODY = new Map();
const AUTO_SCROLL = { startFromPercentage: 0.18, maxPixelScroll: 22 };

async function fetchJson(url) {
  const response = await fetch(url, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function useBoard({ snapshotUrl, opening, ops = NONE, opsSeq = 0, ack = 0, refusal = "" }) {
  const store = useMemo(() => new BoardStore(snapshotUrl, fetchJson), [snapshotUrl, opening]);
  useLayoutEffect(() => store.receive(ops, opsSeq, ack, refusal), [store, ops, opsSeq, ack, refusal]);
  useEffect(() => {
    if (!snapshotUrl || !opening) return undefined;
    store.open();
    window.addEventListener("online", store.retry);
    return () => {
      window.removeEventListener("online", store.retry);
      store.close();
    };
  }, [store, snapshotUrl, opening]);
  return [store, useSyncExternalStore(store.subscribe, store.getState)];
}

/** Folded stages, remembered by this browser where it lets us. */
function useFolded(opening, columns) {
  const key = `plutomi.folded.${opening}`;
  const [folded, setFolded] = useState(null);
  useEffect(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      setFolded(kept && new Set(kept));
    } catch {
      setFolded(null);
    }
  }, [key]);
  const initial = useMemo(() => new Set(columns.filter((c) => c.is_folded).map((c) => c.id)), [columns]);
  const current = folded ?? initial;
  const fold = useLatest((id) => {
    const next = new Set(current);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
    try {
      localStorage.setItem(key, JSON.stringify([...next]));
    } catch {
      // A browser without storage still folds, until the page is left.
    }
    requestAnimationFrame(() => document.querySelector(`[data-fold="${CSS.escape(id)}"]`)?.focus());
  });
  return [current, fold];
}

const STEPS = { ArrowDown: [0, 1], j: [0, 1], ArrowUp: [0, -1], k: [0, -1], ArrowRight: [1, 0], l: [1, 0], ArrowLeft: [-1, 0], h: [-1, 0] };

/** Arrows (and h j k l) walk the cards; stages without a card in sight are passed over. */
function walk(event, scroller) {
  const card = event.target.closest("[data-card]");
  const step = STEPS[event.key];
  if (!card || !step || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const lanes = [...scroller.querySelectorAll("[data-column]")];
  const at = (lane, index) => lane.querySelector(`[data-index="${index}"]`) ?? [...lane.querySelectorAll("[data-card]")].pop();
  let lane = lanes.indexOf(card.closest("[data-column]"));
  const index = Number(card.dataset.index);
  if (step[1]) return lanes[lane].querySelector(`[data-index="${index + step[1]}"]`)?.focus();
  for (lane += step[0]; lanes[lane]; lane += step[0]) {
    const next = at(lanes[lane], index);
    if (next) return next.focus();
  }
}

function Skeleton() {
  return (
    <div className="flex h-full gap-3 overflow-hidden px-4 pt-3 pb-4" aria-busy="true">
      <span className="sr-only" role="status">Loading the board</span>
      {[5, 3, 4, 2, 3].map((cards, lane) => (
        <div key={lane} className="flex w-72 shrink-0 flex-col gap-2 rounded-box bg-trough p-2 max-sm:w-[85vw]">
          <div className="skeleton m-1 mb-2 h-5 w-1/2 motion-reduce:animate-none" />
          {Array.from({ length: cards }, (_, card) => (
            <div key={card} className="skeleton h-15 rounded-field motion-reduce:animate-none" />
          ))}
        </div>
      ))}
    </div>
  );
}

function Failure({ onRetry }) {
  return (
    <div role="alert" className="m-auto max-w-sm p-8 text-center">
      <CircleAlert aria-hidden="true" className="mx-auto size-8 text-error" />
      <p className="mt-3 font-medium">The board could not be loaded</p>
      <p className="mt-1 text-sm text-base-content/70">We keep trying. Nothing is lost.</p>
      <button type="button" className="btn btn-sm mt-4" onClick={onRetry}>
        <RotateCw aria-hidden="true" className="size-4" /> Retry
      </button>
    </div>
  );
}

const HINTS = {
  isFailing: "This board may be behind. Trying again…",
  isSlow: "Still saving. Please keep this page open.",
  hasLost: "A move could not be saved. The board shows where everybody stands.",
};

/** What is wrong, at the foot of the board, as long as it is. */
function Hint({ state, onRetry }) {
  const wrong = Object.keys(HINTS).find((name) => state[name]);
  const looks = "max-sm:w-max max-sm:max-w-[90vw] absolute bottom-4 left-1/2 z-20 flex -translate-x-1/2 items-center gap-3 rounded-box border border-base-300 bg-base-100 px-4 py-2 text-sm shadow-lg";
  return (
    <div role="status">
      {wrong && (
        <p className={looks}>
          {HINTS[wrong]}
          {wrong === "isFailing" && <button type="button" className="btn btn-xs -mr-2" onClick={onRetry}>Now</button>}
        </p>
      )}
    </div>
  );
}

/** By keyboard a card only reaches cards wholly in sight, so the stages beside the one it enters come into view. */
function reveal(scroller, stageId, fromId) {
  const [lane, from] = [stageId, fromId].map((id) => scroller.querySelector(`[data-column="${CSS.escape(id)}"]`)?.getBoundingClientRect());
  if (!lane || !from) return;
  const view = scroller.getBoundingClientRect();
  const beside = lane.width + 24;
  const [left, right] = [lane.left - beside - view.left, lane.right + beside - view.right];
  if (lane.left < from.left) scroller.scrollLeft += left < 0 ? left : Math.max(0, Math.min(right, left));
  else scroller.scrollLeft += right > 0 ? right : Math.min(0, Math.max(left, right));
}

export function Board(props) {
  const { opening, selected, mayEdit = false, applyLink, ack, refusal } = props;
  const [store, state] = useBoard(props);
  const [frozen, setFrozen] = useState(null); // what arrives during a drag waits: the library counts places
  const columns = frozen ?? state.columns;
  const [folded, fold] = useFolded(opening, columns);
  const [onMove, onColumnMove, onOpen] = [useLatest(props.onMove), useLatest(props.onColumnMove), useLatest(props.onOpen)];
  const onStageSettings = useLatest(props.onStageSettings);
  const words = useRefusal(ack, refusal);
  const now = useNow();
  const [scroller, setScroller] = useState(null); // a state, for the windows need it once it is there
  const scrollTop = useRef(0);

  const hasSettings = Boolean(props.onStageSettings);
  const { failedPages } = state;
  const { labels = NOBODY, members = NOBODY } = state.model ?? {};
  const board = useMemo(
    () => ({ mayEdit, applyLink, isNarrowed: store.isNarrowed, selected, now, scroller, failedPages, labels, members, fold, loadMore: store.loadMore, onStageSettings: hasSettings ? onStageSettings : null }),
    [mayEdit, applyLink, selected, now, scroller, failedPages, labels, members, fold, store, hasSettings, onStageSettings],
  );

  const nameOf = useCallback(
    (id, type) =>
      (type === "column" ? columns.find((c) => `column:${c.id}` === id) : columns.flatMap((c) => c.cards).find((c) => c.id === id))?.name ?? "",
    [columns],
  );
  const placeOf = ({ droppableId, index }, type, from) => {
    if (type === "column") return `position ${index + 1} of ${columns.length}`;
    const column = columns.find(({ id }) => id === droppableId);
    return `position ${index + 1} of ${(column?.count ?? 0) + (from && from !== droppableId ? 1 : 0)} in ${column?.name}`;
  };
  const [lifted, over] = [useRef(null), useRef(null)];
  const say = announcements(nameOf, (place, type) => placeOf(place, type, lifted.current));

  const drop = ({ draggableId, type, source, destination }) => {
    if (!destination || (destination.droppableId === source.droppableId && destination.index === source.index)) return;
    if (type === "column") {
      const { seq, stage_id, position } = store.move({ stage_id: draggableId.slice(7), position: destination.index });
      return onColumnMove({ seq, stage_id, position });
    }
    const target = columns.find(({ id }) => id === destination.droppableId);
    const beside = neighbours(target.cards, draggableId, destination.index);
    const move = { applicant_id: draggableId, from_stage_id: source.droppableId, to_stage_id: target.id, ...beside };
    const { seq } = store.move({ ...move, at: new Date().toISOString() });
    onMove({ seq, ...move });
  };

  const onBeforeCapture = ({ draggableId }) => {
    const lane = draggableId.startsWith("column:");
    scroller.dataset.drag = lane ? "column" : "card";
    if (!lane) return;
    scrollTop.current = scroller.scrollTop; // lanes are as tall as the longest: cut them to the view to be carried
    scroller.style.setProperty("--lane", `${scroller.clientHeight - 28}px`);
    scroller.scrollTop = 0;
  };
  const onDragStart = (start, provided) => {
    lifted.current = over.current = start.source.droppableId;
    if (start.type === "card" && start.mode === "SNAP") reveal(scroller, over.current, over.current);
    setFrozen(state.columns);
    say.onDragStart(start, provided);
  };
  const onDragUpdate = (update, provided) => {
    if (update.type === "card" && update.mode === "SNAP" && update.destination) {
      reveal(scroller, update.destination.droppableId, over.current);
      over.current = update.destination.droppableId;
    }
    say.onDragUpdate(update, provided);
  };
  const onDragEnd = (result, provided) => {
    delete scroller.dataset.drag;
    if (result.type === "column") scroller.scrollTop = scrollTop.current;
    say.onDragEnd(result, provided);
    setFrozen(null);
    drop(result);
  };

  const onKeyDown = (event) => {
    if (frozen) return;
    const id = event.target.dataset.card;
    if (id && event.key === "Enter") return onOpen(id);
    walk(event, scroller);
  };
  const onClick = (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || event.defaultPrevented) return;
    card.focus({ preventScroll: true }); // the library keeps clicks from doing so, and the panel gives the focus back
    onOpen(card.dataset.card);
  };

  if (!state.model) return state.isFailing ? <Failure onRetry={store.retry} /> : <Skeleton />;
  return (
    <div className="relative flex h-full min-h-0 grow flex-col">
      <p role="status" className="sr-only">{words}</p>
      <DragDropContext
        onBeforeCapture={onBeforeCapture}
        onDragStart={onDragStart}
        onDragUpdate={onDragUpdate}
        onDragEnd={onDragEnd}
        dragHandleUsageInstructions={`${usage} Enter opens.`}
        autoScrollerOptions={AUTO_SCROLL}
      >
        <div
          ref={setScroller}
          role="region"
          aria-label="Board"
          className="group/board min-h-0 grow scroll-px-4 overflow-auto overscroll-contain max-sm:snap-x max-sm:snap-mandatory max-sm:data-drag:snap-none data-[drag=column]:**:data-column:h-(--lane) data-[drag=column]:**:data-column:overflow-hidden"
          onKeyDown={onKeyDown}
          onClick={onClick}
          onTouchStart={followTouch}
        >
          <Droppable droppableId="columns" type="column" direction="horizontal">
            {(list) => (
              <div ref={list.innerRef} {...list.droppableProps} className="flex min-h-full w-max items-stretch pt-3 pr-1 pb-4 pl-4">
                {columns.map((column, index) => (
                  <Column key={column.id} column={column} index={index} isFirst={index === 0} isFolded={folded.has(column.id)} board={board} />
                ))}
                {list.placeholder}
                {mayEdit && props.onAddStage && (
                  <button type="button" className="btn btn-ghost mr-3 h-11 w-44 justify-start border border-dashed border-base-300 text-base-content/70" onClick={() => props.onAddStage()}>
                    <Plus aria-hidden="true" className="size-4" /> Add a stage
                  </button>
                )}
              </div>
            )}
          </Droppable>
        </div>
      </DragDropContext>
      <Hint state={state} onRetry={store.retry} />
    </div>
  );
}

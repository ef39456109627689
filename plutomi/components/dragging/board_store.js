/** The board's life: fetches, live operations and moves in flight, kept as one state that React reads. */
import { applyMove, applyOps, fromSnapshot, isStrange, mergePage, sift } from "./board_model.js";

const PAGE = 50;
const DEEP_PAGE = 200;
const LONGEST_PAUSE = 30_000;
const SLOW = 4_000; // ms without an acknowledgement until a move is said to be on its way still,
const LOST = 30_000; // and until it is given up, for a connection may die with it
const GATHER = 1_000; // ms: a part of a board is fetched anew this long after news, for it cannot tell whom they concern

export class BoardStore {
  #url;
  #path;
  #narrowed;
  #gathering = false;
  #fetchJson;
  #slow;
  #lost;
  #listeners = new Set();
  #log = []; // operations received while a snapshot is under way
  #last = null;
  #ack = 0;
  #seq = 0;
  #run = 0;
  #isOpen = false;
  #isFetching = false;
  #again = false;
  #generation = 0;
  #paging = new Set();
  #wake = null;

  state = { model: null, pending: [], columns: [], isFailing: false, isSlow: false, hasLost: false, failedPages: new Set() };

  constructor(url, fetchJson, { slow = SLOW, lost = LOST } = {}) {
    this.#url = url;
    [this.#path, this.#narrowed = ""] = url.split("?"); // with a query it is a part of a board: those of a label, say
    this.#fetchJson = fetchJson;
    [this.#slow, this.#lost] = [slow, lost];
  }

  get isNarrowed() {
    return this.#narrowed !== "";
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getState = () => this.state;

  open() {
    this.#isOpen = true;
    this.#run += 1;
    this.#refresh(this.#run);
  }

  close() {
    this.#run += 1;
    this.#isOpen = this.#isFetching = false;
    this.#wake?.();
  }

  retry = () => (this.#wake ? this.#wake() : this.refetch());

  /** Operations and the acknowledgement come in one delta and are shown in one step, so no card jumps back. */
  receive(ops, opsSeq, ack, refusal) {
    const { fresh, isGap } = sift(this.#last ?? opsSeq, ops, opsSeq); // before the first snapshot nothing can be missed
    [this.#last, this.#ack] = [opsSeq, ack];
    if (this.#isFetching) this.#log.push(...fresh);
    const { model } = this.state;
    if (isGap || fresh.some((op) => op.kind === "columns" || (model && isStrange(model, op)))) this.refetch();
    else if (this.#narrowed && fresh.length) this.#gather();
    if (this.state.model) this.#settle(this.#narrowed ? this.state.model : applyOps(this.state.model, fresh), refusal);
  }

  #gather() {
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => ((this.#gathering = false), this.refetch()), GATHER);
  }

  /** Shows the move at once; returns it with the number by which the server will acknowledge it. */
  move(move) {
    this.#seq = Math.max(this.#seq + 1, Date.now()); // grows across reloads
    const full = { ...move, seq: this.#seq };
    this.#set({ pending: [...this.state.pending, full], hasLost: false });
    setTimeout(() => this.#isPending(full) && this.#set({ isSlow: true }), this.#slow);
    setTimeout(() => this.#isPending(full) && this.#abandon(full), this.#lost);
    return full;
  }

  #isPending = (move) => this.state.pending.includes(move);

  /** Shows what is saved, and says that this move may not be. */
  #abandon(move) {
    this.#set({ pending: this.state.pending.filter((one) => one !== move), hasLost: true });
    this.refetch();
  }

  refetch() {
    if (this.#isFetching) this.#again = true;
    else if (this.#isOpen) this.#refresh(this.#run);
  }

  loadMore = async (id) => {
    const [cursor, generation] = [this.#column(this.state.model, id)?.next, this.#generation];
    if (!cursor || this.#paging.has(id)) return;
    this.#paging.add(id);
    try {
      const page = await this.#page(id, cursor, PAGE);
      this.#paging.delete(id); // before the page shows, for showing it may ask for the next
      if (generation === this.#generation) this.#set({ model: mergePage(this.state.model, id, cursor, page) });
      this.#mark(id, false);
    } catch {
      this.#mark(id, true);
    }
    this.#paging.delete(id);
  };

  #mark(id, isFailed) {
    const failedPages = new Set(this.state.failedPages);
    if (failedPages.has(id) === isFailed) return;
    isFailed ? failedPages.add(id) : failedPages.delete(id);
    this.#set({ failedPages });
  }

  #set(change) {
    const state = { ...this.state, ...change };
    state.isSlow &&= state.pending.length > 0;
    this.state = { ...state, columns: state.pending.reduce(applyMove, state.model?.columns ?? []) };
    for (const listener of this.#listeners) listener();
  }

  /**
   * While a snapshot is under way, moves it may not hold yet stay laid over, acknowledged or not. What no operation
   * brings is kept as it was laid: stages, and on a part of a board cards too, until it is fetched anew.
   */
  #settle(model, refusal) {
    if (this.#isFetching) return this.#set({ model });
    const done = this.state.pending.filter((move) => move.seq <= this.#ack);
    const columns = refusal ? model.columns : done.filter((move) => move.stage_id || this.#narrowed).reduce(applyMove, model.columns);
    this.#set({ model: { ...model, columns }, pending: this.state.pending.filter((move) => !done.includes(move)) });
  }

  async #refresh(run) {
    this.#isFetching = true;
    for (let tries = 0; run === this.#run; tries += 1) {
      this.#again = false;
      this.#log = []; // what came before the request was committed before it, so the answer holds it
      try {
        const model = await this.#load();
        if (run === this.#run) this.#install(model);
        return;
      } catch {
        if (run !== this.#run) return;
        this.#set({ isFailing: true });
        await this.#pause(Math.min(2 ** tries * 1000, LONGEST_PAUSE));
      }
    }
  }

  #install(model) {
    this.#isFetching = false;
    this.#generation += 1;
    const pending = this.state.pending.filter((move) => move.seq > this.#ack);
    this.#set({ model: this.#narrowed ? model : applyOps(model, this.#log), pending, isFailing: false, failedPages: new Set() });
    if (this.#again) this.refetch();
  }

  /** The snapshot, and as deep as each column had been scrolled, so that scroll places hold. */
  async #load() {
    let model = fromSnapshot(await this.#fetchJson(this.#url));
    for (const { id } of model.columns) {
      const depth = this.#column(this.state.model, id)?.cards.length ?? 0;
      for (let at = this.#column(model, id); at.next && at.cards.length < depth; at = this.#column(model, id)) {
        model = mergePage(model, id, at.next, await this.#page(id, at.next, DEEP_PAGE));
      }
    }
    return model;
  }

  #page = (id, cursor, limit) =>
    this.#fetchJson(`${this.#path}/${encodeURIComponent(id)}?${new URLSearchParams({ after: cursor, limit })}${this.#narrowed && `&${this.#narrowed}`}`);

  #column = (model, id) => model?.columns.find((column) => column.id === id);

  #pause = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
}

// A condition put together from earlier questions by choosing, and read aloud as a sentence. Sent as JSON in a hidden field.
import { useId, useState } from "react";
import { Choice, Row } from "./condition_row.jsx";
import { read, sentence, startOf, written } from "./condition_words.js";

const NONE = [];

/** `questions` are the earlier ones, {key, title, type, options}; `value` is the tree as JSON, "" for none. */
export function Condition({ name, value, questions = NONE, subject, error }) {
  const id = useId();
  const [{ how, rows, isIntricate }, setState] = useState(() => read(value, questions));
  const change = (next) => setState((now) => ({ ...now, ...next, isIntricate: false }));
  const put = (index, row) => change({ rows: rows.with(index, row) });
  const json = isIntricate ? value : written(how, rows, questions);
  const says = sentence(subject, how, rows, questions);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2.5" aria-describedby={`${id}-says`} data-invalid={error ? "true" : "false"}>
      <legend className="mb-1.5 text-sm font-medium">When is it shown?</legend>
      <input type="hidden" name={name} value={json} readOnly />
      {rows.length > 1 ? (
        <label className="flex flex-wrap items-center gap-2 text-sm">
          When
          <Choice label="How many must be so" className="select select-sm min-h-9 w-auto" value={how} choices={[["all", "all"], ["any", "any"], ["none", "none"]]} onChange={(word) => change({ how: word })} />
          of these are so:
        </label>
      ) : null}
      {rows.length ? (
        <ol className="flex flex-col gap-2">
          {rows.map((row, index) => (
            <Row key={index} row={row} number={index + 1} questions={questions} onChange={(next) => put(index, next)} onRemove={() => change({ rows: rows.toSpliced(index, 1) })} />
          ))}
        </ol>
      ) : null}
      {questions.length ? (
        <button type="button" className="btn btn-sm min-h-9 self-start border-line bg-base-100 font-medium" onClick={() => change({ rows: [...rows, startOf(questions.at(-1))] })}>
          <span aria-hidden="true">+</span> {rows.length ? "Add another condition" : "Add a condition"}
        </button>
      ) : null}
      <p id={`${id}-says`} aria-live="polite" className="text-sm text-muted text-pretty">
        {isIntricate
          ? "Its condition was written through the API and is too intricate to show here. It stays as it is until you add one."
          : questions.length || rows.length
            ? says.map(([words, isName], index) => (isName ? <em key={index} className="font-medium text-base-content not-italic">{words}</em> : words))
            : "Always. Conditions look at earlier questions, and there are none before this."}
      </p>
      {error ? (
        <p role="alert" className="text-sm text-error">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

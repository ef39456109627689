// A condition put together from earlier questions by choosing, and read aloud as a sentence. Sent as JSON in a hidden field.
import { useId, useState } from "react";
import { fits, opsOf, read, sentence, startOf, written } from "./condition_words.js";

const NONE = [];
const select = "select select-sm w-full text-ellipsis min-h-9 text-base sm:text-sm";
const input = "input input-sm w-full min-h-9 text-base sm:text-sm";

function Choice({ label, value, choices, onChange, className = select }) {
  return (
    <select aria-label={label} className={className} value={value} onChange={(event) => onChange(event.target.value)}>
      {choices.map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Several({ label, options, value, onChange }) {
  const chosen = Array.isArray(value) ? value : NONE;
  const toggle = (option) => onChange(options.filter((one) => (one === option) !== chosen.includes(one)));
  return (
    <fieldset className="flex flex-col gap-1 rounded-field border border-line px-2.5 py-1.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option} className="flex min-h-7 cursor-pointer items-center gap-2 text-sm">
          <input type="checkbox" className="checkbox checkbox-xs checkbox-primary size-5" checked={chosen.includes(option)} onChange={() => toggle(option)} />
          <span className="min-w-0 break-words">{option}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Typed({ label, kind, value, onChange }) {
  return (
    <input
      aria-label={label}
      className={input}
      type={kind === "number" ? "text" : kind}
      inputMode={kind === "number" ? "decimal" : undefined}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Value({ row, question, number, onChange }) {
  const { shape, kind } = fits(question, row.op);
  const label = `Value of condition ${number}`;
  if (shape === "none") return null;
  if (shape === "yes_no") return <Choice label={label} value={String(row.value)} choices={[["true", "Yes"], ["false", "No"]]} onChange={(word) => onChange(word === "true")} />;
  if (shape === "option") return <Choice label={label} value={row.value} choices={question.options.map((one) => [one, one])} onChange={onChange} />;
  if (shape === "options") return <Several label={label} options={question.options} value={row.value} onChange={onChange} />;
  if (shape !== "pair") return <Typed label={label} kind={kind} value={row.value} onChange={onChange} />;
  const [least, most] = Array.isArray(row.value) ? row.value : ["", ""];
  return (
    <span className="grid grid-cols-[1fr_auto_1fr] items-center gap-2">
      <Typed label={`${label}, from`} kind={kind} value={least} onChange={(one) => onChange([one, most])} />
      <span className="text-sm text-muted">and</span>
      <Typed label={`${label}, to`} kind={kind} value={most} onChange={(one) => onChange([least, one])} />
    </span>
  );
}

function Row({ row, number, questions, onChange, onRemove }) {
  const question = questions.find((one) => one.key === row.key);
  const ops = opsOf(question);
  const ask = (key) => onChange(startOf(questions.find((one) => one.key === key)));
  const judge = (op) => onChange({ ...startOf(question, op), ...(fits(question, op).shape === fits(question, row.op).shape ? { value: row.value } : {}) });
  return (
    <li className="rounded-field border border-line bg-base-100 p-2.5">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 grow gap-2 sm:grid-cols-2">
          <div className="sm:col-span-2">
            <Choice label={`Question of condition ${number}`} value={row.key} choices={questions.map((one) => [one.key, one.title])} onChange={ask} />
          </div>
          <Choice label={`How condition ${number} compares`} value={row.op} choices={ops} onChange={judge} />
          <Value row={row} question={question} number={number} onChange={(value) => onChange({ ...row, value })} />
        </div>
        <button type="button" className="btn btn-ghost btn-square btn-sm text-base-content/70" aria-label={`Remove condition ${number}`} title="Remove" onClick={onRemove}>
          <span aria-hidden="true" className="text-lg leading-none">×</span>
        </button>
      </div>
    </li>
  );
}

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

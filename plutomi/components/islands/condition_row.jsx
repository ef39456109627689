// One condition as a row of choices: what it looks at, how it compares, with what.
import { fits, opsOf, startOf, valueOf, wordsOf } from "./condition_words.js";

const NONE = [];
const select = "select select-sm w-full text-ellipsis min-h-9 text-base sm:text-sm aria-invalid:border-error";
const input = "input input-sm w-full min-h-9 text-base sm:text-sm aria-invalid:border-error";

/** `choices` are [value, words, group]: those with a group stand under its name. */
export function Choice({ label, value, choices, onChange, className = select, error, ...props }) {
  const groups = [...new Set(choices.map(([, , group]) => group ?? ""))];
  const options = (group) =>
    choices
      .filter((one) => (one[2] ?? "") === group)
      .map(([key, words]) => (
        <option key={key} value={key}>
          {words}
        </option>
      ));
  return (
    <select aria-label={label} aria-invalid={error ? "true" : "false"} className={className} value={value ?? ""} onChange={(event) => onChange(event.target.value)} {...props}>
      {groups.map((group) => (group ? <optgroup key={group} label={group}>{options(group)}</optgroup> : options(group)))}
    </select>
  );
}

export function Several({ label, options, value, onChange, className = "" }) {
  const chosen = Array.isArray(value) ? value : NONE;
  const toggle = (option) => onChange(options.map(valueOf).filter((one) => (one === option) !== chosen.includes(one)));
  return (
    <fieldset className={`flex flex-col gap-1 rounded-field border border-line px-2.5 py-1.5 ${className}`}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={valueOf(option)} className="flex min-h-7 cursor-pointer items-center gap-2 text-sm">
          <input type="checkbox" className="checkbox checkbox-xs checkbox-primary size-5" checked={chosen.includes(valueOf(option))} onChange={() => toggle(valueOf(option))} />
          <span className="min-w-0 break-words">{wordsOf(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Typed({ label, kind, value, onChange, error, className = input, ...props }) {
  return (
    <input
      aria-label={label}
      aria-invalid={error ? "true" : "false"}
      className={className}
      type={kind === "number" ? "text" : kind}
      inputMode={kind === "number" ? "decimal" : undefined}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
      {...props}
    />
  );
}

export function Wrong({ words }) {
  return words ? <p role="alert" className="text-sm text-error">{words}</p> : null;
}

function Value({ row, question, number, error, onChange }) {
  const { shape, kind } = fits(question, row.op);
  const label = `Value of condition ${number}`;
  if (shape === "none") return null;
  if (shape === "yes_no") return <Choice label={label} value={String(row.value)} choices={[["true", "Yes"], ["false", "No"]]} onChange={(word) => onChange(word === "true")} />;
  if (shape === "option") {
    const chosen = (text) => onChange(valueOf(question.options.find((one) => String(valueOf(one)) === text)));
    return <Choice label={label} value={row.value} error={error} choices={question.options.map((one) => [valueOf(one), wordsOf(one)])} onChange={chosen} />;
  }
  if (shape === "options") return <Several label={label} options={question.options} value={row.value} onChange={onChange} />;
  if (shape !== "pair") return <Typed label={label} kind={kind} value={row.value} error={error} onChange={onChange} />;
  const [least, most] = Array.isArray(row.value) ? row.value : ["", ""];
  return (
    <span className="grid grid-cols-[1fr_auto_1fr] items-center gap-2">
      <Typed label={`${label}, from`} kind={kind} value={least} error={error} onChange={(one) => onChange([one, most])} />
      <span className="text-sm text-muted">and</span>
      <Typed label={`${label}, to`} kind={kind} value={most} error={error} onChange={(one) => onChange([least, one])} />
    </span>
  );
}

/** `wrong` says by part (fact, op, value) what cannot be taken; `of` names what conditions are about. */
export function Row({ row, number, questions, wrong = {}, of = "Question", onChange, onRemove }) {
  const question = questions.find((one) => one.key === row.key);
  const ops = opsOf(question);
  const ask = (key) => onChange(startOf(questions.find((one) => one.key === key)));
  const judge = (op) => onChange({ ...startOf(question, op), ...(fits(question, op).shape === fits(question, row.op).shape ? { value: row.value } : {}) });
  return (
    <li className="rounded-field border border-line bg-base-100 p-2.5">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 grow gap-2 sm:grid-cols-2">
          <div className="sm:col-span-2">
            <Choice label={`${of} of condition ${number}`} value={row.key} error={wrong.fact} choices={questions.map((one) => [one.key, one.title, one.group])} onChange={ask} />
          </div>
          <Choice label={`How condition ${number} compares`} value={row.op} error={wrong.op} choices={ops} onChange={judge} />
          <Value row={row} question={question} number={number} error={wrong.value} onChange={(value) => onChange({ ...row, value })} />
        </div>
        <button type="button" className="btn btn-ghost btn-square btn-sm text-base-content/70" aria-label={`Remove condition ${number}`} title="Remove" onClick={onRemove}>
          <span aria-hidden="true" className="text-lg leading-none">×</span>
        </button>
      </div>
      <Wrong words={wrong.fact ?? wrong.op ?? wrong.value} />
    </li>
  );
}

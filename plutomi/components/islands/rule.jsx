// A rule put together by choosing: When, If, Then, with its sentence above. What is typed stays until it is saved.
import { useEffect, useRef, useState } from "react";
import { Choice, Wrong } from "./condition_row.jsx";
import { If } from "./rule_if.jsx";
import { below, rowsOf, treeOf } from "./rule_model.js";
import { Then } from "./rule_then.jsx";
import { When } from "./rule_when.jsx";
import { Tabs } from "./tabs.jsx";

const NONE = [];
const EMPTY = {};

function Part({ title, about, children }) {
  return (
    <fieldset className="grid min-w-0 gap-3 border-t border-line pt-5 sm:grid-cols-[6rem_1fr] sm:gap-5">
      <legend className="sr-only">{title}</legend>
      <div aria-hidden="true" className="sm:pt-1.5">
        <span className="block text-base font-semibold">{title}</span>
        <span className="block text-xs text-muted text-pretty">{about}</span>
      </div>
      <div className="min-w-0">{children}</div>
    </fieldset>
  );
}

/** The rule read aloud; names stand out. */
function Sentence({ said }) {
  return (
    <p aria-live="polite" className="rounded-field bg-primary/6 px-4 py-3 text-base leading-relaxed text-pretty">
      {said.map(([words, isName], at) => (isName ? <em key={at} className="font-semibold not-italic">{words}</em> : words))}
    </p>
  );
}

function Code({ text, isUsed, error, onChange, onDrop }) {
  return (
    <div className="flex flex-col gap-2">
      <textarea
        aria-label="Condition as code"
        aria-invalid={error ? "true" : "false"}
        rows={5}
        spellCheck={false}
        autoCapitalize="off"
        className="textarea w-full font-mono text-base sm:text-sm aria-invalid:border-error"
        placeholder={'answers.age >= 18 && applicant.source == "fb"'}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <Wrong words={error} />
      <p className="text-sm text-muted text-pretty">
        {isUsed ? "This code is the rule's condition. " : "The conditions as CEL. Typing here makes this code the rule's condition. "}
        {isUsed ? <button type="button" className="link" onClick={onDrop}>Use the conditions instead</button> : null}
      </p>
    </div>
  );
}

function Conditions({ state, facts, errors, onChange, onClear }) {
  if (state.expression) return <p className="text-sm text-muted">This rule's condition is written as code: see the other tab.</p>;
  if (!state.isIntricate) return <If how={state.how} rows={state.rows} facts={facts} errors={errors} onChange={onChange} />;
  return (
    <p className="text-sm text-muted text-pretty">
      Its condition is too intricate to show as rows. It stays as it is. <button type="button" className="link" onClick={onClear}>Begin a new one</button>
    </p>
  );
}

/** What can be looked at in this stage, and what the rows look at already. */
function offered({ stage_id, rows }, { facts, places }) {
  const at = places.find(([id]) => id === stage_id)?.[3];
  const used = new Set(rows.flatMap((row) => (row.rows ? row.rows.map((one) => one.key) : [row.key])));
  return facts.filter((one) => at === undefined || one.from === undefined || one.from <= at || used.has(one.key));
}

const opened = (rule, { facts }) => ({ ...rule, tree: rule.if, ...rowsOf(rule.if, facts) });

function saidBy({ id, name, stage_id, when, expression, then, isIntricate, tree, how, rows }, { facts }) {
  const condition = isIntricate ? tree : treeOf(how, rows, facts);
  return { id, name, stage_id, when, if: expression ? null : condition, expression, then };
}

/** Tell of every change, once typing pauses; the first time at once. */
function useTelling(told, onTry) {
  const tell = useRef(onTry);
  tell.current = onTry;
  const text = JSON.stringify(told);
  const first = useRef(true);
  useEffect(() => {
    const timer = setTimeout(() => tell.current?.(JSON.parse(text)), first.current ? 0 : 250);
    first.current = false;
    return () => clearTimeout(timer);
  }, [text]);
}

/** Whether it is being saved; once that is refused the first wrong field takes the focus. */
function useSaving(errors) {
  const form = useRef(null);
  const sent = useRef(false);
  const [isSaving, setSaving] = useState(false);
  useEffect(() => {
    setSaving(false);
    if (sent.current && Object.keys(errors).length) form.current?.querySelector("[aria-invalid=true]")?.focus();
    if (Object.keys(errors).length) sent.current = false;
  }, [errors]);
  const begin = () => {
    sent.current = true;
    setSaving(true);
  };
  return [form, isSaving, begin];
}

export function Rule({ rule, choices, said = NONE, cel = "", errors = EMPTY, wrong = "", onTry, onSave, onLeave }) {
  const [state, setState] = useState(() => opened(rule, choices));
  const [form, isSaving, begins] = useSaving(errors);
  const change = (some) => setState((now) => ({ ...now, ...some }));
  const told = saidBy(state, choices);
  useTelling(told, onTry);
  const save = (isOn) => {
    if (isSaving) return;
    begins();
    onSave?.({ ...told, is_on: isOn });
  };
  const isUsed = Boolean(state.expression);
  const codeError = below(errors, "expression")[""] ?? wrong;
  return (
    <form ref={form} noValidate className="flex flex-col gap-5" onSubmit={(event) => { event.preventDefault(); save(rule.id ? rule.is_on : true); }}>
      <Sentence said={said} />
      <Part title="When" about="what happens">
        <div className="flex flex-col gap-2.5">
          {rule.id ? null : <Choice label="Stage" value={state.stage_id} choices={choices.places} onChange={(stage_id) => change({ stage_id })} />}
          <When when={state.when} choices={choices} errors={errors} onChange={(when) => change({ when })} />
        </div>
      </Part>
      <Part title="If" about="about whom">
        <Tabs label="Condition" names={["Conditions", "As code (CEL)"]} start={rule.expression ? 1 : 0} className="-mt-2">
          <Conditions state={state} facts={offered(state, choices)} errors={errors} onChange={change} onClear={() => change({ isIntricate: false, rows: [], how: "all" })} />
          <Code text={isUsed ? state.expression : cel} isUsed={isUsed} error={codeError} onChange={(expression) => change({ expression })} onDrop={() => change({ expression: "" })} />
        </Tabs>
      </Part>
      <Part title="Then" about="what is done, in order">
        <Then actions={state.then} choices={choices} errors={errors} onChange={(then) => change({ then })} />
      </Part>
      <Part title="Name" about="in lists and histories">
        <input aria-label="Name" aria-invalid={errors.name ? "true" : "false"} maxLength={100} autoComplete="off" className="input w-full text-base sm:text-sm aria-invalid:border-error" placeholder="Made from the sentence" value={state.name} onChange={(event) => change({ name: event.target.value })} />
        <Wrong words={errors.name} />
      </Part>
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line pt-4">
        <button type="button" className="btn btn-ghost font-normal" onClick={() => onLeave?.()}>Cancel</button>
        {rule.id ? null : <button type="button" className="btn border-line bg-base-100 font-medium" aria-disabled={isSaving} onClick={() => save(false)}>Save, switched off</button>}
        <button type="submit" className="btn btn-primary font-medium" aria-disabled={isSaving}>{rule.id ? "Save" : "Save and switch on"}</button>
      </div>
    </form>
  );
}

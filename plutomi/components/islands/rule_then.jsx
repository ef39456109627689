// Then: one action or several, in the order they are done.
import { Choice, Several, Typed, Wrong } from "./condition_row.jsx";
import { actionOf, below, whole } from "./rule_model.js";

const short = "input input-sm min-h-9 w-20 text-base sm:text-sm aria-invalid:border-error";
const area = "textarea textarea-sm w-full text-base sm:text-sm aria-invalid:border-error";
const add = "btn btn-sm min-h-9 self-start border-line bg-base-100 font-medium";
const square = "btn btn-ghost btn-square btn-sm text-base-content/70 aria-disabled:pointer-events-none aria-disabled:opacity-35";
const CHOOSE = [["", "Choose a stage"]];

function Stage({ label, value, choices, error, onChange }) {
  return <Choice label={label} value={value} error={error} choices={[...CHOOSE, ...choices.stages]} onChange={onChange} />;
}

function Reason({ action, number, wrong, put }) {
  return <textarea aria-label={`Reason of action ${number}`} aria-invalid={wrong.reason ? "true" : "false"} placeholder="Why? Your team sees it." rows={2} className={area} value={action.reason} onChange={(event) => put({ reason: event.target.value })} />;
}

function Tell({ action, put }) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-2 text-sm">
      <input type="checkbox" className="checkbox checkbox-sm checkbox-primary" checked={action.tell ?? false} onChange={(event) => put({ tell: event.target.checked })} />
      Tell the applicant by email
    </label>
  );
}

function Among({ action, number, choices, wrong, put }) {
  const set = (at, some) => put({ among: action.among.with(at, { ...action.among[at], ...some }) });
  return (
    <div className="flex flex-col gap-2">
      {action.among.map((share, at) => (
        <div key={at} className="flex flex-wrap items-center gap-2 text-sm">
          <span className="min-w-40 grow">
            <Stage label={`Stage ${at + 1} of action ${number}`} value={share.stage_id} error={wrong[`among.${at}.stage_id`]} choices={choices} onChange={(stage_id) => set(at, { stage_id })} />
          </span>
          weight
          <Typed label={`Weight of stage ${at + 1}`} kind="number" className={short} value={share.weight} error={wrong[`among.${at}.weight`]} onChange={(text) => set(at, { weight: whole(text) })} />
          room for
          <Typed label={`Room in stage ${at + 1}`} kind="number" className={short} placeholder="all" value={share.most ?? ""} error={wrong[`among.${at}.most`]} onChange={(text) => set(at, { most: text === "" ? null : whole(text) })} />
          <button type="button" className={square} aria-label={`Remove stage ${at + 1} of action ${number}`} onClick={() => put({ among: action.among.toSpliced(at, 1) })}>
            <span aria-hidden="true" className="text-lg leading-none">×</span>
          </button>
        </div>
      ))}
      <button type="button" className={add} onClick={() => put({ among: [...action.among, { stage_id: "", weight: 1 }] })}>
        <span aria-hidden="true">+</span> Stage
      </button>
    </div>
  );
}

function Details({ action, number, choices, wrong, put }) {
  const shared = { action, number, wrong, put };
  const one = (name, label, list) => <Choice label={`${label} of action ${number}`} value={action[name]} error={wrong[name]} choices={list} onChange={(value) => put({ [name]: value })} />;
  switch (action.kind) {
    case "move":
      return <Stage label={`Stage of action ${number}`} value={action.stage_id} error={wrong.stage_id} choices={choices} onChange={(stage_id) => put({ stage_id })} />;
    case "reject":
      return <><Reason {...shared} /><Tell action={action} put={put} /></>;
    case "withdraw":
      return <Reason {...shared} />;
    case "label":
    case "unlabel":
      return one("label_id", "Label", choices.labels);
    case "email":
      return one("template_id", "Template", choices.templates);
    case "assign":
      return <Several label={`Members of action ${number}`} className="max-h-56 overflow-y-auto" options={choices.members} value={action.user_ids} onChange={(user_ids) => put({ user_ids })} />;
    case "deadline":
      return <p className="flex items-center gap-2 text-sm">in <Typed label={`Days of action ${number}`} kind="number" className={short} value={action.amount} error={wrong.amount} onChange={(text) => put({ amount: whole(text) })} /> days</p>;
    case "distribute":
      return <Among choices={choices} {...shared} />;
    default:
      return null;
  }
}

function Action({ action, at, count, choices, errors, onChange, onGo, onRemove }) {
  const number = at + 1;
  const wrong = below(errors, `then.${at}`);
  const kinds = choices.thens.filter(([, , , isLast]) => at === count - 1 || !isLast).map(([kind, words]) => [kind, words]);
  return (
    <li className="rounded-field border border-line bg-base-100 p-2.5">
      <div className="flex items-start gap-1">
        <div className="flex min-w-0 grow flex-col gap-2">
          <Choice label={`Action ${number}`} value={action.kind} error={wrong.kind} choices={kinds} onChange={(kind) => onChange(actionOf(kind, choices))} />
          <Details action={action} number={number} choices={choices} wrong={wrong} put={(some) => onChange({ ...action, ...some })} />
        </div>
        {count > 1 ? (
          <span className="flex">
            <button type="button" className={square} aria-label={`Do action ${number} earlier`} aria-disabled={at === 0} onClick={() => at && onGo(at, at - 1)}><span aria-hidden="true">↑</span></button>
            <button type="button" className={square} aria-label={`Do action ${number} later`} aria-disabled={at === count - 1} onClick={() => at < count - 1 && onGo(at, at + 1)}><span aria-hidden="true">↓</span></button>
            <button type="button" className={square} aria-label={`Remove action ${number}`} onClick={onRemove}><span aria-hidden="true" className="text-lg leading-none">×</span></button>
          </span>
        ) : null}
      </div>
      {Object.entries(wrong).map(([place, words]) => <Wrong key={place} words={words} />)}
    </li>
  );
}

export function Then({ actions, choices, errors, onChange }) {
  const ends = (action) => choices.thens.some(([kind, , , isLast]) => isLast && kind === action?.kind);
  const grow = () => {
    const made = actionOf(choices.thens.find(([, , , isLast]) => !isLast)?.[0] ?? choices.thens[0][0], choices);
    onChange(ends(actions.at(-1)) ? actions.toSpliced(actions.length - 1, 0, made) : [...actions, made]);
  };
  const go = (from, to) => onChange(actions.toSpliced(from, 1).toSpliced(to, 0, actions[from]));
  const canGrow = actions.length < 10 && (!ends(actions.at(-1)) || choices.thens.some(([, , , isLast]) => !isLast));
  return (
    <div className="flex flex-col gap-2.5">
      <ol className="flex flex-col gap-2">
        {actions.map((action, at) => (
          <Action
            key={at}
            {...{ action, at, choices, errors }}
            count={actions.length}
            onChange={(next) => onChange(actions.with(at, next))}
            onGo={go}
            onRemove={() => onChange(actions.toSpliced(at, 1))}
          />
        ))}
      </ol>
      <Wrong words={errors?.then} />
      {canGrow ? (
        <button type="button" className={add} onClick={grow}>
          <span aria-hidden="true">+</span> Add another action
        </button>
      ) : null}
    </div>
  );
}

// If: conditions in rows, and groups of them one level deep.
import { Choice, Row, Wrong } from "./condition_row.jsx";
import { startOf } from "./condition_words.js";
import { below } from "./rule_model.js";

const HOW = [["all", "all"], ["any", "any"], ["none", "none"]];
const add = "btn btn-sm min-h-9 border-line bg-base-100 font-medium";

function How({ value, label, onChange }) {
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      If
      <Choice label={label} className="select select-sm min-h-9 w-auto" value={value} choices={HOW} onChange={onChange} />
      of these are so:
    </p>
  );
}

function Group({ group, number, facts, errors, path, onChange, onRemove }) {
  const put = (rows) => onChange({ ...group, rows });
  return (
    <li className="rounded-field border border-line bg-base-200/60 p-2.5">
      <div className="flex items-center justify-between gap-2 pb-2">
        <How value={group.how} label={`How many of group ${number} must be so`} onChange={(how) => onChange({ ...group, how })} />
        <button type="button" className="btn btn-ghost btn-square btn-sm text-base-content/70" aria-label={`Remove group ${number}`} title="Remove the group" onClick={onRemove}>
          <span aria-hidden="true" className="text-lg leading-none">×</span>
        </button>
      </div>
      <ol className="flex flex-col gap-2">
        {group.rows.map((row, at) => (
          <Row
            key={at}
            row={row}
            of="Subject"
            number={`${number}.${at + 1}`}
            questions={facts}
            wrong={below(errors, `${path}.${group.how}.${at}`)}
            onChange={(next) => put(group.rows.with(at, next))}
            onRemove={() => (group.rows.length > 1 ? put(group.rows.toSpliced(at, 1)) : onRemove())}
          />
        ))}
      </ol>
      <button type="button" className={`${add} mt-2`} onClick={() => put([...group.rows, startOf(facts[0])])}>
        <span aria-hidden="true">+</span> Condition in this group
      </button>
    </li>
  );
}

export function If({ how, rows, facts, errors, onChange }) {
  const put = (next) => onChange({ how, rows: next });
  const whole = below(errors, "if");
  return (
    <div className="flex flex-col gap-2.5">
      {rows.length > 1 || how !== "all" ? <How value={how} label="How many must be so" onChange={(next) => onChange({ how: next, rows })} /> : null}
      {rows.length ? (
        <ol className="flex flex-col gap-2">
          {rows.map((row, at) => {
            const shared = {
              number: at + 1,
              onChange: (next) => put(rows.with(at, next)),
              onRemove: () => put(rows.toSpliced(at, 1)),
            };
            const path = `if.${how}.${at}`;
            if (row.rows) return <Group key={at} group={row} facts={facts} errors={errors} path={path} {...shared} />;
            return <Row key={at} row={row} of="Subject" questions={facts} wrong={below(errors, path)} {...shared} />;
          })}
        </ol>
      ) : (
        <p className="text-sm text-muted">Always: for everybody.</p>
      )}
      <Wrong words={whole[""]} />
      <div className="flex flex-wrap gap-2">
        <button type="button" className={add} onClick={() => put([...rows, startOf(facts[0])])}>
          <span aria-hidden="true">+</span> {rows.length ? "Add another condition" : "Add a condition"}
        </button>
        {rows.length ? (
          <button type="button" className={add} onClick={() => put([...rows, { how: how === "any" ? "all" : "any", rows: [startOf(facts[0])] }])}>
            <span aria-hidden="true">+</span> Add a group
          </button>
        ) : null}
      </div>
    </div>
  );
}

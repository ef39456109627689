// When: what a rule waits for, and how long.
import { Choice, Several, Typed, Wrong } from "./condition_row.jsx";
import { below, whenOf, whole } from "./rule_model.js";

const short = "input input-sm min-h-9 w-20 text-base sm:text-sm aria-invalid:border-error";
const narrow = "select select-sm min-h-9 w-auto text-base sm:text-sm";
const UNITS = [["minutes", "minutes"], ["hours", "hours"], ["days", "days"]];
const ANY = [["", "Any file"]];
const VERDICTS = [["", "clean or refused"], ["clean", "clean"], ["refused", "refused"]];

function Elapsed({ when, wrong, hours, put }) {
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        After
        <Typed label="How long" kind="number" className={short} value={when.amount} error={wrong.amount} onChange={(text) => put({ amount: whole(text) })} />
        <Choice label="Unit of time" className={narrow} value={when.unit} choices={UNITS} onChange={(unit) => put({ unit })} />
      </div>
      <label className="flex min-h-8 cursor-pointer items-start gap-2 text-sm">
        <input type="checkbox" className="checkbox checkbox-sm checkbox-primary mt-0.5" checked={when.business ?? false} onChange={(event) => put({ business: event.target.checked })} />
        <span>
          Count business time only <span className="block text-muted">{hours}</span>
        </span>
      </label>
    </>
  );
}

function Changed({ when, questions, put }) {
  return (
    <>
      <p className="text-sm text-muted">Tick the questions it is about; none means any of them.</p>
      <Several label="Questions" className="max-h-56 overflow-y-auto" options={questions} value={when.questions} onChange={(chosen) => put({ questions: chosen.length ? chosen : undefined })} />
    </>
  );
}

function OnDate({ when, dates, wrong, put }) {
  const many = Math.abs(Number(when.days)) || 0;
  const side = when.days > 0 ? "after" : "before";
  const say = (number, way) => put({ days: typeof number === "number" ? (way === "after" ? number : -number) : number });
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Typed label="How many days" kind="number" className={short} value={typeof when.days === "number" ? many : when.days} error={wrong.days} onChange={(text) => say(whole(text), side)} />
      days
      <Choice label="Before or after" className={narrow} value={side} choices={[["before", "before"], ["after", "after"]]} onChange={(way) => say(many, way)} />
      <Choice label="Which date" className={narrow} value={when.question} error={wrong.question} choices={dates} onChange={(question) => put({ question })} />
    </div>
  );
}

function Judged({ when, files, put }) {
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Choice label="Which file" className={narrow} value={when.question ?? ""} choices={[...ANY, ...files]} onChange={(question) => put({ question: question || undefined })} />
      is found
      <Choice label="Verdict" className={narrow} value={when.verdict ?? ""} choices={VERDICTS} onChange={(verdict) => put({ verdict: verdict || undefined })} />
    </div>
  );
}

export function When({ when, choices, errors, onChange }) {
  const wrong = below(errors, "when");
  const put = (some) => onChange({ ...when, ...some });
  const shared = { when, wrong, put };
  return (
    <div className="flex flex-col gap-2.5">
      <Choice label="What happens" value={when.kind} error={wrong.kind} choices={choices.whens} onChange={(kind) => onChange(whenOf(kind, when, choices))} />
      {["stayed", "not_completed", "idle"].includes(when.kind) ? <Elapsed hours={choices.hours} {...shared} /> : null}
      {when.kind === "changed" ? <Changed questions={choices.questions} {...shared} /> : null}
      {when.kind === "date" ? <OnDate dates={choices.dates} {...shared} /> : null}
      {when.kind === "labelled" ? <Choice label="Which label" value={when.label_id} error={wrong.label_id} choices={choices.labels} onChange={(label_id) => put({ label_id })} /> : null}
      {when.kind === "file_judged" ? <Judged files={choices.files} {...shared} /> : null}
      {Object.entries(wrong).map(([place, words]) => <Wrong key={place} words={words} />)}
    </div>
  );
}

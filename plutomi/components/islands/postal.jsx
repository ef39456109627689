// An address question: the parts its country asks for, in that country's order and words. Another country's are fetched
// once, a few hundred bytes that browsers keep; what was typed stays in parts that both have.
import { say } from "./say.js";
import { useEffect, useMemo, useRef, useState } from "react";

const CONTROL = "w-full text-base sm:text-sm [.roomy_&]:text-base aria-invalid:border-error [.roomy_&]:h-11";
const LABEL = "text-sm font-medium [.roomy_&]:text-[0.9375rem]";
const NAMES = () => new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "region" });

function Part({ id, label, optional, error, hint, suggestion, choices, children }) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className={LABEL}>
        {label}
        {optional ? <span className="font-normal text-muted"> {say("(optional)")}</span> : null}
      </label>
      {children}
      {error ? <p id={`${id}-error`} role="alert" className="text-sm text-error">{error}</p> : null}
      {error && suggestion ? <Use id={id} value={suggestion} choices={choices} /> : null}
    </div>
  );
}

function Use({ id, value, choices }) {
  const [isTaken, setTaken] = useState(false);
  const words = choices?.find(([key]) => key === value)?.[1] ?? value;
  const take = () => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
    setTaken(true);
  };
  if (isTaken) return null;
  return (
    <button type="button" className="btn btn-sm btn-outline self-start" onClick={take}>
      <span>{say("Use “{words}”", { words: <bdi>{words}</bdi> })}</span>
    </button>
  );
}

function control(part, id, name, value, error, change) {
  const shared = {
    id,
    name,
    defaultValue: value,
    autoComplete: part.completes,
    "aria-invalid": error ? "true" : "false",
    "aria-describedby": error ? `${id}-error` : undefined,
    onChange: change,
  };
  if (!part.choices?.length) return <input dir="auto" maxLength={200} className={`input ${CONTROL}`} {...shared} />;
  return (
    <select className={`select ${CONTROL}`} {...shared}>
      <option value="">{say("Choose one")}</option>
      {part.choices.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
    </select>
  );
}

export function Postal({ name, label, lang, hint, required, formId = "f", countries, given, layout, errors, suggestions }) {
  const start = given?.country || "US";
  const [country, setCountry] = useState(start);
  const [parts, setParts] = useState(layout ?? []);
  const [failed, setFailed] = useState(false);
  const box = useRef(null);
  const isFixed = countries.length === 1;
  const named = useMemo(() => {
    const names = NAMES();
    const pairs = countries.map((code) => [code, names.of(code) ?? code]);
    return pairs.sort((a, b) => a[1].localeCompare(b[1]));
  }, [countries]);
  const drawn = JSON.stringify([start, layout]); // told again after every event, for the most part the same
  const first = useRef(drawn);
  useEffect(() => {
    if (first.current === drawn) return;
    first.current = drawn;
    setCountry(start);
    setParts(layout ?? []);
  }, [drawn]);
  const choose = async (code) => {
    setCountry(code);
    setFailed(false);
    try {
      const answer = await fetch(`/api/v1/public/countries/${encodeURIComponent(code)}?lang=${document.documentElement.lang}`);
      if (!answer.ok) throw new Error(answer.statusText);
      setParts((await answer.json()).parts);
    } catch {
      setFailed(true);
    }
  };
  useEffect(() => {
    const select = box.current?.querySelector("select[data-country]");
    const filled = () => select.value && select.value !== country && choose(select.value);
    select?.addEventListener("plutomi:filled", filled);
    return () => select?.removeEventListener("plutomi:filled", filled);
  }, [country]);
  const said = (part) => errors?.[`${name}.${part}`] ?? "";
  const id = (part) => `${formId}-${name}.${part}`;
  const whole = errors?.[name];
  return (
    <fieldset ref={box} className="flex min-w-0 flex-col gap-3" aria-describedby={whole ? `${id("all")}-error` : undefined}>
      <legend className={`${LABEL} mb-1.5`}>
        <span lang={lang}>{label}</span>
        {required ? null : <span className="font-normal text-muted"> {say("(optional)")}</span>}
      </legend>
      {hint ? <p className="text-sm text-muted">{hint}</p> : null}
      {whole ? <p id={`${id("all")}-error`} role="alert" className="text-sm text-error">{whole}</p> : null}
      {isFixed ? (
        <input type="hidden" name={`${name}.country`} value={country} />
      ) : (
        <Part id={id("country")} label={say("Country")} error={said("country")}>
          <select data-country id={id("country")} name={`${name}.country`} value={country} autoComplete="country" aria-invalid={said("country") ? "true" : "false"} className={`select ${CONTROL}`} onChange={(event) => choose(event.target.value)}>
            {named.map(([code, words]) => <option key={code} value={code}>{words}</option>)}
          </select>
        </Part>
      )}
      {failed ? <p role="alert" className="text-sm text-error">{say("This country could not be loaded just now. Please choose it again.")}</p> : null}
      <div className="grid gap-3 sm:grid-cols-2">
        {parts.map((part) => (
          <div key={part.name} className={part.name === "street" || part.name === "extra" ? "sm:col-span-2" : ""}>
            <Part id={id(part.name)} label={part.label} optional={required && !part.is_required} error={said(part.name)} suggestion={suggestions?.[`${name}.${part.name}`]} choices={part.choices}>
              {control(part, id(part.name), `${name}.${part.name}`, given?.[part.name] ?? "", said(part.name) || (whole && part.is_required))}
            </Part>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

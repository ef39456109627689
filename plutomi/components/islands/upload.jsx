// Files for one question: each goes off by itself while the form is filled in, and comes back after a lost connection.
// What has arrived stands as tickets, with spaces between, in a field of the form, `fieldId`, so that drafts keep it
// like any other. The field is there before this is: it may be filled meanwhile.
import { useEffect, useRef, useState } from "react";
import { say } from "./say.js";
import { aloud, inWords, send, told } from "./upload_sender.js";

let turn = 0;

function Bar({ file }) {
  if (file.phase !== "sending") return null;
  return <progress className="progress progress-primary h-1.5 w-full" value={file.sent} max={1} aria-label={say("Sending {file}", { file: file.name })} />;
}

function Row({ file, drop, again }) {
  const isWrong = file.phase === "wrong";
  const isThere = file.phase === "here" || isWrong;
  return (
    <li className="flex items-center gap-3 rounded-field border border-line bg-base-100 p-2 ps-3" data-file={file.phase}>
      {file.picture && file.phase !== "wrong" ? <img src={file.picture} alt="" className="size-10 shrink-0 rounded object-cover" /> : null}
      <div className="flex min-w-0 grow flex-col gap-1">
        <bdi className="truncate text-[0.9375rem]">{file.name}</bdi>
        <span className={`text-sm ${isWrong ? "text-error" : "text-muted"}`}>{inWords(file)}</span>
        <Bar file={file} />
      </div>
      {file.phase === "waiting" ? (
        <button type="button" className="btn btn-ghost btn-sm min-h-9 font-normal" onClick={again}>
          {say("Try now")}
        </button>
      ) : null}
      <button type="button" className="btn btn-ghost btn-sm min-h-9 font-normal" onClick={drop} aria-label={isThere ? say("Remove {file}", { file: file.name }) : say("Cancel {file}", { file: file.name })}>
        {isThere ? say("Remove") : say("Cancel")}
      </button>
    </li>
  );
}

function useFiles(kept, url, question, most, direct) {
  const [files, setFiles] = useState([]);
  const now = useRef([]);
  const runs = useRef(new Map());
  const set = (next) => setFiles((now.current = next));
  const change = (key, more) => set(now.current.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const start = (file) => {
    runs.current.get(file.key)?.stop();
    runs.current.set(file.key, send(file.body, { url, question, most, direct }, (more) => change(file.key, more)));
  };
  const add = (given) => {
    const fresh = given.map((body) => ({
      key: ++turn, name: body.name, size: body.size, body, phase: "sending", sent: 0,
      picture: body.type.startsWith("image/") ? URL.createObjectURL(body) : "",
    }));
    set([...now.current, ...fresh]);
    fresh.forEach(start);
  };
  const drop = (file) => {
    runs.current.get(file.key)?.stop();
    if (file.picture) URL.revokeObjectURL(file.picture);
    if (file.isMine && file.id) fetch(`${url}/${file.id}`, { method: "DELETE", headers: { accept: "application/json" } }).catch(() => {});
    set(now.current.filter((one) => one.key !== file.key));
  };
  const restore = async (ids) => {
    const gone = now.current.filter((one) => one.id && !ids.includes(one.id)).map((one) => one.key);
    const missing = ids.filter((id) => !now.current.some((one) => one.id === id));
    const back = await Promise.all(missing.map((id) => told(url, id, kept)));
    const known = back.filter((one) => one && !now.current.some((other) => other.id === one.id));
    set([...now.current.filter((one) => !gone.includes(one.key)), ...known.map((one) => ({ key: ++turn, sent: 1, ...one }))]);
  };
  useEffect(() => {
    const online = () => now.current.filter((one) => one.phase === "waiting").forEach(start);
    window.addEventListener("online", online);
    return () => window.removeEventListener("online", online);
  }, [url, question]);
  useEffect(() => () => runs.current.forEach((run) => run.stop()), []);
  return { files, add, drop, start, restore };
}

export function Upload({ fieldId, question, url, accept, most, many, kept, direct, describedby, invalid, inputId, label }) {
  const field = useRef(null);
  const [said, setSaid] = useState("");
  const [isWaiting, setWaiting] = useState(false);
  const { files, add, drop, start, restore } = useFiles(kept ?? [], url, question, most, direct);
  const ids = files.filter((one) => one.phase === "here").map((one) => one.id).join(" ");
  const isBusy = files.some((one) => one.phase === "sending" || one.phase === "waiting");
  const isReady = useRef(false);

  useEffect(() => {
    const filled = () => restore(field.current.value.split(/\s+/).filter(Boolean));
    const control = (field.current = document.getElementById(fieldId));
    control.addEventListener("plutomi:filled", filled);
    filled().then(() => (isReady.current = true));
    return () => control.removeEventListener("plutomi:filled", filled);
  }, [fieldId, url, question]);
  useEffect(() => {
    if (!isReady.current || field.current.value === ids) return;
    field.current.value = ids;
    for (const type of ["input", "change"]) field.current.dispatchEvent(new Event(type, { bubbles: true }));
  }, [ids]);
  useEffect(() => setSaid(aloud(files)), [files.map((one) => `${one.key}${one.phase}`).join(" ")]);
  useEffect(() => {
    const form = field.current.form;
    const wait = (event) => {
      if (!isBusy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setWaiting(true);
    };
    form?.addEventListener("submit", wait, true);
    return () => form?.removeEventListener("submit", wait, true);
  }, [isBusy]);
  useEffect(() => {
    if (!isWaiting || isBusy) return;
    setWaiting(false);
    if (files.every((one) => one.phase === "here")) field.current.form?.requestSubmit();
  }, [isWaiting, isBusy]);

  const chosen = (event) => {
    const given = [...event.target.files];
    event.target.value = "";
    const room = many - files.length;
    if (many === 1 && given.length) files.forEach(drop);
    const taken = many === 1 ? given.slice(0, 1) : given.slice(0, Math.max(room, 0));
    if (taken.length < given.length) setSaid(many === 1 ? say("At most one file.") : say("At most {many} files.", { many }));
    if (taken.length) add(taken);
  };
  const isFull = many > 1 && files.length >= many;
  const hasPictures = accept.includes("image/");
  const shared = { type: "file", className: "peer sr-only", onChange: chosen, disabled: isFull, "aria-describedby": describedby };
  const way = "btn min-h-11 border-line bg-base-100 font-medium shadow-none peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-primary peer-disabled:opacity-60";
  return (
    <div className="flex flex-col gap-2" data-invalid={invalid}>
      <div className="flex flex-wrap gap-2">
        <span className="relative">
          <input id={inputId} accept={accept} multiple={many > 1} aria-invalid={invalid} {...shared} />
          <label htmlFor={inputId} className={way}>
            {files.length && many === 1 ? say("Choose another") : many > 1 ? say("Choose files") : say("Choose a file")}
            <span className="sr-only"> {say("for {question}", { question: label })}</span>
          </label>
        </span>
        {hasPictures ? (
          <span className="relative hidden pointer-coarse:block">
            <input id={`${inputId}-camera`} accept="image/jpeg,image/png" capture="environment" {...shared} />
            <label htmlFor={`${inputId}-camera`} className={way}>
              {say("Take a photo")}
              <span className="sr-only"> {say("for {question}", { question: label })}</span>
            </label>
          </span>
        ) : null}
      </div>
      {files.length ? (
        <ul className="flex flex-col gap-2">
          {files.map((file) => (
            <Row key={file.key} file={file} drop={() => drop(file)} again={() => start(file)} />
          ))}
        </ul>
      ) : null}
      <p role="status" className={isWaiting ? "text-sm text-muted" : "sr-only"}>
        {isWaiting ? say("Your form is sent as soon as the files are here.") : said}
      </p>
    </div>
  );
}

// Sends one file to the server or, where that is offered, straight to the bucket; again and again until it is there.

import { locale, say } from "./say.js";

const JSON_ONLY = { accept: "application/json" };
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000]; // ms
const lost = () => say("Connection lost. It goes on by itself.");
const MB = 1024 * 1024;

export const sized = (bytes) =>
  bytes < 1000 ? say("{count} bytes", { count: bytes }) : bytes < MB ? `${Math.round(bytes / 1024)} KB` : `${(bytes / MB).toLocaleString(locale(), { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;

export function inWords(file) {
  if (file.phase === "wrong" || file.phase === "waiting") return file.words;
  if (file.phase === "sending") {
    const facts = { percent: Math.floor(file.sent * 100), size: sized(file.size) };
    return file.sent < 1 ? say("{percent} % of {size}", facts) : say("Checking…");
  }
  const facts = { size: sized(file.size) };
  return file.state === "held" ? say("{size}, being checked for viruses", facts) : say("{size}, sent", facts);
}

/** What changed last, for who cannot see it. */
export function aloud(files) {
  const last = files[files.length - 1];
  if (!last) return "";
  return last.phase === "sending" ? say("Sending {file}", { file: last.name }) : `${last.name}: ${inWords(last)}`;
}

/** A file that was sent before, by its ticket; null when it is not there any more. */
export async function told(url, id, kept) {
  const known = (kept ?? []).find((one) => one.id === id);
  if (known) return shown(known, false);
  try {
    const answer = await fetch(`${url}/${id}`, { headers: JSON_ONLY });
    return answer.ok ? shown(await answer.json(), true) : null;
  } catch {
    return { id, isMine: true, name: say("A file you sent"), size: 0, phase: "here", state: "clean" };
  }
}

function shown(file, isMine) {
  const isRefused = file.state === "refused";
  return { id: file.id, isMine, name: file.name, size: file.size, state: file.state, phase: isRefused ? "wrong" : "here", words: file.reason };
}

/** Sends `file`, telling `change` what is new of it; `stop()` ends that. */
export function send(file, about, change) {
  const run = { isOver: false, request: null, timer: 0, tries: 0 };
  run.stop = () => {
    run.isOver = true;
    clearTimeout(run.timer);
    run.request?.abort();
  };
  if (file.size > about.most) change({ phase: "wrong", words: say("This file is larger than {size} MB.", { size: about.most / MB }) });
  else if (!file.size) change({ phase: "wrong", words: say("This file is empty.") });
  else attempt(run, file, about, change);
  return run;
}

async function attempt(run, file, about, change) {
  if (run.isOver) return;
  change({ phase: "sending", sent: 0 });
  const answer = await (about.direct && crypto.subtle ? straight : through)(run, file, about, (sent) => change({ sent }));
  if (run.isOver) return;
  if (answer.file) {
    change({ ...shown(answer.file, true), sent: 1 });
  } else if (answer.words) {
    change({ phase: "wrong", words: answer.words });
  } else {
    const pause = answer.wait ?? PAUSES[Math.min(run.tries++, PAUSES.length - 1)];
    change({ phase: "waiting", words: answer.wait ? say("Too many files at once. It goes on by itself.") : lost() });
    run.timer = setTimeout(() => attempt(run, file, about, change), pause);
  }
}

async function through(run, file, about, progress) {
  const query = new URLSearchParams({ question: about.question, name: file.name.replaceAll("\0", "") });
  return read(await post(run, `${about.url}?${query}`, file, { ...JSON_ONLY, "content-type": "application/octet-stream" }, progress));
}

/** To the bucket, when the server offers it and the bucket takes it; else through the server. */
async function straight(run, file, about, progress) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const body = { question: about.question, name: file.name, size: file.size, type: file.type, checksum: btoa(String.fromCharCode(...sum)) };
  const asked = await post(run, `${about.url}/offers`, JSON.stringify(body), { ...JSON_ONLY, "content-type": "application/json" });
  const offer = asked.status === 201 ? JSON.parse(asked.text) : {};
  if (!offer.url) return asked.status && asked.status !== 201 ? read(asked) : through(run, file, about, progress);
  const form = new FormData();
  for (const [name, value] of Object.entries(offer.fields)) form.append(name, value);
  form.append("file", file);
  const there = await post(run, offer.url, form, {}, progress);
  if (there.status < 200 || there.status > 299) return through(run, file, about, progress);
  const query = new URLSearchParams({ question: about.question });
  return read(await post(run, `${about.url}/${offer.id}/arrival?${query}`, "", JSON_ONLY));
}

/** {file}, {words} when it is refused for good, {wait} or nothing when it is to be tried again. */
function read({ status, text, later }) {
  if (status === 429) return { wait: 1000 * (later || 5) };
  if (!status || status >= 500) return {};
  try {
    const body = JSON.parse(text);
    return status < 300 ? { file: body } : { words: body.errors?.[0]?.message ?? body.detail };
  } catch {
    return { words: say("This file could not be sent. Please try another.") };
  }
}

function post(run, url, body, headers, progress) {
  return new Promise((done) => {
    const request = (run.request = new XMLHttpRequest());
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (progress) request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onload = () => done({ status: request.status, text: request.responseText, later: Number(request.getResponseHeader("retry-after")) });
    request.onerror = request.ontimeout = request.onabort = () => done({ status: 0 });
    request.timeout = 600000;
    request.send(body);
  });
}

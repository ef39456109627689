// Uploads one picture as it is chosen or dropped, says how far it is, and what was wrong with it.
import { useRef, useState } from "react";

const MOST = 2 * 1024 * 1024;
const KINDS = "image/png,image/jpeg,image/webp";

function words(answer, status) {
  try {
    const told = JSON.parse(answer);
    return told.errors?.[0]?.message ?? told.detail;
  } catch {
    return status ? `That did not work (${status}). Please try again.` : "The connection was lost. Please try again.";
  }
}

export function Picture({ use, label, className, onKept }) {
  const input = useRef(null);
  const [share, setShare] = useState(-1);
  const [error, setError] = useState("");
  const [isOver, setIsOver] = useState(false);
  const id = `picture-${use}`;
  const send = (file) => {
    if (!file || share >= 0) return;
    if (file.size > MOST) return setError("This picture is larger than 2 MB. Please choose a smaller one.");
    setError("");
    setShare(0);
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/pictures?use=${use}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && setShare(event.loaded / event.total);
    request.onloadend = () => {
      setShare(-1);
      if (input.current) input.current.value = "";
      if (request.status === 201) onKept?.({ use, sha256: JSON.parse(request.responseText).sha256 });
      else setError(words(request.responseText, request.status) ?? "Please try again.");
    };
    request.send(file);
  };
  const drop = (event) => {
    event.preventDefault();
    setIsOver(false);
    send(event.dataTransfer.files[0]);
  };
  return (
    <div className={className} data-over={isOver} onDragOver={(event) => (event.preventDefault(), setIsOver(true))} onDragLeave={() => setIsOver(false)} onDrop={drop}>
      <input ref={input} id={id} type="file" accept={KINDS} aria-label={label} aria-describedby={`${id}-said`} className="file-input file-input-sm w-full" onChange={(event) => send(event.target.files[0])} />
      {share >= 0 ? <progress className="progress progress-primary" value={share} max="1" aria-label={`Uploading ${label}`} /> : null}
      <p id={`${id}-said`} role={error ? "alert" : undefined} className={error ? "text-sm text-error" : "text-sm text-muted"}>
        {error || "PNG, JPEG or WebP, at most 2 MB."}
      </p>
    </div>
  );
}

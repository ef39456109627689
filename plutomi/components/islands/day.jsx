// A day in the reader's own language: 31 May 2026. Of a moment the day it was where the reader is.
import { locale } from "./say.js";

export function Day({ at, className }) {
  const [year, month, day] = (at ?? "").split("-").map(Number);
  const moment = at?.length > 10 ? new Date(at) : new Date(year, month - 1, day);
  if (!at || Number.isNaN(moment.getTime())) return at;
  return (
    <time dateTime={at} className={className}>
      {moment.toLocaleDateString(locale(), { dateStyle: "long" })}
    </time>
  );
}

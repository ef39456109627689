// "3 hours ago" in the reader's own language, exact on hover, fresh every minute.
import { locale } from "./say.js";
import { useSyncExternalStore } from "react";

const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const listeners = new Set();
let minute = 0;
let clock = 0;

function subscribe(listener) {
  listeners.add(listener);
  clock ||= setInterval(() => {
    minute += 1;
    listeners.forEach((tell) => tell());
  }, 60000);
  return () => {
    listeners.delete(listener);
    if (listeners.size) return;
    clearInterval(clock);
    clock = 0;
  };
}

/** Counts the minutes; below zero where there is no clock, in the prerendered page. */
export const useMinute = () => useSyncExternalStore(subscribe, () => minute, () => -1);

function long(seconds) {
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", Infinity];
  return words.format(size === Infinity ? 0 : Math.trunc(seconds / size), unit);
}

function brief(seconds) {
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
  const count = Math.abs(Math.trunc(seconds / size));
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "narrow" }).format(count);
}

export function TimeAgo({ at, short, className }) {
  const tick = useMinute();
  const moment = at ? new Date(at) : null;
  if (!moment || Number.isNaN(moment.getTime())) return null;
  // The prerendered page knows neither the reader's clock nor the language.
  if (tick < 0) return <time dateTime={at} className={className} />;
  const seconds = (moment.getTime() - Date.now()) / 1000;
  const exact = moment.toLocaleString(locale(), { dateStyle: "full", timeStyle: "short" });
  return (
    <time dateTime={at} title={exact} className={className}>
      {short ? brief(seconds) : long(seconds)}
    </time>
  );
}

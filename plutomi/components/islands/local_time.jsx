// What the clock shows in a time zone now, fresh every minute; nothing for a zone this browser does not know.
import { locale } from "./say.js";
import { useMinute } from "./time_ago.jsx";

function shown(zone) {
  try {
    return new Date().toLocaleTimeString(locale(), { timeStyle: "short", timeZone: zone });
  } catch {
    return "";
  }
}

export function LocalTime({ zone, className }) {
  const time = useMinute() < 0 ? "" : shown(zone);
  return time && <time className={className}>{time}</time>;
}

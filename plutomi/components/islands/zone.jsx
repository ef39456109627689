// The visitor's time zone, sent along with the form around it: only their browser knows.
const zone = () => {
  try {
    return new Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  } catch {
    return "";
  }
};

export function Zone() {
  return <input type="hidden" name="time_zone" value={zone()} readOnly suppressHydrationWarning />;
}

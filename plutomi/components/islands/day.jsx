// A day in the reader's own language: 31 May 2026.
export function Day({ at, className }) {
  const [year, month, day] = (at ?? "").split("-").map(Number);
  if (!day) return at;
  const words = new Date(year, month - 1, day).toLocaleDateString(navigator.language, { dateStyle: "long" });
  return (
    <time dateTime={at} className={className}>
      {words}
    </time>
  );
}

// A form of few parts, arranged by show_if.js: each question is {key, type, given, show_if, section}; prints what shows.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { arrange } = await import(pathToFileURL(process.argv[2]));

const controls = ({ key, type, given }) =>
  Object.entries(typeof given === "object" && !Array.isArray(given) ? given : { "": given }).flatMap(([part, value]) =>
    [value ?? ""].flat().map((one) => ({
      name: `answers.${key}${part && `.${part}`}`,
      type: type === "several_choices" || type === "consent" ? "checkbox" : "text",
      checked: true,
      value: one,
      disabled: false,
      dataset: {},
    })),
  );

const place = (one) => {
  const inside = one.head ? [] : controls(one);
  const condition = one.show_if ? JSON.stringify(one.show_if) : "";
  const dataset = one.head
    ? { sectionHead: one.head, showIf: condition }
    : { question: one.key, type: one.type, section: one.section ?? "", showIf: condition };
  return { dataset, hidden: false, inside, querySelectorAll: () => inside };
};

function play({ questions, known = {}, then = {} }) {
  const places = questions.map(place);
  const form = { querySelectorAll: () => places, querySelector: () => ({ dataset: { known: JSON.stringify(known) } }) };
  const seen = () => {
    arrange(form);
    return places.map(({ hidden, inside }) => [!hidden, inside.filter((one) => !one.disabled).map((one) => one.value)]);
  };
  const before = seen();
  for (const { inside } of places) for (const one of inside) if (one.name in then) one.value = then[one.name];
  return [before, seen()];
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(play)));

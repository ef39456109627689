// A sortable list with moves laid over it; prints the order of its ids.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { laid } = await import(pathToFileURL(process.argv[2]));
const [items, moves] = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(laid(items, moves).map(({ id }) => id)));

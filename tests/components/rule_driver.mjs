// Trees read into rows of choices and written back; prints what has become of each, null for too intricate.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { rowsOf, treeOf } = await import(pathToFileURL(process.argv[2]));
const { trees, facts } = JSON.parse(readFileSync(0, "utf8"));
const again = (tree) => {
  const { how, rows, isIntricate } = rowsOf(tree, facts);
  return isIntricate ? null : treeOf(how, rows, facts);
};
console.log(JSON.stringify(trees.map(again)));

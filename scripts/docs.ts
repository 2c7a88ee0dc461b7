import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { generatedPages } from "./docs/pages";

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs");

for (const [name, page] of Object.entries(generatedPages)) {
  writeFileSync(path.join(docs, name), page());
  console.log(`docs/${name} was written.`);
}

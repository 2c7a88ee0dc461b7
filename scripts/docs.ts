import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { batchErrorsPage } from "./docs/batch-errors-page";
import { sandboxPage } from "./docs/sandbox-page";

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs");

for (const [name, page] of Object.entries({ "batch-errors.md": batchErrorsPage, "sandbox.md": sandboxPage })) {
  writeFileSync(path.join(docs, name), page());
  console.log(`docs/${name} was written.`);
}

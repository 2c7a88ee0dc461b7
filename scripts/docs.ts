import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { batchErrorsPage } from "./batch-errors-page";

const page = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../docs/batch-errors.md");
writeFileSync(page, batchErrorsPage());
console.log("docs/batch-errors.md was written.");

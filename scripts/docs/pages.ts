import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { batchErrorsPage } from "./batch-errors-page";
import { columnsPage } from "./columns-page";
import { failuresPage } from "./failures-page";
import { iconStyles } from "./icon-styles";
import { performancePage, performancePlots } from "./performance-page";
import { sandboxPage } from "./sandbox-page";
import { settingsPage } from "./settings-page";

/** Every page of docs/ that is made from code, by its path there, and the drawings of the icons. A unit test compares each with the file. */
export const generatedPages: Record<string, () => string> = {
  "using/batch-file-columns.md": columnsPage,
  "using/batch-errors.md": batchErrorsPage,
  "using/failure-reasons.md": failuresPage,
  "using/settings.md": settingsPage,
  "operating/sandbox.md": sandboxPage,
  "performance.md": performancePage,
  ...performancePlots,
  "../app/_ui/icons.css": iconStyles,
};

const docs = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../docs");

/** Writes every one of them. */
export function writePages(): void {
  for (const [name, page] of Object.entries(generatedPages)) {
    writeFileSync(path.join(docs, name), page());
    console.log(`${path.join("docs", name)} was written.`);
  }
}

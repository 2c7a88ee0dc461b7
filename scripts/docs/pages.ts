import { batchErrorsPage } from "./batch-errors-page";
import { columnsPage } from "./columns-page";
import { failuresPage } from "./failures-page";
import { sandboxPage } from "./sandbox-page";

/** Every page of docs/ that is made from code, by its path there. A unit test compares each with the file. */
export const generatedPages: Record<string, () => string> = {
  "using/batch-file-columns.md": columnsPage,
  "using/batch-errors.md": batchErrorsPage,
  "using/failure-reasons.md": failuresPage,
  "operating/sandbox.md": sandboxPage,
};

import { expect, test } from "vitest";
import { counted } from "@/lib/plain-words";
import { codeUnder, read } from "@/tests/architecture/tree";

test("a count and its words agree", () => {
  expect(counted(1, "row is", "rows are")).toBe("1 row is");
  expect(counted(0, "row")).toBe("0 rows");
  expect(counted(1_234, "row")).toBe("1,234 rows");
});

/** What is counted on screens and in answers, in the plural. */
const plurals = "rows|payouts|emails|batches|files|users|events|lines|errors|answers|recipients|currencies";
/** A value that is followed by a plural at once, as "${count} rows" is; "3 of ${count} rows" is always right. */
const fixedPlural = new RegExp(`(?<! of )(?<! of its )(?<! than )(?<![Aa]ll )\\$\\{[^{}]*\\} (?:${plurals})\\b`);
/** Its numbers are limits, far from one. */
const limitsOfFiles = "lib/batches/file-format/field-reference.ts";

test("no sentence has a plural behind a count without words for one", () => {
  const files = codeUnder("app", "lib", "scripts/import").filter((file) => file !== limitsOfFiles);
  const sentences = files.flatMap((file) =>
    read(file)
      .split("\n")
      .filter((line) => fixedPlural.test(line) && !/=== 1 ?\?/.test(line) && !/^\s*(?:\*|throw)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(sentences).toEqual([]);
});

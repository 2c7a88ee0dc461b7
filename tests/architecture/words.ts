import { batchStatus } from "@/db/schema/batches";
import { payoutStatus } from "@/db/schema/payouts";
import { allFiles, codeFiles, codeUnder, read, textsOf } from "./tree";

type StatusNames = { names: readonly string[] /** The files that may contain them. */; tables: RegExp };

const payoutStatuses: StatusNames = {
  names: payoutStatus.enumValues,
  tables:
    /^(?:lib\/payouts\/(?:status|transitions|list\/filter|failures)\.ts|lib\/dashboard\/sections\.ts|db\/schema\/.*)$/,
};
const batchStatuses: StatusNames = {
  names: batchStatus.enumValues,
  tables: /^(?:lib\/batches\/(?:status|transitions)\.ts|db\/schema\/.*)$/,
};

function strayNames({ names, tables }: StatusNames): string[] {
  const quoted = new RegExp(`["'\`](?:${names.join("|")})["'\`]`);
  // The whole text is a status, or SQL inside it contains one in quotes.
  const spelled = new RegExp(`^(?:${names.join("|")})$|'(?:${names.join("|")})'`, "g");
  return codeFiles
    .filter((file) => !file.startsWith("tests/") && !tables.test(file) && quoted.test(read(file)))
    .flatMap((file) => {
      const found = [...textsOf(file)]
        .flatMap((text) => text.match(spelled) ?? [])
        .map((status) => status.replaceAll("'", ""));
      return [...new Set(found)].map((status) => `${file}#${status}`);
    });
}

/** Status names of payouts and of batches that appear outside their tables, by file. */
export const strayStatuses = () => [payoutStatuses, batchStatuses].flatMap(strayNames);

const vague = /^(?:utils?|helpers?|common|misc|services?|managers?)$/i;

/** Files and folders with vague names, and barrel files. */
export const vagueNames = () =>
  allFiles.filter((file) =>
    file
      .split("/")
      .some((part) => part.split(/[-_.]/).some((word) => vague.test(word)) || /^index\.(?:tsx?|m[jt]s)$/.test(part)),
  );

/** The lines of a file, including a last one without a line break. */
export const linesOf = (file: string) => read(file).replace(/\n$/, "").split("\n").length;

/** Files that are too long to read in one go. */
export const longFiles = (limit: number) =>
  [...codeFiles, ...allFiles.filter((file) => file.endsWith(".css"))]
    .filter((file) => linesOf(file) > limit)
    .map((file) => `${file}: ${linesOf(file)} lines`);

/** `w-[13px]`, `bg-(--paint)`, `[mask:none]`, `[&_p]:mt-2`: a value without a token. */
const arbitrary = /(?:^|\s)(?:\S*-\[[^\]\s]+\]|\S*-\(--[^)\s]+\)|(?:\S+:)?\[(?:&|@|[a-z-]+:)[^\]\s]*\])/;

/** Class names with a value that no token of tailwind.config.ts names. */
export const arbitraryClasses = () =>
  codeUnder("app")
    .filter((file) => file.endsWith(".tsx") || file.endsWith(".ts"))
    .flatMap((file) => [...textsOf(file)].filter((text) => arbitrary.test(text)).map((text) => `${file}: ${text}`));

/** Lines of code, settings and documents that match. */
export const linesWith = (pattern: RegExp, files = allFiles) =>
  files.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );

export const textFiles = allFiles.filter(
  (file) => /\.(?:tsx?|mts|mjs|css|json|md|sql|example)$/.test(file) && file !== "package-lock.json",
);

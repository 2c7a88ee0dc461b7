import { beforeAll, describe, expect, test } from "vitest";
import { errorsWith, type CompilerError, type Edit } from "@/tests/architecture/compiler";
import { recipes } from "@/tests/architecture/recipes";

/** A whole type check, which takes minutes on a busy machine. */
const checkMs = 600_000;

/** For each recipe a made-up addition in memory; the compiler reports every place where it is missing. */
const trials: Record<string, { adds: string; edits: Edit[] }> = {
  "Add a payout status": {
    adds: "made_up_status",
    edits: [
      { file: "db/schema/payouts.ts", find: `"canceled",`, replace: `"canceled", "made_up_status",` },
      {
        file: "lib/payouts/status.ts",
        find: "export const statusTable = {",
        replace: `export const statusTable = { made_up_status: { label: "", meaning: "", tone: "neutral", group: null, told: null },`,
      },
      {
        file: "lib/payouts/transitions.ts",
        find: "export const transitionTable = {",
        replace: `export const transitionTable = {
          makeUp: { from: ["pending"], to: "made_up_status", by: ["admin"], event: "payout.canceled", refusal: "" },`,
      },
    ],
  },
  "Add a tab to the Dashboard": {
    adds: "made-up-tab",
    edits: [
      {
        file: "lib/dashboard/sections.ts",
        find: "const tabTable = {",
        replace: `const tabTable = {
          "made-up-tab": {
            label: "", viewAll: {}, empty: "", emptyHint: "", rows: "payouts", verb: "Expires", waiting: {}, note: null,
          },`,
      },
    ],
  },
  "Add a column to batch files": {
    adds: "madeUpColumn",
    edits: [
      {
        file: "lib/payouts/fields/table.ts",
        find: "export const payoutFields = {",
        replace: `export const payoutFields = {
          made_up: field({
            label: "",
            aliases: [],
            headerWords: { alone: [], probable: [], vague: [], parts: [] },
            required: true,
            description: "",
            example: "",
            keptHidden: {}, maxLength: 9,
            reading: "text",
            property: "madeUpColumn",
            read: readText,
            stored: asRead("madeUpColumn"),
            reissue: { value: "copied", mayChange: false },
            shownBeforeProof: false,
            export: { header: "made_up", cell: ({ madeUpColumn }) => madeUpColumn },
            page: { place: "identity", label: "", fact: ({ madeUpColumn }) => madeUpColumn },
            formWidth: "half",
          }),`,
      },
      {
        file: "db/schema/payouts.ts",
        find: `    reference: text("reference").notNull(),`,
        replace: `    reference: text("reference").notNull(),\n    madeUpColumn: text("made_up").notNull(),`,
      },
    ],
  },
  "Add an email": {
    adds: "made_up_email",
    edits: [
      { file: "db/schema/emails.ts", find: `"payout_canceled",`, replace: `"payout_canceled", "made_up_email",` },
      {
        file: "lib/emails/kinds.ts",
        find: "export const emailKindTable = {",
        replace: `export const emailKindTable = { made_up_email: { to: "recipient", label: "", invites: false, leavesWhile: "always" },`,
      },
    ],
  },
  "Add an email to a user": {
    adds: "made_up_notice",
    edits: [
      { file: "db/schema/emails.ts", find: `"payout_resent",`, replace: `"payout_resent", "made_up_notice",` },
      {
        file: "lib/emails/kinds.ts",
        find: "  payout_canceled: {",
        replace: `  made_up_notice: { to: "user", label: "", invites: false },\n  payout_canceled: {`,
      },
    ],
  },
  "Add a language": {
    adds: "qq",
    edits: [{ file: "db/schema/columns.ts", find: `"pt", "ar"]`, replace: `"pt", "ar", "qq"]` }],
  },
  "Add a payment provider": {
    adds: "madeUpProvider",
    edits: [
      {
        file: "lib/payments/providers/table.ts",
        find: "{ [sandbox.name]: sandbox }",
        replace: "{ [sandbox.name]: sandbox, madeUpProvider: sandbox }",
      },
    ],
  },
  "Add a key to the payout filter": {
    adds: "made_up_key",
    edits: [
      {
        file: "lib/payouts/list/filter.ts",
        find: "    batch: z.uuid(",
        replace: "    made_up_key: z.string().optional(),\n    batch: z.uuid(",
      },
    ],
  },
  "Add an event": {
    adds: "payout.made_up",
    edits: [
      {
        file: "lib/events-table.ts",
        find: "export const eventTable = {",
        replace: `export const eventTable = { "payout.made_up": { label: "", subject: "payout" },`,
      },
    ],
  },
};

const written = recipes();

/** An error about one thing may print a whole type, and so the names of others; the missing name comes before it. */
const isAbout = ({ message }: CompilerError, adds: string): boolean => {
  const [, missing] = /Property '"?([^'"]+)"?' is missing/.exec(message) ?? [];
  return missing === undefined ? message.includes(adds) : missing === adds;
};

describe("the recipes of CONTRIBUTING.md", () => {
  let errors: CompilerError[] = [];

  /** All at once, because one type check takes as long for one as for many. */
  beforeAll(() => {
    errors = errorsWith(Object.values(trials).flatMap(({ edits }) => edits));
  }, checkMs);

  const asked = (adds: string) => [...new Set(errors.filter((error) => isAbout(error, adds)).map(({ file }) => file))];

  test("are exactly those tested here", () => {
    expect(written.map(({ title }) => title).sort()).toEqual(Object.keys(trials).sort());
  });

  test.each(written)("$title: lists every file that the compiler asks for", ({ title, ingredients }) => {
    const named = ingredients.map(({ path }) => path);
    expect(asked(trials[title]!.adds).filter((file) => !named.includes(file))).toEqual([]);
  });

  test.each(written)("$title: marks what the compiler does not ask for", ({ title, ingredients }) => {
    const { adds, edits } = trials[title]!;
    const needed = new Set([...edits.map(({ file }) => file), ...asked(adds)]);
    expect(ingredients.filter(({ path, mark }) => (mark === null) !== needed.has(path))).toEqual([]);
  });

  test("leave no compiler error unexplained", () => {
    const adds = Object.values(trials).map((trial) => trial.adds);
    expect(errors.filter((error) => !adds.some((name) => isAbout(error, name)))).toEqual([]);
  });
});

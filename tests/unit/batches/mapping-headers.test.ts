import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { mappedTable } from "@/lib/batches/file-format/mapping/apply";
import { guessRoles } from "@/lib/batches/file-format/mapping/guess";
import { cellKeys, numbered, placed } from "@/lib/batches/file-format/mapping/mapping";
import { mappingOf, roles, type Role } from "@/lib/batches/file-format/mapping/roles";
import { recognized } from "@/lib/batches/file-format/mapping/templates";
import { refuse, rowValues } from "@/lib/batches/rules/judge";
import type { ColumnName } from "@/lib/payouts/fields/table";
import { oddCell, oddHeader } from "@/tests/support/odd-headers";
import { orInSoak } from "@/tests/support/seed";

vi.setConfig({ testTimeout: 120_000 });

const headerCells = fc.oneof(fc.array(oddCell, { minLength: 1, maxLength: 14 }), oddHeader);
const otherRoles = roles.filter((role) => role !== "email" && role !== "reference");
const constants = { amount: "1.00", currency: "EUR" };
/** Every cell says where it stands, in a text that no notation of amounts or dates can read. */
const standing = (cells: readonly string[]) => cells.map((_, index) => `cell ${index}.`);

it("equal names are numbered until no two are the same, whatever numbers they had", () =>
  fc.assert(
    fc.property(headerCells, (cells) => {
      for (const names of [numbered(cells), cellKeys(cells, true)]) expect(new Set(names).size).toBe(cells.length);
    }),
    { numRuns: orInSoak(2_000, 20_000) },
  ));

it("a mapping reads each value from the cell that was said, and keeps every other cell once, under a name of its own", () =>
  fc.assert(
    fc.property(
      fc.array(oddCell, { minLength: 2, maxLength: 14 }),
      fc.shuffledSubarray<Role | null>([...otherRoles, ...Array<null>(8).fill(null)]),
      fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
      fc.boolean(),
      (header, others, order, hasHeader) => {
        const some: (Role | null)[] = ["email", "reference", ...others];
        const said = header
          .map((_, index) => ({ role: some[index] ?? null, at: order[index]! }))
          .sort((one, other) => one.at - other.at)
          .map(({ role }) => role);
        const answers = { ...unsaid, headerLine: hasHeader ? 1 : null, roles: said, constants, nameFromAddress: true };
        const head = { line: 1, cells: header };
        const made = mappingOf(answers, head);
        if ("problems" in made) throw new Error(made.problems.join(" "));
        const cells = standing(header);
        const { header: read, read: readRecord } = mappedTable(made.mapping, head);
        const record = readRecord({ line: 2, cells });
        if ("faults" in record) throw new Error(JSON.stringify(record.faults));
        const values = rowValues(read, { line: 2, lastLine: 2, ...record });
        for (const [index, role] of said.entries()) {
          if (role === null) continue;
          const column: ColumnName = role === "first_name" || role === "last_name" ? "recipient_name" : role;
          expect(values[column]!.includes(cells[index]!)).toBe(true);
        }
        const kept = refuse(read, { line: 2, lastLine: 2, ...record }, []).values;
        expect(Object.keys(kept)).toHaveLength(read.keys.length);
        const rest = cells.filter((_, index) => said[index] === null);
        expect(Object.values(kept).slice(read.positions.size)).toEqual(rest);
        // Extra columns and columns that are not read: each cell is one of them at most, and where it is said to be.
        const places = read.extra.map(({ index }) => index);
        expect(new Set(places).size).toBe(places.length);
        for (const { name: of, index } of read.extra) {
          expect(read.keys[index]).toBe(of);
          expect(rest).toContain(record.cells[index]);
        }
      },
    ),
    { numRuns: orInSoak(2_000, 20_000) },
  ));

const unsaid = {
  keepsChosen: false,
  decimalMark: null,
  dateForm: null,
} as const;

it("guesses and known systems meet any header without a fault, and no column of ours is guessed twice", () =>
  fc.assert(
    fc.property(headerCells, fc.boolean(), (header, hasHeader) => {
      const rows = [{ line: 2, cells: standing(header) }];
      const guessed = guessRoles(hasHeader ? header : null, rows, header.length).filter((role) => role !== null);
      expect(new Set(guessed).size).toBe(guessed.length);
      const records = [{ line: 1, cells: header }, ...rows];
      const mapping = recognized(records)?.mapping;
      if (mapping?.header.line === 1) expect(placed(mapping, records)).toEqual(mapping);
    }),
    { numRuns: orInSoak(2_000, 20_000) },
  ));

import fc from "fast-check";
import { expect, test } from "vitest";
import { fromColumns, toColumns } from "@/app/(portal)/_payouts/columns";

const records = fc.array(
  fc.record(
    {
      id: fc.string(),
      words: fc.array(fc.string()),
      stamp: fc.record({ shown: fc.string(), exact: fc.option(fc.string()) }, { noNullPrototype: true }),
      open: fc.boolean(),
    },
    { requiredKeys: ["id"], noNullPrototype: true },
  ),
);

test("rows that go to the browser key by key arrive as they were", () => {
  fc.assert(
    fc.property(records, (rows) => {
      expect(fromColumns(toColumns(rows))).toEqual(rows);
    }),
  );
});

test("a record within a row travels key by key too, and what each row has for itself needs no places", () => {
  const stamps = ["9:41", "9:42"].map((exact) => ({ at: { shown: "today", exact } }));
  expect(toColumns(stamps)).toEqual({
    count: 2,
    values: {
      at: { each: { count: 2, values: { shown: { each: ["today"], at: [1, 1] }, exact: { each: ["9:41", "9:42"] } } } },
    },
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { fromColumns, toColumns } from "@/app/(portal)/_payouts/columns";

const records = fc.array(
  fc.record(
    { id: fc.string(), words: fc.array(fc.string()), stamp: fc.record({ shown: fc.string() }), open: fc.boolean() },
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

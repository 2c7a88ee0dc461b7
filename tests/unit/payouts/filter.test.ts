import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuditFilter, parseAuditView } from "@/lib/audit/filter";
import { batchesHref, BatchFilter, parseBatchList } from "@/lib/batches/filter";
import { emailsHref, parseEmailList } from "@/lib/emails/filter";
import { tabs, tiles, smallPrint, summaryFilter } from "@/lib/dashboard/sections";
import { parsePayoutFilter, PayoutFilter, payoutsExportHref, payoutsHref } from "@/lib/payouts/list/filter";
import { listHref, parseListView } from "@/lib/payouts/list/view";
import { keysOf, type Parsed, type SearchParams } from "@/lib/lists/params";
import { paramsOf } from "@/tests/support/address";
import { batchFilters, emailFilters, pages, payoutFilters, places } from "@/tests/support/arbitrary-filters";

describe("an address parses back to exactly the value it was written from", () => {
  it("for any payout filter, in the address of the list and of the export", () => {
    fc.assert(
      fc.property(payoutFilters, (filter) => {
        expect(parsePayoutFilter(paramsOf(payoutsHref(filter)))).toEqual({ ok: true, value: filter });
        expect(parsePayoutFilter(paramsOf(payoutsExportHref(filter)))).toEqual({ ok: true, value: filter });
      }),
      { numRuns: 500 },
    );
  });

  it("for any payout filter with any order and page position", () => {
    fc.assert(
      fc.property(payoutFilters, pages, (filter, page) => {
        expect(parseListView(paramsOf(listHref(filter, page)))).toEqual({ ok: true, value: { filter, page } });
      }),
      { numRuns: 500 },
    );
  });

  it("for any batch filter with any page position", () => {
    fc.assert(
      fc.property(batchFilters, places, (filter, page) => {
        expect(parseBatchList(paramsOf(batchesHref(filter)))).toEqual({ ok: true, value: { filter, page: {} } });
        expect(parseBatchList(paramsOf(batchesHref(filter, page)))).toEqual({
          ok: true,
          value: { filter, page },
        });
      }),
      { numRuns: 500 },
    );
  });

  it("for any email filter with any page position", () => {
    fc.assert(
      fc.property(emailFilters, places, (filter, page) => {
        expect(parseEmailList(paramsOf(emailsHref(filter, page)))).toEqual({ ok: true, value: { filter, page } });
      }),
    );
  });

  it("for every section of the Dashboard", () => {
    const sections = [
      summaryFilter,
      ...tiles.flatMap((tile) => [tile.filter, ...tile.breakdown.map((part) => part.filter)]),
      ...smallPrint.map((part) => part.filter),
      ...Object.values(tabs).flatMap((tab) => {
        if (tab.rows === "decisions") return [];
        const parts = (tab.rows === "payouts" && tab.parts) || [];
        return [tab.viewAll, ...parts.map(({ filter }) => filter)];
      }),
    ];
    expect(sections.length).toBeGreaterThan(10);
    for (const filter of sections)
      expect(parsePayoutFilter(paramsOf(payoutsHref(filter)))).toEqual({ ok: true, value: filter });
  });
});

it("the same filter has one address, in whatever order or how often its statuses are given", () => {
  const parsed = parsePayoutFilter({ status: ["canceled", "pending", "canceled"] });
  expect(parsed).toEqual({ ok: true, value: { status: ["pending", "canceled"] } });
  expect(payoutsHref({ q: "ada", status: ["pending"] })).toBe(payoutsHref({ status: ["pending"], q: "ada" }));
});

type Reader = {
  read: (params: SearchParams) => Parsed<unknown>;
  keys: readonly string[];
  lists: readonly string[];
  valueOf: (value: never) => Record<string, unknown>;
};
const flat = (value: { filter: object; page: object }) => ({ ...value.filter, ...value.page });
const readers: Record<string, Reader> = {
  "the filter of payouts": {
    read: parsePayoutFilter,
    keys: keysOf(PayoutFilter),
    lists: ["status", "id"],
    valueOf: (value) => value,
  },
  "the list of payouts": {
    read: parseListView,
    keys: [...keysOf(PayoutFilter), "sort", "after", "before"],
    lists: ["status", "id"],
    valueOf: flat,
  },
  "the list of batches": {
    read: parseBatchList,
    keys: [...keysOf(BatchFilter), "after", "before"],
    lists: ["status"],
    valueOf: flat,
  },
  "the email log": {
    read: parseEmailList,
    keys: ["status", "queued", "to", "after", "before"],
    lists: [],
    valueOf: flat,
  },
  "the audit log": {
    read: parseAuditView,
    keys: [...keysOf(AuditFilter), "after", "before"],
    lists: [],
    valueOf: flat,
  },
};

/** Text with content: an untouched form field sends only blanks, which mean nothing. */
const someText = fc
  .oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "last-30d",
      "next-7d",
      "last-0d",
      "..",
      "2026-02-30..",
      "2026-11-30..2026-11-01",
      "pending",
      "failed",
      "USD",
      "usd",
      "1e3",
      "-1",
      "1,000",
      "yes",
      "0_0",
      "__proto__",
    ),
  )
  .filter((text) => text.trim() !== "");
const companions: SearchParams = { currency: "USD" };

describe.each(Object.entries(readers))(
  "%s never answers with more than was asked",
  (_, { read, keys, lists, valueOf }) => {
    const problemsOf = (params: SearchParams) => {
      const parsed = read(params);
      return parsed.ok ? [] : parsed.problems.map(({ param }) => param);
    };

    it("a parameter is either understood or refused by name, and never ignored", () => {
      fc.assert(
        fc.property(fc.constantFrom(...keys), someText, (key, text) => {
          const params = key.startsWith("amount") ? { ...companions, [key]: text } : { [key]: text };
          const parsed = read(params);
          if (parsed.ok) expect(valueOf(parsed.value as never)[key]).toBeDefined();
          else expect([...new Set(parsed.problems.map(({ param }) => param))]).toEqual([key]);
        }),
        { numRuns: 2_000 },
      );
    });

    it("an unknown parameter is refused by name, also beside known ones", () => {
      const unknown = fc
        .oneof(
          fc.string(),
          fc.constantFrom("organization_id", "Status", "status[]", "q ", "limit", "constructor", "__proto__"),
        )
        .filter((key) => !keys.includes(key));
      fc.assert(
        fc.property(unknown, someText, (key, text) => {
          expect(problemsOf(Object.fromEntries([[key, text]]))).toEqual([key]);
        }),
      );
    });

    it("a repeated parameter is refused by name, except where several values are allowed", () => {
      for (const key of keys.filter((one) => !lists.includes(one))) {
        expect(
          problemsOf({ ...(key === "currency" || !keys.includes("currency") ? {} : companions), [key]: ["1", "1"] }),
        ).toEqual([key]);
      }
    });
  },
);

it.each([
  ["currency", { currency: "XAU" }],
  ["currency", { currency: "usd" }],
  ["status", { status: ["pending", "done"] }],
  ["changed", { changed: "next-7d" }],
  ["expires", { expires: "last-7d" }],
  ["changed", { changed: "2026-11-30..2026-11-01" }],
  ["changed", { changed: "2026-02-30.." }],
  ["changed", { changed: "2026-11-01..2026-11-02T00:00:00.000Z" }],
  ["amount_min", { amount_min: "10" }],
  ["amount_max", { amount_max: "1.005", currency: "USD" }],
  ["amount_max", { amount_max: "1.5", currency: "JPY" }],
  ["batch", { batch: "1" }],
  ["q", { q: "x".repeat(201) }],
])("%s is refused by name in %j", (param, params) => {
  const parsed = parsePayoutFilter(params);
  expect(parsed.ok).toBe(false);
  if (!parsed.ok) expect(parsed.problems.map((problem) => problem.param)).toContain(param);
});

it("a list cannot have both a start and an end position", () => {
  const place = "1790000000000_0190a0b0-0000-7000-8000-000000000000";
  expect(parseListView({ after: place, before: place })).toMatchObject({ ok: false, problems: [{ param: "before" }] });
});

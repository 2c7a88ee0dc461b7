import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keysOf } from "@/lib/lists/params";
import { foldDateFields } from "@/lib/lists/place";
import { AuditFilter, auditHref, parseAuditView } from "@/lib/audit/filter";
import { auditWords, changeWords } from "@/lib/audit/words";
import { paramsOf } from "@/tests/support/address";
import { auditFilters, places } from "@/tests/support/arbitrary-filters";

describe("the audit log's address", () => {
  it("parses back to the filter it was written from", () => {
    fc.assert(
      fc.property(auditFilters, places, (filter, page) => {
        expect(parseAuditView(paramsOf(auditHref(filter, page)))).toEqual({ ok: true, value: { filter, page } });
      }),
    );
  });

  it.each([
    ["actor", "x"],
    ["who", "everybody"],
    ["who", ["system", "recipient"]],
    ["what", "payout.vanished"],
    ["when", "next-7d"],
    ["when", "yesterday"],
    ["after", "here"],
  ])("is refused, naming the parameter, when %s is %j", (param, value) => {
    const parsed = parseAuditView({ [param]: value, what: param === "what" ? value : "payout.created" });
    expect(parsed).toMatchObject({ ok: false, problems: [{ param }] });
  });

  it("cannot ask for the next page and the previous page at once", () => {
    const place = "1790000000000_0190a0b0-0000-7000-8000-000000000000";
    expect(parseAuditView({ after: place, before: place })).toMatchObject({
      ok: false,
      problems: [{ param: "before" }],
    });
  });

  it("turns the form's two dates into one window, and keeps a malformed date malformed", () => {
    expect(
      foldDateFields({ who: "system", when: "last-7d", when_from: "2026-11-01", when_to: "" }, AuditFilter),
    ).toEqual({
      who: "system",
      when: "2026-11-01..",
    });
    expect(foldDateFields({ when: "last-7d", when_from: "", when_to: "" }, AuditFilter)).toEqual({ when: "last-7d" });
    expect(foldDateFields({ when: "last-7d" }, AuditFilter)).toBeNull();
    expect(parseAuditView(foldDateFields({ when_from: "banana", when_to: "" }, AuditFilter)!)).toMatchObject({
      ok: false,
      problems: [{ param: "when" }],
    });
  });

  it("is described in words, one chip for each part", () => {
    const at = { now: new Date("2026-11-23T14:00:00Z"), timeZone: "America/New_York" };
    expect(
      auditWords({ who: "system", what: "payout.canceled", when: "last-7d" }, at, () => undefined).map(
        ({ words }) => words,
      ),
    ).toEqual(["By Meridian", "Payout canceled", "Happened in the last 7 days"]);
    fc.assert(
      fc.property(auditFilters, (filter) => {
        expect(auditWords(filter, at, () => "Ada").map(({ key }) => key)).toEqual(
          keysOf(AuditFilter).filter((key) => filter[key] !== undefined),
        );
      }),
    );
  });
});

it("an event describes what it changed", () => {
  const plainEvent = { fromStatus: null, toStatus: null, data: null };
  expect(changeWords({ ...plainEvent, name: "user.changed", data: { field: "role", to: "viewer" } }, "UTC")).toBe(
    "Role is now Viewer",
  );
  expect(changeWords({ ...plainEvent, name: "user.changed", data: { field: "active", to: false } }, "UTC")).toBe(
    "Deactivated, signed out everywhere",
  );
  expect(
    changeWords({ ...plainEvent, name: "payout.canceled", fromStatus: "pending", toStatus: "canceled" }, "UTC"),
  ).toBe("Pending → Canceled");
  expect(
    changeWords(
      { ...plainEvent, name: "payout.completed", fromStatus: "submitted", toStatus: "completed", data: { attempt: 2 } },
      "UTC",
    ),
  ).toBe("Submitted → Completed; Attempt 2");
  expect(
    changeWords(
      {
        ...plainEvent,
        name: "payout.extended",
        data: { from: "2026-12-01T04:59:59.999Z", to: "2026-12-31T04:59:59.999Z" },
      },
      "America/New_York",
    ),
  ).toBe("Nov 30, 2026, 23:59:59 EST → Dec 30, 2026, 23:59:59 EST");
  expect(
    changeWords(
      { ...plainEvent, name: "payout.readdressed", data: { from: "ada@example.com", to: "byron@example.com" } },
      "UTC",
    ),
  ).toBe("ada@example.com → byron@example.com");
  expect(
    [4, 1, 0].map((left) => changeWords({ ...plainEvent, name: "payout.answered", data: { left } }, "UTC")),
  ).toEqual(["4 answers left if it is wrong", "1 answer left if it is wrong", "No answer left if it is wrong"]);
  expect(
    changeWords(
      {
        ...plainEvent,
        name: "payout.handed_over",
        data: { attempt: 1, provider: "sandbox", providerReference: "SBX-1" },
      },
      "UTC",
    ),
  ).toBe("Attempt 1, reference SBX-1");
  expect(changeWords({ ...plainEvent, name: "payout.created", toStatus: "pending" }, "UTC")).toBeNull();
});

import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DomainError } from "@/lib/errors";
import { failureTable, isFailureCode } from "@/lib/payouts/failures";
import { fieldTable } from "@/lib/payments/providers/fields";
import type { Report } from "@/lib/payments/providers/provider";
import { defaultOutcome, outcomeOf, sandboxOutcomeTable } from "@/lib/payments/providers/sandbox-outcomes";
import { readSignedReport, signReport } from "@/lib/payments/providers/sandbox-webhook";
import { openProvider, providerNamed } from "@/lib/payments/providers/table";
import { exampleAccount, exampleIban, sandboxPage } from "@/scripts/docs/sandbox-page";

const outcomes = Object.entries(sandboxOutcomeTable);

describe("the table of sandbox outcomes", () => {
  it("never gives two outcomes the same account ending", () => {
    const endings = outcomes.map(([, { ending }]) => ending);
    expect(new Set(endings).size).toBe(endings.length);
  });

  it.each(outcomes)("has an IBAN and a US account for %s that a recipient can enter", (name, { ending }) => {
    expect(fieldTable.iban.read(exampleIban(ending))).toEqual({ value: exampleIban(ending) });
    expect(fieldTable.account_number.read(exampleAccount(ending))).toEqual({ value: exampleAccount(ending) });
    expect([outcomeOf(exampleIban(ending)), outcomeOf(exampleAccount(ending))]).toEqual([name, name]);
  });

  it("treats every other ending as a payment that is paid", () => {
    for (const account of ["", "0000", "12345699", "GB33BUKB2020155555555X"])
      expect(outcomeOf(account)).toBe(defaultOutcome);
  });

  it("can cause every failure that a provider may report, and an unknown one", () => {
    // The first two come from the recipient's own page, the third from two contradictory reports, the last from old rows.
    const own = ["too_many_wrong_answers", "recipient_declined", "conflicting_reports", "details_missing"];
    const codes = new Set(
      outcomes.flatMap(([, { says }]) => says.flatMap((word) => (word.outcome === "failed" ? [word.code] : []))),
    );
    expect([...codes].filter(isFailureCode).sort()).toEqual(
      Object.keys(failureTable)
        .filter((code) => !own.includes(code))
        .sort(),
    );
    expect([...codes].filter((code) => !isFailureCode(code))).toEqual(["XB-417"]);
  });

  it("equals the page in docs, which npm run docs writes", () => {
    expect(readFileSync("docs/operating/sandbox.md", "utf8")).toBe(sandboxPage());
  });
});

describe("a provider", () => {
  it("is found by its name, but not by names that every JavaScript object has", () => {
    expect(providerNamed("sandbox")).toBe(openProvider());
    for (const name of ["", "SANDBOX", "constructor", "__proto__", "toString"])
      expect(providerNamed(name)).toBeUndefined();
  });
});

describe("a signed report", () => {
  const report: Report = {
    messageId: "message-1",
    attemptId: "0199b2c5-7d3a-7c3e-9b1a-3f2d5e6a7b8c",
    outcome: "failed",
    code: "account_closed",
    detail: "AC04 “closed”",
  };
  const at = new Date("2026-11-26T12:00:00.400Z");
  const read = (headers: Record<string, string>, body: string) => readSignedReport(new Headers(headers), body);

  const refusalOf = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
    return undefined;
  };

  afterEach(() => void vi.useRealTimers());

  it.each([report, { messageId: "message-2", attemptId: report.attemptId, outcome: "paid" } as Report])(
    "is read as it was signed: $outcome",
    (one) => {
      vi.useFakeTimers({ now: at });
      const { headers, body } = signReport(one, at);
      expect(read(headers, body)).toEqual(one);
    },
  );

  it("is valid for five minutes before and after its time, and no longer", () => {
    const { headers, body } = signReport(report, at);
    for (const [seconds, expected] of [
      [299, undefined],
      [302, "unauthenticated"],
      [-299, undefined],
      [-302, "unauthenticated"],
    ] as const) {
      vi.useFakeTimers({ now: at.getTime() + seconds * 1_000 });
      expect([seconds, refusalOf(() => read(headers, body))]).toEqual([seconds, expected]);
    }
  });

  it("is refused when any part was changed or left out, or another key signed it", () => {
    vi.useFakeTimers({ now: at });
    const { headers, body } = signReport(report, at);
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      expect([name, refusalOf(() => read({ ...headers, [name]: "" }, body))]).toEqual([name, "unauthenticated"]);
      expect([name, refusalOf(() => read({ ...headers, [name]: `${headers[name]}0` }, body))]).toEqual([
        name,
        "unauthenticated",
      ]);
    }
    expect(refusalOf(() => read(headers, body.replace("failed", "paid")))).toBe("unauthenticated");
    expect(refusalOf(() => read(headers, `${body} `))).toBe("unauthenticated");
    vi.stubEnv("LINK_KEY", "another-key-of-the-tests-only-000000");
    expect(refusalOf(() => read(headers, body))).toBe("unauthenticated");
    vi.unstubAllEnvs();
  });

  it("is refused as malformed when the signed content is no report", () => {
    vi.useFakeTimers({ now: at });
    for (const wrong of [
      { attemptId: "not-an-id" },
      { code: "spaces in it" },
      { detail: "x".repeat(501) },
      { outcome: "bounced" },
      { messageId: "m".repeat(201) },
    ]) {
      const { headers, body } = signReport({ ...report, ...wrong } as Report, at);
      expect([wrong, refusalOf(() => read(headers, body))]).toEqual([wrong, "invalid"]);
    }
  });
});

import { describe, expect, it } from "vitest";
import { systemActor, type UserActor } from "@/lib/actor";
import { eventTable } from "@/lib/events-table";
import { payoutStatuses, statusesIn, ungroupedStatuses } from "@/lib/payouts/status";
import { may, refusalWords, transitionTable, type TransitionName } from "@/lib/payouts/transitions";
import { failureReason, failureTable } from "@/lib/payouts/failures";

const user = (role: "admin" | "viewer"): UserActor => ({
  type: "user",
  organizationId: "o",
  userId: "u",
  role,
  name: "",
  email: "",
  organizationName: "",
  timeZone: "UTC",
  displayZone: null,
  theme: "system",
  sessionId: "s",
  requestId: "r",
});
const names = Object.keys(transitionTable) as TransitionName[];
const pairs = [
  ...new Set(
    names.flatMap((name) =>
      transitionTable[name].from.map((from) => `${from} → ${transitionTable[name].to ?? "(stays)"}`),
    ),
  ),
];

it("a payout has these transitions and no others", () => {
  expect(pairs.sort()).toEqual(
    [
      "pending → submitted",
      "pending → failed_to_process",
      "pending → expired",
      "pending → canceled",
      "submitted → completed",
      "submitted → failed_to_send",
      "failed_to_send → submitted",
      "pending → (stays)",
      "expired → (stays)",
      "canceled → (stays)",
      "failed_to_send → (stays)",
      "failed_to_process → (stays)",
    ].sort(),
  );
});

describe("permissions", () => {
  it("an admin may only take the steps listed for each status, and none on a replaced payout", () => {
    const allowedFrom: Partial<Record<string, TransitionName[]>> = {
      pending: ["cancel", "resend", "extend", "readdress", "resetAttempts"],
      expired: ["reissue"],
      canceled: ["reissue"],
      failed_to_send: ["retry", "reissue"],
      failed_to_process: ["reissue"],
    };
    for (const status of payoutStatuses) {
      const allowed = names.filter((name) => may(user("admin"), name, { status, archivedAt: null }));
      expect([status, allowed]).toEqual([status, allowedFrom[status] ?? []]);
      expect(names.filter((name) => may(user("admin"), name, { status, archivedAt: new Date(0) }))).toEqual([]);
    }
  });

  it("a viewer may take no step, and the system none that belongs to an admin or a recipient", () => {
    for (const status of payoutStatuses) {
      expect(names.filter((name) => may(user("viewer"), name, { status, archivedAt: null }))).toEqual([]);
      for (const name of [
        "cancel",
        "resend",
        "retry",
        "extend",
        "readdress",
        "resetAttempts",
        "reissue",
        "submit",
        "verify",
      ] as const)
        expect(may(systemActor("o", "r"), name, { status, archivedAt: null })).toBe(false);
    }
  });
});

it("a refusal names the payout's status, and every refused step on a replaced payout says that it was replaced", () => {
  expect(refusalWords("cancel", { status: "submitted", archivedAt: null })).toBe(
    "Nothing was changed: this payout is submitted now. Only a payout that is waiting for its recipient can be canceled; money on its way cannot be recalled.",
  );
  for (const name of names)
    expect(refusalWords(name, { status: "expired", archivedAt: new Date(0) })).toContain(
      "has already been replaced by a new one",
    );
});

it("every step has its own event, and every status belongs to one tile or to the small print", () => {
  const eventNames = names.map((name) => transitionTable[name].event);
  expect(new Set(eventNames).size).toBe(names.length);
  for (const event of eventNames) expect(eventTable[event].subject).toBe("payout");
  const places = [...statusesIn("completed"), ...statusesIn("pending"), ...statusesIn("failed"), ...ungroupedStatuses];
  expect(places.sort()).toEqual([...payoutStatuses].sort());
});

it("every failure has a text and a next step, even an unknown one", () => {
  for (const code of [...Object.keys(failureTable), "never_heard_of", "", "constructor", "__proto__"]) {
    const { text, nextStep } = failureReason(code);
    expect([text, nextStep].every((words) => /^[A-Z].{10,}\.$/.test(words))).toBe(true);
  }
});

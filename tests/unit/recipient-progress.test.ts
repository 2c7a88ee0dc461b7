import { describe, expect, test } from "vitest";
import { recipientProgress } from "@/lib/dashboard/progress";
import { answersWarning } from "@/lib/payouts/answers";
import { payoutStatuses } from "@/lib/payouts/status";

const at = new Date(0);

describe("a recipient's progress", () => {
  test.each([
    ["Never opened", { openedAt: null, verifiedAt: null }, null],
    ["Never opened", { openedAt: null, verifiedAt: null }, "sent"],
    ["Never opened", { openedAt: null, verifiedAt: null }, "queued"],
    ["Email bounced", { openedAt: null, verifiedAt: null }, "bounced"],
    ["Email refused", { openedAt: null, verifiedAt: null }, "failed"],
    ["Opened, not finished", { openedAt: at, verifiedAt: null }, "sent"],
    ["Opened, not finished", { openedAt: at, verifiedAt: null }, "bounced"],
    ["Verified, not finished", { openedAt: at, verifiedAt: at }, "failed"],
  ] as const)("is described as %s", (label, payout, status) => {
    expect(recipientProgress(payout, status).label).toBe(label);
  });
});

describe("the warning about verification answers", () => {
  const answering = (verificationAttempts: number) =>
    ({ status: "pending", archivedAt: null, verificationAttempts }) as const;

  test("is shown while exactly one answer is left, or a lowered limit leaves none", () => {
    const warnings = [0, 1, 2, 3, 4].map((used) => answersWarning(answering(used), 3));
    expect(warnings).toEqual([null, null, "One answer left", "No answer left", "No answer left"]);
  });

  test("is not shown before a first answer was given, even with a limit of one", () => {
    expect(answersWarning(answering(0), 1)).toBeNull();
  });

  test("is shown only while the payout waits for its recipient", () => {
    const warned = payoutStatuses.filter((status) =>
      answersWarning({ status, archivedAt: null, verificationAttempts: 4 }, 5),
    );
    expect(warned).toEqual(["pending"]);
  });
});

import { settingsMark } from "@/lib/settings/fields";
import type { Organization } from "@/tests/support/factories";
import type { World } from "./matrix-world";

// Forms that are right for the organization's admin, for the actions of tests/e2e/expectations.ts.

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const settingsOf = (organization: Organization) => ({
  brandColor: "#0b6840",
  supportEmail: organization.supportEmail,
  payoutLifetimeDays: String(organization.payoutLifetimeDays),
  reminderDays: organization.reminderDays.join(", "),
  verificationLimit: String(organization.verificationLimit),
  seen: settingsMark(organization),
});

export const byHand = ({ mark }: World) => ({
  recipient_name: "Ada Byron",
  email: "ada@example.com",
  amount: "10.00",
  currency: "USD",
  reference: mark,
});
export const row = (world: World) => ({ rowId: world.row.id, ...byHand(world) });
export const correctionFile = ({ batch, row, mark }: World) => ({
  batchId: batch.id,
  file: new File(
    [
      `batch_line,recipient_name,email,amount,currency,reference\n${row.line},Ada Byron,ada@example.com,10.00,USD,${mark}\n`,
    ],
    "corrections.csv",
  ),
});
export const ofReason = ({ batch }: World) => ({ batchId: batch.id, code: "amount_decimal_comma" });

import { settingNames, settingTable, settingText } from "@/lib/settings/table";
import type { Organization } from "@/tests/support/factories";
import type { FormFields } from "./server-actions";
import { mappingSavedAt, type World } from "./matrix-world";

// Forms that are right for the organization's admin, for the actions of tests/e2e/action-expectations.ts.

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const settingsOf = (organization: Organization) => ({
  ...Object.fromEntries(
    settingNames
      .filter((name) => settingTable[name].kind.is !== "box")
      .map((name) => [name, settingText(organization[name])]),
  ),
  brandColor: "#0b6840",
  seen: String(organization.settingsVersion),
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
/** The columns of the batch that waits for its review, which are ours. */
export const columnsOf = ({ waiting }: World): FormFields => ({
  batchId: waiting.id,
  headerLine: "1",
  role: ["recipient_name", "email", "amount", "currency", "reference"],
});
export const mappingOf = ({ mappingId }: World): FormFields => ({
  mappingId,
  savedAt: mappingSavedAt,
  name: "Matrix",
  headerLine: "1",
  role: ["email", "reference"],
  constantAmount: "1.00",
  constantCurrency: "USD",
  nameFromAddress: "on",
});
/** A PNG of one pixel. */
export const onePixel = new File(
  [
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
      "base64",
    ),
  ],
  "logo.png",
);

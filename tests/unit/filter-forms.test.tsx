import { renderToStaticMarkup } from "react-dom/server";
import type { ReactElement } from "react";
import { expect, test } from "vitest";
import { AuditFilterBar } from "@/app/(portal)/admin/audit-log/_ui/audit-filter-bar";
import { EmailFilterBar } from "@/app/(portal)/admin/emails/_ui/email-filter-bar";
import { FilterBar as BatchFilterBar } from "@/app/(portal)/batches/_ui/filter-bar";
import { FilterBar as PayoutFilterBar } from "@/app/(portal)/payouts/_ui/filter-bar";
import { AuditFilter } from "@/lib/audit/filter";
import { BatchFilter } from "@/lib/batches/filter";
import { EmailFilter } from "@/lib/emails/filter";
import { keysOf } from "@/lib/lists/params";
import { PayoutFilter } from "@/lib/payouts/list/filter";

const at = { now: new Date("2026-11-23T14:41:07Z"), timeZone: "UTC" };
const batch = "0190a0b0-0000-7000-8000-000000000000";

const forms: [string, readonly string[], ReactElement][] = [
  // The payout form keeps the batch of a list of one batch, and offers no other batch.
  [
    "payouts",
    [...keysOf(PayoutFilter), "sort"],
    <PayoutFilterBar key="payouts" filter={{ batch }} page={{}} at={at} />,
  ],
  ["batches", keysOf(BatchFilter), <BatchFilterBar key="batches" filter={{}} at={at} />],
  ["emails", keysOf(EmailFilter), <EmailFilterBar key="emails" filter={{}} at={at} />],
  ["events", keysOf(AuditFilter), <AuditFilterBar key="events" filter={{ batch }} users={[]} at={at} />],
];

test.each(forms)("the filter form of %s has a field for each key of its filter", (_, keys, form) => {
  const html = renderToStaticMarkup(form);
  const names = new Set([...html.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name!));
  const dates = keys.flatMap((key) => [`${key}_from`, `${key}_to`]);
  expect([...names].filter((name) => !dates.includes(name)).sort()).toEqual([...keys].sort());
});

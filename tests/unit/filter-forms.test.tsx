import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { renderToStaticMarkup } from "react-dom/server";
import type { ComponentProps, ReactElement } from "react";
import { expect, test } from "vitest";
import { AuditFilterBar } from "@/app/(portal)/admin/audit-log/_ui/audit-filter-bar";
import { EmailFilterBar } from "@/app/(portal)/admin/emails/_ui/email-filter-bar";
import { FilterBar as BatchFilterBar } from "@/app/(portal)/batches/_ui/filter-bar";
import { FilterBar as PayoutFilterBar } from "@/app/(portal)/payouts/_ui/filter-bar";
import { AuditFilter } from "@/lib/audit/filter";
import { BatchFilter } from "@/lib/batches/filter";
import { EmailFilter } from "@/lib/emails/filter";
import { keysOf } from "@/lib/lists/params";
import { typedDays } from "@/lib/lists/place";
import { parsePayoutFilter, PayoutFilter } from "@/lib/payouts/list/filter";

const at = { now: new Date("2026-11-23T14:41:07Z"), timeZone: "UTC" };
const batch = "0190a0b0-0000-7000-8000-000000000000";

const forms: [string, readonly string[], ReactElement][] = [
  // The payout form keeps the batch, the recipient, the run and the payouts of a list of just these, and offers no other; that of emails keeps the recipient.
  [
    "payouts",
    [...keysOf(PayoutFilter), "sort"],
    <PayoutFilterBar
      key="payouts"
      filter={{ batch, recipient: batch, run: batch, id: [batch] }}
      page={{}}
      at={at}
      columns={[{ key: "claim_number", label: "Claim number" }]}
    />,
  ],
  ["batches", keysOf(BatchFilter), <BatchFilterBar key="batches" filter={{}} at={at} />],
  ["emails", keysOf(EmailFilter), <EmailFilterBar key="emails" filter={{ recipient: batch }} at={at} />],
  [
    "events",
    keysOf(AuditFilter),
    <AuditFilterBar key="events" filter={{ batch, run: batch, user: batch }} users={[]} at={at} />,
  ],
];

/** Nothing of it is used: a form asks its router only once it is sent. */
const router = {} as ComponentProps<typeof AppRouterContext>["value"];
const htmlOf = (form: ReactElement) => renderToStaticMarkup(<AppRouterContext value={router}>{form}</AppRouterContext>);

test.each(forms)("the filter form of %s has a field for each key of its filter", (_, keys, form) => {
  const html = htmlOf(form);
  // A key that holds a record has a field for each of its names.
  const names = new Set([...html.matchAll(/ name="([^".]+)[^"]*"/g)].map(([, name]) => name!));
  const dates = keys.flatMap((key) => [`${key}_from`, `${key}_to`]);
  expect([...names].filter((name) => !dates.includes(name)).sort()).toEqual([...keys].sort());
});

test("two dates stand in their form as they were typed, and a first after the last is said at its field", () => {
  const of = (changed: string) => {
    const typed = typedDays({ changed, status: "pending", created: "last-30" }, PayoutFilter);
    return htmlOf(<PayoutFilterBar filter={typed} page={{}} at={at} />);
  };
  const valid = of("2026-11-01..2026-11-30");
  expect(valid).toMatch(/name="changed_from"[^>]* value="2026-11-01"/);
  expect(valid).toMatch(/name="changed_to"[^>]* value="2026-11-30"/);
  expect(valid).not.toContain('aria-invalid="true"');
  expect(of("2026-11-01..")).toMatch(/name="changed_from"[^>]* value="2026-11-01"/);
  const reversed = of("2026-11-30..2026-11-01");
  expect(reversed.match(/aria-invalid="true" aria-describedby="changed-error"/g)).toHaveLength(2);
  expect(reversed).toContain("Status changed begins on 2026-11-30, after it ends on 2026-11-01.");
  expect(parsePayoutFilter({ changed: "2026-11-30..2026-11-01" })).toEqual({
    ok: false,
    problems: [{ param: "changed", message: "begins on 2026-11-30, after it ends on 2026-11-01" }],
  });
});

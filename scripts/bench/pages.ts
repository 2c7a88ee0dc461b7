import { sql, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { dashboardHref } from "@/lib/dashboard/address";
import { tabKeys } from "@/lib/dashboard/sections";
import { pageSize } from "@/lib/lists/keyset";

/** A page of the portal, and the name of its figures. */
export type Page = { name: string; href: string };

const largeId = sql`(select id from organizations where slug = 'large')`;
const DEEP_PAGE = 2_000;

const listed = (name: string, query: string): Page => ({ name: `payouts, ${name}`, href: `/payouts?${query}` });
const searched = (name: string, q: string) => listed(`search ${name}`, `q=${encodeURIComponent(q)}`);

/** The orders, and each filter at a value that is common and at one that is rare. */
const lists = [
  listed("oldest change first", "sort=changed"),
  listed("by creation", "sort=-created"),
  listed("by expiry", "sort=expires"),
  listed("by amount in USD", "currency=USD&sort=-amount"),
  listed("by amount in KWD", "currency=KWD&sort=-amount"),
  listed("of the commonest status", "status=completed"),
  listed("of a rare status", "status=canceled"),
  listed("failed", "group=failed"),
  listed("USD", "currency=USD"),
  listed("KWD", "currency=KWD"),
  listed("failed in KWD", "group=failed&currency=KWD"),
  listed("changed in 30 days", "changed=last-30d"),
  listed("pending, changed in 30 days", "group=pending&changed=last-30d"),
  listed("created in 30 days", "created=last-30d"),
  listed("expires in 7 days", "expires=next-7d"),
  listed("expired in 7 days", "expired=last-7d"),
  listed("batches with errors", "batch_errors=last-7d"),
  listed("replaced", "replaced=yes"),
  searched("by a common name", "garcia"),
  searched("by a rare name", "quackenbush"),
  searched("for nothing there", "xqzwv"),
];

const others: Page[] = [
  { name: "batches", href: "/batches" },
  { name: "batches with errors", href: "/batches?errors=last-7d" },
  { name: "audit log", href: "/admin/audit-log" },
  { name: "audit log, completed", href: "/admin/audit-log?what=payout.completed" },
  { name: "email log", href: "/admin/emails" },
  { name: "email log, failed", href: "/admin/emails?status=failed" },
];

/** The Dashboard as it opens, and with each of its tabs open. */
export const dashboardPages = (): Page[] => [
  { name: "dashboard", href: "/" },
  ...tabKeys.map((tab) => ({ name: `dashboard, ${tab}`, href: dashboardHref({ tab }) })),
];

/** Pages whose cost is measured: each as the admin of the large organization sees it. */
export async function measuredPages(): Promise<Page[]> {
  const some = await one<{ id: string; batch_id: string; reference: string; recipient_email: string }>(
    sql`select id, batch_id, reference, recipient_email from payouts where organization_id = ${largeId} order by created_at limit 1 offset 1000`,
  );
  return [
    ...dashboardPages(),
    { name: "payouts", href: "/payouts" },
    await deepPage(),
    ...lists,
    listed("of one batch", `batch=${some.batch_id}`),
    searched("by reference", some.reference),
    searched("by email", some.recipient_email),
    { name: "payout", href: `/payouts/${some.id}` },
    { name: "batch", href: `/batches/${some.batch_id}` },
    ...others,
  ];
}

/** The reference of a payout of the large organization. */
export async function someReference(): Promise<string> {
  return (
    await one<{ reference: string }>(sql`select reference from payouts where organization_id = ${largeId} limit 1`)
  ).reference;
}

/** Page 2,000 of the list, or the last whole one of a smaller organization. */
async function deepPage(): Promise<Page> {
  const { count } = await one<{ count: number }>(
    sql`select count(*)::int as count from payouts where organization_id = ${largeId}`,
  );
  const pagesBefore = Math.min(DEEP_PAGE - 1, Math.floor(count / pageSize) - 1);
  const { place } = await one<{ place: string }>(sql`
    select (extract(epoch from status_changed_at) * 1000)::bigint || '_' || id as place from payouts where organization_id = ${largeId}
    order by status_changed_at desc, id desc limit 1 offset ${pagesBefore * pageSize - 1}`);
  return { name: "payouts, page 2,000", href: `/payouts?after=${place}` };
}

async function one<Row extends Record<string, unknown>>(query: SQL): Promise<Row> {
  const [row] = (await db.execute(query)) as unknown as Row[];
  if (!row) throw new Error("The database is not filled as the benchmark needs it.");
  return row;
}

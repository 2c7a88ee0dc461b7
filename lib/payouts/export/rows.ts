import { getTableColumns, inArray, sql, type SQL } from "drizzle-orm";
import { payouts } from "@/db/schema/payouts";
import type { Actor } from "@/lib/actor";
import type { At } from "@/lib/moment";
import { columnNames, payoutField, type StoredProperty } from "@/lib/payouts/fields/table";
import type { PayoutFilter } from "@/lib/payouts/list/filter";
import { payoutsAt } from "@/lib/payouts/as-of";
import { matching, searchOf } from "@/lib/payouts/list/matching";
import { amongAll, type Found } from "@/lib/payouts/search/found";
import { submittedStatuses, transitionTable } from "@/lib/payouts/transitions";
import type { Readable } from "@/lib/web/downloads/copied";
import type { CopiedFile, Selected } from "@/lib/web/downloads/csv-file";

const stored = getTableColumns(payouts);
type Payout = typeof payouts.$inferSelect;

/** What the export writes of a payout beside the columns of the table of fields. */
const beside = ["id", "status", "statusChangedAt", "createdAt", "failureCode", "batchId", "archivedAt"] as const;

/** What an accountant asks of a payout beside what it keeps itself. */
type Accounting = {
  /** The name of its batch's file, and the line of it that it came from or that the first payout came from. */
  batchFile: string | null;
  batchLine: number | null;
  /** When the recipient chose how to be paid, and when they were. */
  submittedAt: Date | null;
  paidAt: Date | null;
  /** Of the latest payment attempt: the method with the last digits of the account, and the provider's name for it. */
  paidTo: string | null;
  providerReference: string | null;
  /** What the provider said of the failure, in its own words. */
  providerSaid: string | null;
  canceledBy: string | null;
  cancelReason: string | null;
};

/** The name of what a payout says in a column of the organization's own. */
export const extraValue = (key: string) => `extra.${key}` as const;

export type ExportedPayout = Pick<Payout, (typeof beside)[number] | StoredProperty> &
  Accounting &
  Record<ReturnType<typeof extraValue>, string | null>;

const properties = [
  ...beside,
  ...columnNames.map(payoutField).flatMap((field) => ("never" in field.export ? [] : [field.stored.property])),
];

const accounting: Selected<Accounting> = {
  batchFile: { from: sql`payouts.batch_file`, as: "string" },
  batchLine: { from: sql`coalesce(${payouts.line}, ${payouts.fromLine})`, as: "number" },
  submittedAt: { from: sql`attempt.first_at`, as: "date" },
  paidAt: {
    from: sql`case when ${payouts.status} = ${transitionTable.complete.to} then ${payouts.statusChangedAt} end`,
    as: "date",
  },
  paidTo: { from: sql`attempt.masked_details`, as: "string" },
  providerReference: { from: sql`attempt.provider_reference`, as: "string" },
  providerSaid: { from: sql`attempt.failure_detail`, as: "string" },
  canceledBy: { from: sql`canceled.name`, as: "string" },
  cancelReason: { from: sql`canceled.reason`, as: "string" },
};

const selected = {
  ...Object.fromEntries(
    properties.map((name) => [
      name,
      {
        from: sql`${stored[name]}`,
        as: stored[name].columnType === "PgUUID" ? "uuid" : (stored[name].dataType as Readable),
      },
    ]),
  ),
  ...accounting,
} as Selected<ExportedPayout>;

/**
 * Every record of a filter in the order of creation: all of one snapshot, as they stand at `at`.
 * @param extra what is read of the organization's own columns
 */
export async function exportedRows(
  actor: Actor,
  filter: PayoutFilter,
  at: At,
  extra: readonly { key: string }[],
): Promise<Omit<CopiedFile<ExportedPayout>, "columns">> {
  const searched = await searchOf(actor, filter);
  const found = searched?.text ? { ...searched, text: amongAll(searched.text) } : searched;
  const said = extra.map(({ key }) => [
    extraValue(key),
    { from: sql`${payouts.extra} ->> ${key}`, as: "string" as const },
  ]);
  return {
    selected: { ...selected, ...(Object.fromEntries(said) as Selected<ExportedPayout>) },
    query: (list) => exportQuery(actor, list, filter, at, found),
  };
}

/**
 * The payouts are sorted before attempts and cancellations are joined to them, so that their rows leave while these joins
 * are still being made: each takes at most one row, by an index, in the order of the payouts. The ORDER BY at the end says
 * that it must be so, and costs nothing. The batches are few, and joined before.
 */
function exportQuery(actor: Actor, list: SQL, filter: PayoutFilter, at: At, found: Found | undefined): SQL {
  const own = (alias: string) => sql`${sql.identifier(alias)}.organization_id = ${actor.organizationId}`;
  const order = sql`${payouts.createdAt}, ${payouts.id}`;
  const read = sql.join(
    [...properties, ...(["line", "fromLine", "extra"] as const)].map((name) => sql`${stored[name]}`),
    sql`, `,
  );
  return sql`
    select ${list} from (
      select payouts.*, batch.file_name as batch_file from (
        select ${read} from ${payoutsAt(actor, at.now)} where ${matching(actor, filter, at, found) ?? sql`true`}) payouts
      left join batches batch on ${own("batch")} and batch.id = ${payouts.batchId}
      order by ${order} offset 0) payouts
    left join lateral (
      select masked_details, provider_reference, failure_detail, case when number > 1 then (
        select created_at from payout_attempts f where ${own("f")} and f.payout_id = a.payout_id and f.number = 1)
        else created_at end as first_at
      from payout_attempts a
      where ${own("a")} and a.payout_id = ${payouts.id} and ${inArray(payouts.status, submittedStatuses)}
      order by a.number desc limit 1) attempt on true
    left join lateral (
      select e.reason, u.name from events e left join users u on ${own("u")} and u.id = e.actor_user_id
      where ${own("e")} and e.payout_id = ${payouts.id} and e.name = ${transitionTable.cancel.event}
        and ${payouts.status} = ${transitionTable.cancel.to}::payout_status limit 1) canceled on true
    order by ${order}`;
}

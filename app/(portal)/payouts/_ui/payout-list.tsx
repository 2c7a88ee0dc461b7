import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { ActionsTh, Table, Th } from "@/app/_ui/table";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { LatestEmails } from "@/lib/emails/latest";
import { assigneeNames } from "@/lib/follow-up/queries";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { listHref, listQuery, type ListView } from "@/lib/payouts/list/view";
import type { OwnColumn } from "@/lib/payouts/extra/columns";
import type { Total } from "@/lib/lists/keyset";
import type { PayoutPage } from "@/lib/payouts/queries";
import type { Settings } from "@/lib/settings/table";
import type { Hideable, ListLook } from "@/lib/views/look/columns";
import type { At } from "@/lib/moment";
import { NoMatch } from "@/app/(portal)/_ui/no-match";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { toColumns } from "@/app/(portal)/_payouts/columns";
import { payoutLine } from "@/app/(portal)/_payouts/payout-line";
import { payoutDefaults } from "@/app/(portal)/_payouts/payout-subject";
import { allMatching } from "@/app/(portal)/_payouts/_selection/all-matching";
import { SelectAllTh, Selecting } from "@/app/(portal)/_payouts/selecting";
import { LookedThrough } from "./looked-through";
import { PayoutRows, type Columns } from "./payout-rows";
import { SortHeader } from "./sort-header";

type Props = {
  actor: UserActor;
  view: ListView;
  found: PayoutPage;
  /** The latest emails by payout, where the list is one of payouts that expire soon; else null. */
  emails: ReadonlyMap<string, LatestEmails> | null;
  at: At;
  settings: Settings;
  /** How the person wants it to look. */
  look: ListLook;
  /** The organization's own columns. */
  columns: readonly OwnColumn[];
};

/** One page of payouts, or what to do where there are none. */
export async function PayoutList({ actor, view, found, emails, at, settings, look, columns: ownColumns }: Props) {
  const { filter, page } = view;
  const neighbour = (cursor: { after?: string; before?: string } | null): Route | null =>
    cursor && listHref(filter, { sort: page.sort, ...cursor });
  const [previous, next] = [
    neighbour(found.previous ? { before: found.previous } : null),
    neighbour(found.next ? { after: found.next } : null),
  ];
  if (found.looked !== null && found.rows.length === 0)
    return <LookedThrough looked={found.looked} found={0} view={view} onwards={page.before ? previous : next} />;
  if (found.rows.length === 0)
    return (
      <NoPayouts
        soFar={found.total.soFar}
        filtered={Object.values(filter).some((value) => value !== undefined)}
        canUpload={isAdmin(actor)}
      />
    );
  const names = await assigneeNames(actor, found.rows);
  const own = ownColumns.filter(({ key }) => look.extra.includes(key));
  const lines = found.rows.map((payout) =>
    payoutLine(payout, { actor, at, settings, names, own }, emails ? (emails.get(payout.id) ?? null) : undefined),
  );
  const columns = columnsOf(look, {
    emails: emails !== null,
    expires: lines.some(({ expiry }) => expiry !== undefined),
    actions: isAdmin(actor),
    own: own.map(({ label }) => label),
  });
  const inColumns = toColumns(lines);
  const all = allMatching(actor, filter, found.total);
  return (
    <ActingOnPayouts defaults={payoutDefaults(at, settings)}>
      <Card>
        <Selecting key={all?.query} lines={inColumns} all={all}>
          <Table
            caption="Payouts"
            compact={look.compact}
            headFrom="tablet"
            selectable={columns.actions}
            head={<ListHead view={view} count={atMost(found.total)} columns={columns} />}
          >
            <PayoutRows lines={inColumns} query={listQuery(view)} columns={columns} />
          </Table>
          <Pager previous={previous} next={next} />
        </Selecting>
      </Card>
      {found.looked !== null && (
        <LookedThrough
          looked={found.looked}
          found={found.rows.length}
          view={view}
          onwards={page.before ? previous : next}
        />
      )}
    </ActingOnPayouts>
  );
}

const columnsOf = ({ hidden }: ListLook, has: Pick<Columns, "emails" | "expires" | "actions" | "own">): Columns => {
  const shown = (column: Hideable) => !hidden.includes(column);
  return {
    ...has,
    reference: shown("reference"),
    amount: shown("amount"),
    changed: shown("changed"),
    created: shown("created"),
    expires: has.expires && shown("expires"),
  };
};

/** How many a list has at most. */
const atMost = ({ count, capped }: Total): number => (capped ? Infinity : count);

type HeadProps = { view: ListView; count: number; columns: Columns };

const ListHead = ({ view, count, columns }: HeadProps) => (
  <>
    {columns.actions && <SelectAllTh />}
    <Th className="@4xl:w-1/5 @5xl:w-44 @6xl:w-48">Recipient</Th>
    {columns.reference && (
      <Th from="wide" className="w-34 @6xl:w-40">
        Reference
      </Th>
    )}
    {columns.amount && <SortHeader view={view} count={count} by="amount" right from="tablet" className="w-36" />}
    {columns.emails ? (
      emailHeads
    ) : (
      <>
        <Th from="tablet" className="@max-4xl:w-39">
          Status
        </Th>
        {columns.changed && <SortHeader view={view} count={count} by="changed" from="tablet" className="w-32" />}
      </>
    )}
    {columns.own.map((label, index) => (
      <Th key={`${index} ${label}`} from="wide" className="w-32">
        {label}
      </Th>
    ))}
    {columns.created && <SortHeader view={view} count={count} by="created" from="widest" className="w-32" />}
    {columns.expires && <SortHeader view={view} count={count} by="expires" from="desktop" className="w-32" />}
    {columns.actions && <ActionsTh />}
  </>
);

/** In a list of payouts that expire soon: all of them wait for their recipients, so their status says nothing. */
const emailHeads = (
  <>
    <Th from="tablet" className="w-30">
      Last emailed
    </Th>
    <Th from="wide" className="w-42">
      Recipient progress
    </Th>
  </>
);

type NoneProps = { soFar?: boolean; filtered: boolean; canUpload: boolean };

function NoPayouts({ soFar = false, filtered, canUpload }: NoneProps) {
  return (
    <Card>
      {soFar ? (
        <EmptyState
          icon="search-x"
          title="No payout found yet"
          action={
            <SoftLink href={payoutsHref({})} className={buttonStyle()}>
              Show all payouts
            </SoftLink>
          }
        >
          None of the payouts searched so far matches.
        </EmptyState>
      ) : filtered ? (
        <NoMatch one="payout" all={payoutsHref({})} />
      ) : (
        <EmptyState
          title="No payouts yet"
          action={
            canUpload && (
              <SoftLink href="/batches/new" className={buttonStyle("primary")}>
                Upload a batch file
              </SoftLink>
            )
          }
        >
          Payouts appear here once a batch file has been uploaded.
        </EmptyState>
      )}
    </Card>
  );
}

import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { Pager } from "@/app/_ui/pager";
import { ActionsTh, Table, Th } from "@/app/_ui/table";
import { isAdmin, type UserActor } from "@/lib/actor";
import type { LatestEmails } from "@/lib/emails/latest";
import { payoutsHref } from "@/lib/payouts/list/filter";
import { listHref, listQuery, type ListView } from "@/lib/payouts/list/view";
import type { PayoutPage } from "@/lib/payouts/queries";
import type { Settings } from "@/lib/settings/fields";
import type { At } from "@/lib/moment";
import { NoMatch } from "@/app/(portal)/_ui/no-match";
import { ActingOnPayouts } from "@/app/(portal)/_payouts/acting-on-payouts";
import { payoutLine } from "@/app/(portal)/_payouts/payout-line";
import { payoutDefaults } from "@/app/(portal)/_payouts/payout-subject";
import { LookedThrough } from "./looked-through";
import { PayoutRows } from "./payout-rows";
import { SortHeader } from "./sort-header";

type Props = {
  actor: UserActor;
  view: ListView;
  found: PayoutPage;
  /** The latest emails by payout, where the list is one of payouts that expire soon; else null. */
  emails: ReadonlyMap<string, LatestEmails> | null;
  at: At;
  settings: Settings;
};

/** One page of payouts, or what to do where there are none. */
export function PayoutList({ actor, view, found, emails, at, settings }: Props) {
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
      <NoPayouts filtered={Object.values(filter).some((value) => value !== undefined)} canUpload={isAdmin(actor)} />
    );
  const lines = found.rows.map((payout) =>
    payoutLine(payout, { actor, at, settings }, emails ? (emails.get(payout.id) ?? null) : undefined),
  );
  const expires = lines.some(({ expiry }) => expiry !== undefined);
  return (
    <ActingOnPayouts defaults={payoutDefaults(at, settings)}>
      <Card>
        <Table
          caption="Payouts"
          headFrom="tablet"
          head={
            <>
              <Th className="@4xl:w-1/5 @5xl:w-44 @6xl:w-1/5">Recipient</Th>
              <Th from="wide" className="w-34 @6xl:w-40">
                Reference
              </Th>
              <SortHeader view={view} count={found.total.count} by="amount" right from="tablet" className="w-36" />
              {emails ? emailHeads : <StatusHeads view={view} count={found.total.count} />}
              <SortHeader view={view} count={found.total.count} by="created" from="widest" className="w-32" />
              {expires && (
                <SortHeader view={view} count={found.total.count} by="expires" from="desktop" className="w-32" />
              )}
              {isAdmin(actor) && <ActionsTh />}
            </>
          }
        >
          <PayoutRows
            lines={lines}
            query={listQuery(view)}
            columns={{ emails: emails !== null, expires, actions: isAdmin(actor) }}
          />
        </Table>
        <Pager previous={previous} next={next} />
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

const StatusHeads = ({ view, count }: { view: ListView; count: number }) => (
  <>
    <Th from="tablet">Status</Th>
    <SortHeader view={view} count={count} by="changed" from="tablet" className="w-32" />
  </>
);

function NoPayouts({ filtered, canUpload }: { filtered: boolean; canUpload: boolean }) {
  return (
    <Card>
      {filtered ? (
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

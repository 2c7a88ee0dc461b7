import { Icon } from "@/app/_ui/icon";
import type { Metadata, Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { redirect } from "next/navigation";
import { buttonStyle } from "@/app/_ui/button";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { requireUser } from "@/lib/web/auth";
import { isAdmin, type UserActor } from "@/lib/actor";
import { latestEventId } from "@/lib/audit/queries";
import { getBatch } from "@/lib/batches/queries";
import { latestEmails } from "@/lib/emails/latest";
import { wholeOf } from "@/lib/follow-up/filter";
import { filterAssignee } from "@/lib/follow-up/queries";
import { DomainError } from "@/lib/errors";
import { currentMoment, type At } from "@/lib/moment";
import { PayoutFilter, payoutsExportHref, payoutsHref } from "@/lib/payouts/list/filter";
import { payoutsBeside } from "@/lib/payouts/list/left-out";
import { filterWords } from "@/lib/payouts/list/words";
import { foldDateFields, typedDays } from "@/lib/lists/place";
import { listHref, parseListView } from "@/lib/payouts/list/view";
import { recipientAddress } from "@/lib/payouts/recipients/queries";
import { listPayouts, type PayoutListTotal } from "@/lib/payouts/queries";
import { toQuery, type SearchParams } from "@/lib/lists/params";
import { queryToKeep } from "@/lib/views/address";
import { listLook } from "@/lib/views/look/queries";
import { unknownColumns } from "@/lib/payouts/extra/columns";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { organizationSettings } from "@/lib/settings/queries";
import { BatchErrorsBand } from "./_ui/batch-errors-band";
import { FilterBar } from "./_ui/filter-bar";
import { amountLabels } from "./_ui/filter-fields";
import { NotAllSearched } from "./_ui/not-all-searched";
import { PayoutList } from "./_ui/payout-list";
import { TooManyToSort } from "./_ui/too-many-to-sort";
import { QuickWindows } from "./_ui/quick-windows";
import { AlsoBeside } from "@/app/(portal)/_follow-up/also-beside";
import { MineLink } from "@/app/(portal)/_follow-up/mine-link";
import { Following } from "@/app/(portal)/_following/following";
import { ViewBar } from "./_ui/view-bar";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListMoney } from "@/app/(portal)/_payouts/list-money";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { ListTotal } from "@/app/(portal)/_ui/list-total";

export const metadata: Metadata = { title: "Payouts" };

export default async function PayoutsPage({ searchParams }: PageProps<"/payouts">) {
  const actor = await requireUser();
  const params = await searchParams;
  const folded = foldDateFields(params, PayoutFilter);
  if (folded) redirect(`/payouts${toQuery(folded)}` as Route);
  const view = parseListView(params);
  const [at, since, columns] = await Promise.all([currentMoment(actor), latestEventId(actor), extraColumns(actor)]);
  const assignee = await filterAssignee(actor, view.ok ? view.value.filter : {});
  const wrong = [...assignee.problems, ...unknownColumns(columns, view.ok ? view.value.filter : {})];
  if (!view.ok || wrong.length > 0) {
    const problems = view.ok ? wrong : view.problems;
    const readable = view.ok ? { ...view.value.filter, assigned: undefined, x: undefined } : view.readable;
    return (
      <>
        <PageHeader title="Payouts" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={problems} labels={amountLabels} clear={payoutsHref({})} />
          <FilterBar
            filter={{ ...readable, ...typedAmounts(params), ...typedDays(params, PayoutFilter) }}
            page={{}}
            at={at}
            columns={columns}
            problems={problems}
          />
          <ViewBar actor={actor} query={toQuery(params)} readable={false} />
        </div>
      </>
    );
  }
  const { filter, page } = view.value;
  const [found, batch, recipient, settings, look] = await Promise.all([
    listPayouts(actor, view.value, at),
    batchName(actor, filter),
    recipientAddress(actor, filter),
    organizationSettings(actor),
    listLook(actor),
  ]);
  const query = queryToKeep(view.value);
  const emails = filter.expires === undefined ? null : await latestEmails(actor, found.rows);
  const chips = filterWords(filter, at, { batch, recipient, columns, assignee: assignee.name }).map(
    ({ without, ...part }) => ({
      ...part,
      without: listHref(without, { sort: page.sort }),
    }),
  );
  return (
    <>
      <Following since={since} />
      <PageHeader
        title="Payouts"
        description={<TotalOf {...found.total} />}
        actions={<ListActions {...{ actor, filter, query }} total={found.total} />}
      />
      <div className="mb-4 flex flex-col gap-3">
        <FilterBar key={listHref(filter, { sort: page.sort })} filter={filter} page={page} at={at} columns={columns} />
        <Chips chips={chips} clear={listHref({}, { sort: page.sort })} />
        <MineLink assigned={filter.assigned} href={listHref({ ...filter, assigned: "me" }, { sort: page.sort })} />
        <BesideQueue actor={actor} filter={filter} at={at} />
        <QuickWindows view={view.value} at={at} />
        <ViewBar actor={actor} query={query} />
        {found.total.soFar && <NotAllSearched href={listHref(filter, page)} />}
        <BatchErrorsBand actor={actor} filter={filter} total={found.total} at={at} />
      </div>
      {found.unsorted ? (
        <TooManyToSort view={view.value} total={found.total} />
      ) : (
        <PayoutList {...{ actor, found, emails, at, settings, look, columns }} view={view.value} />
      )}
    </>
  );
}

/** A search that could not look at all payouts yet says how many it has found so far, without their money. */
const TotalOf = ({ count, capped, money, soFar }: PayoutListTotal) =>
  soFar ? (
    <ListTotal count={count} one="payout found so far" many="payouts found so far" />
  ) : (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <ListTotal count={count} capped={capped} one="payout" />
      <ListMoney money={money} />
    </div>
  );

type ActionsProps = {
  actor: UserActor;
  filter: PayoutFilter /** The list's, without its page. */;
  query: string;
  total: PayoutListTotal;
};

function ListActions({ actor, filter, query, total }: ActionsProps) {
  return (
    <>
      {isAdmin(actor) && (
        <SoftLink href="/batches/by-hand" className={buttonStyle("secondary", "small")}>
          <Icon name="plus" className="size-4" /> New payout
        </SoftLink>
      )}
      <SoftLink href="/runs" className={buttonStyle("secondary", "small")}>
        Runs
      </SoftLink>
      <SoftLink
        href={`/payouts/columns${toQuery({ list: query })}` as Route}
        className={buttonStyle("secondary", "small")}
      >
        Columns
      </SoftLink>
      <ExportLink
        href={payoutsExportHref(filter)}
        count={total.soFar ? null : total.count}
        capped={total.capped}
        one="payout"
      />
    </>
  );
}

/** The amounts as typed, so that an amount without its currency stays in the form. */
function typedAmounts(params: SearchParams): Pick<PayoutFilter, "amount_min" | "amount_max"> {
  const typed = (text: SearchParams[string]) => (typeof text === "string" ? text : undefined);
  return { amount_min: typed(params.amount_min), amount_max: typed(params.amount_max) };
}

/** The file name behind a `batch` filter, for its chip. An unknown batch has no name, and its list is empty. */
async function batchName(actor: UserActor, filter: PayoutFilter): Promise<string | undefined> {
  if (filter.batch === undefined) return undefined;
  try {
    return (await getBatch(actor, filter.batch)).fileName;
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return "an unknown batch";
    throw error;
  }
}

/** Above the list of a queue: what it leaves out. */
async function BesideQueue({ actor, filter, at }: { actor: UserActor; filter: PayoutFilter; at: At }) {
  const whole = wholeOf(filter);
  if (whole === null) return null;
  const parts = await payoutsBeside(actor, whole, at);
  return <AlsoBeside parts={parts.map((part) => ({ ...part, href: payoutsHref(part.filter) }))} />;
}

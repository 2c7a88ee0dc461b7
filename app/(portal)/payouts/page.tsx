import { Icon } from "@/app/_ui/icon";
import type { Metadata, Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { redirect } from "next/navigation";
import { buttonStyle } from "@/app/_ui/button";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { requireUser } from "@/lib/web/auth";
import { isAdmin, type UserActor } from "@/lib/actor";
import { getBatch } from "@/lib/batches/queries";
import { latestEmails } from "@/lib/emails/latest";
import { DomainError } from "@/lib/errors";
import { currentMoment } from "@/lib/moment";
import { PayoutFilter, payoutsExportHref, payoutsHref } from "@/lib/payouts/list/filter";
import { filterWords } from "@/lib/payouts/list/words";
import { foldDateFields } from "@/lib/lists/place";
import { listHref, parseListView } from "@/lib/payouts/list/view";
import { listPayouts } from "@/lib/payouts/queries";
import { toQuery, type SearchParams } from "@/lib/lists/params";
import { organizationSettings } from "@/lib/settings/queries";
import { BatchErrorsBand } from "./_ui/batch-errors-band";
import { FilterBar } from "./_ui/filter-bar";
import { amountLabels } from "./_ui/filter-fields";
import { PayoutList } from "./_ui/payout-list";
import { TooManyToSort } from "./_ui/too-many-to-sort";
import { QuickWindows } from "./_ui/quick-windows";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListMoney } from "./_ui/list-money";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { ListTotal } from "@/app/(portal)/_ui/list-total";

export const metadata: Metadata = { title: "Payouts" };

export default async function PayoutsPage({ searchParams }: PageProps<"/payouts">) {
  const actor = await requireUser();
  const params = await searchParams;
  const folded = foldDateFields(params, PayoutFilter);
  if (folded) redirect(`/payouts${toQuery(folded)}` as Route);
  const view = parseListView(params);
  const at = await currentMoment(actor);
  if (!view.ok) {
    return (
      <>
        <PageHeader title="Payouts" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={view.problems} labels={amountLabels} clear={payoutsHref({})} />
          <FilterBar
            filter={{ ...view.readable, ...typedAmounts(params) }}
            page={{}}
            at={at}
            problems={view.problems}
          />
        </div>
      </>
    );
  }
  const { filter, page } = view.value;
  const [found, batch, settings] = await Promise.all([
    listPayouts(actor, view.value, at),
    batchName(actor, filter),
    organizationSettings(actor),
  ]);
  const emails = filter.expires === undefined ? null : await latestEmails(actor, found.rows);
  const chips = filterWords(filter, at, batch).map(({ without, ...part }) => ({
    ...part,
    without: listHref(without, { sort: page.sort }),
  }));
  return (
    <>
      <PageHeader
        title="Payouts"
        description={
          <div className="flex flex-wrap items-baseline gap-x-2">
            <ListTotal {...found.total} one="payout" />
            <ListMoney money={found.total.money} />
          </div>
        }
        actions={
          <>
            {isAdmin(actor) && (
              <SoftLink href="/batches/by-hand" className={buttonStyle("secondary", "small")}>
                <Icon name="plus" className="size-4" /> New payout
              </SoftLink>
            )}
            <ExportLink
              href={payoutsExportHref(filter)}
              count={found.total.count}
              capped={found.total.capped}
              one="payout"
            />
          </>
        }
      />
      <div className="mb-4 flex flex-col gap-3">
        <FilterBar key={listHref(filter, { sort: page.sort })} filter={filter} page={page} at={at} />
        <Chips chips={chips} clear={listHref({}, { sort: page.sort })} />
        <QuickWindows view={view.value} at={at} />
        <BatchErrorsBand actor={actor} filter={filter} at={at} />
      </div>
      {found.unsorted ? (
        <TooManyToSort view={view.value} />
      ) : (
        <PayoutList actor={actor} view={view.value} found={found} emails={emails} at={at} settings={settings} />
      )}
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

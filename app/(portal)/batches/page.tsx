import { Icon } from "@/app/_ui/icon";
import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { latestEventId } from "@/lib/audit/queries";
import { isAdmin, type UserActor } from "@/lib/actor";
import { requireUser } from "@/lib/web/auth";
import { BatchFilter, batchesExportHref, batchesHref, batchFilterWords, parseBatchList } from "@/lib/batches/filter";
import { batchesBeside, listBatches } from "@/lib/batches/queries";
import { wholeOf } from "@/lib/follow-up/filter";
import { filterAssignee } from "@/lib/follow-up/queries";
import { toQuery } from "@/lib/lists/params";
import { foldDateFields, typedDays } from "@/lib/lists/place";
import { currentMoment, type At } from "@/lib/moment";
import { AlsoBeside } from "@/app/(portal)/_follow-up/also-beside";
import { MineLink } from "@/app/(portal)/_follow-up/mine-link";
import { Following } from "@/app/(portal)/_following/following";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { BatchList } from "./_ui/batch-list";
import { FilterBar } from "./_ui/filter-bar";
import { ReviewHint } from "./_ui/review-hint";

export const metadata: Metadata = { title: "Batches" };

export default async function BatchesPage({ searchParams }: PageProps<"/batches">) {
  const actor = await requireUser();
  const params = await searchParams;
  const folded = foldDateFields(params, BatchFilter);
  if (folded) redirect(`/batches${toQuery(folded)}` as Route);
  const view = parseBatchList(params);
  const [at, since] = await Promise.all([currentMoment(actor), latestEventId(actor)]);
  const assignee = await filterAssignee(actor, view.ok ? view.value.filter : {});
  if (!view.ok || assignee.problems.length > 0) {
    const readable = view.ok ? { ...view.value.filter, assigned: undefined } : view.readable;
    return (
      <>
        <PageHeader title="Batches" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={view.ok ? assignee.problems : view.problems} clear={batchesHref({})} />
          <FilterBar filter={{ ...readable, ...typedDays(params, BatchFilter) }} at={at} open />
        </div>
      </>
    );
  }
  const { filter } = view.value;
  const found = await listBatches(actor, view.value, at);
  const chips = batchFilterWords(filter, at, assignee.name).map(({ without, ...part }) => ({
    ...part,
    without: batchesHref(without),
  }));
  return (
    <>
      <Following since={since} />
      <PageHeader
        title="Batches"
        actions={
          <>
            <ListTotal count={found.total} one="batch" many="batches" />
            <ExportLink href={batchesExportHref(filter)} count={found.total} one="batch" many="batches" />
            {isAdmin(actor) && (
              <>
                <SoftLink href="/batches/by-hand" className={buttonStyle("secondary", "small")}>
                  <Icon name="plus" className="size-4" /> New payout
                </SoftLink>
                <SoftLink href="/batches/new" className={buttonStyle("primary", "small")}>
                  <Icon name="file-up" className="size-4" /> Upload a batch file
                </SoftLink>
              </>
            )}
          </>
        }
      />
      <div className="mb-4 flex flex-col gap-3">
        {filter.status === undefined && <ReviewHint actor={actor} at={at} />}
        <FilterBar key={batchesHref(filter)} filter={filter} at={at} />
        <MineLink assigned={filter.assigned} href={batchesHref({ ...filter, assigned: "me" })} />
        <BesideQueue actor={actor} filter={filter} at={at} />
        <Chips chips={chips} clear={batchesHref({})} />
      </div>
      <BatchList actor={actor} filter={filter} found={found} at={at} />
    </>
  );
}

/** Above the list of a queue: what it leaves out. */
async function BesideQueue({ actor, filter, at }: { actor: UserActor; filter: BatchFilter; at: At }) {
  const whole = wholeOf(filter);
  if (whole === null) return null;
  const parts = await batchesBeside(actor, whole, at);
  return <AlsoBeside parts={parts.map((part) => ({ ...part, href: batchesHref(part.filter) }))} />;
}

import { Icon } from "@/app/_ui/icon";
import type { Metadata } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";
import { Chips } from "@/app/_ui/chips";
import { PageHeader } from "@/app/_ui/page-header";
import { isAdmin } from "@/lib/actor";
import { requireUser } from "@/lib/web/auth";
import { batchesHref, batchFilterWords, parseBatchList } from "@/lib/batches/filter";
import { listBatches } from "@/lib/batches/queries";
import { currentMoment } from "@/lib/moment";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { ListTotal } from "@/app/(portal)/_ui/list-total";
import { BatchList } from "./_ui/batch-list";
import { FilterBar } from "./_ui/filter-bar";
import { ReviewHint } from "./_ui/review-hint";

export const metadata: Metadata = { title: "Batches" };

export default async function BatchesPage({ searchParams }: PageProps<"/batches">) {
  const actor = await requireUser();
  const view = parseBatchList(await searchParams);
  const at = await currentMoment(actor);
  if (!view.ok) {
    return (
      <>
        <PageHeader title="Batches" />
        <div className="flex flex-col gap-3">
          <InvalidFilter problems={view.problems} clear={batchesHref({})} />
          <FilterBar filter={view.readable} at={at} />
        </div>
      </>
    );
  }
  const { filter } = view.value;
  const found = await listBatches(actor, view.value, at);
  const chips = batchFilterWords(filter, at).map(({ without, ...part }) => ({
    ...part,
    without: batchesHref(without),
  }));
  return (
    <>
      <PageHeader
        title="Batches"
        actions={
          <>
            <ListTotal count={found.total} one="batch" many="batches" />
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
        <Chips chips={chips} clear={batchesHref({})} />
      </div>
      <BatchList actor={actor} filter={filter} found={found} at={at} />
    </>
  );
}

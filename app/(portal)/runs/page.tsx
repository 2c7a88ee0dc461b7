import type { Metadata, Route } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { parseParams } from "@/lib/lists/params";
import { placeSchema } from "@/lib/lists/place";
import { currentMoment } from "@/lib/moment";
import { listRuns } from "@/lib/runs/queries";
import { requireUser } from "@/lib/web/auth";
import { RunList } from "./_ui/run-list";

export const metadata: Metadata = { title: "Runs" };

export default async function RunsPage({ searchParams }: PageProps<"/runs">) {
  const actor = await requireUser();
  const place = parseParams(placeSchema, await searchParams);
  const at = await currentMoment(actor);
  return (
    <>
      <PageHeader
        title="Runs"
        description="What was done with many payouts at once: who started it, and what became of each payout."
      />
      {place.ok ? (
        <RunList found={await listRuns(actor, place.value)} at={at} />
      ) : (
        <InvalidFilter problems={place.problems} clear={"/runs" as Route} />
      )}
    </>
  );
}

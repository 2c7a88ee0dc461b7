import type { Metadata, Route } from "next";
import { Badge } from "@/app/_ui/badge";
import { Card } from "@/app/_ui/card";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { ViewWords } from "@/app/(portal)/payouts/views/_ui/view-words";
import { currentMoment } from "@/lib/moment";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { hrefOfQuery } from "@/lib/views/address";
import { listViews } from "@/lib/views/queries";
import { requireUser } from "@/lib/web/auth";

export const metadata: Metadata = { title: "Saved views" };

export default async function ViewsPage() {
  const actor = await requireUser();
  const [views, at, columns] = await Promise.all([listViews(actor), currentMoment(actor), extraColumns(actor)]);
  return (
    <>
      <PageHeader title="Saved views" description="Lists of payouts that you or your organization keep under a name." />
      <Card>
        {views.length === 0 ? (
          <EmptyState icon="hand-coins" title="No saved views yet">
            Filter the{" "}
            <SoftLink href="/payouts" className="underline underline-offset-2">
              payouts
            </SoftLink>{" "}
            and choose “Save view”.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {views.map(({ id, name, query, shared, isDefault }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
                <div className="min-w-0 flex-1 basis-60">
                  <div className="flex flex-wrap items-center gap-2">
                    <SoftLink
                      href={hrefOfQuery(query)}
                      className="font-medium break-words underline decoration-line underline-offset-2"
                    >
                      {name}
                    </SoftLink>
                    {shared && <Badge tone="neutral">Shared</Badge>}
                    {isDefault && <Badge tone="neutral">Your default</Badge>}
                  </div>
                  <p className="text-sm break-words">
                    <ViewWords query={query} at={at} columns={columns} />
                  </p>
                </div>
                <SoftLink
                  href={`/payouts/views/${id}` as Route}
                  aria-label={`Edit view: ${name}`}
                  className="inline-flex min-h-7 items-center text-muted underline underline-offset-2 max-sm:min-h-11 hover:text-ink"
                >
                  Edit view
                </SoftLink>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

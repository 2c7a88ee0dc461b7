import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { Notice } from "@/app/_ui/notice";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { SaveForm, UpdateForm } from "@/app/(portal)/payouts/views/_ui/save-form";
import { ViewWords } from "@/app/(portal)/payouts/views/_ui/view-words";
import { isAdmin } from "@/lib/actor";
import { currentMoment } from "@/lib/moment";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { hrefOfQuery, queryToKeep, readQuery } from "@/lib/views/address";
import { listViews } from "@/lib/views/queries";
import { requireUser } from "@/lib/web/auth";

export const metadata: Metadata = { title: "Save view" };

/** Asks for the name of a view; `list` is the address of its list from the "?" on. */
export default async function SaveViewPage({ searchParams }: PageProps<"/payouts/views/new">) {
  const actor = await requireUser();
  const { list } = await searchParams;
  const read = readQuery(typeof list === "string" ? list : "");
  const query = read.ok ? queryToKeep(read.value) : "";
  const [views, at, columns] = await Promise.all([listViews(actor), currentMoment(actor), extraColumns(actor)]);
  const mayUpdate = views.filter(({ shared }) => !shared || isAdmin(actor));
  if (query === "")
    return (
      <>
        <PageHeader title="Save view" />
        <Notice tone="warning">
          There is no filter to save here. Filter or order{" "}
          <SoftLink href="/payouts" className="font-medium underline underline-offset-2">
            the list of payouts
          </SoftLink>{" "}
          first.
        </Notice>
      </>
    );
  return (
    <>
      <SoftLink
        href={hrefOfQuery(query)}
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Back to the list
      </SoftLink>
      <PageHeader title="Save view" description={<ViewWords query={query} at={at} columns={columns} />} />
      <div className="flex max-w-xl flex-col gap-4">
        <Card className="p-4 sm:p-6">
          <SaveForm query={query} mayShare={isAdmin(actor)} />
        </Card>
        {mayUpdate.length > 0 && (
          <Card className="p-4 sm:p-6">
            <h2 className="mb-3 font-medium">Or update a view you have</h2>
            <UpdateForm query={query} views={mayUpdate.map(({ id, name }) => ({ id, name }))} />
          </Card>
        )}
      </div>
    </>
  );
}

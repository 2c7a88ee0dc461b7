import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { hrefOfQuery, queryToKeep, readQuery } from "@/lib/views/address";
import { extraColumns } from "@/lib/payouts/extra/queries";
import { listLook } from "@/lib/views/look/queries";
import { requireUser } from "@/lib/web/auth";
import { LookForm } from "./look-form";

export const metadata: Metadata = { title: "Columns" };

/** Asks how the list of payouts shall look; `list` is the address of the list to go back to, from the "?" on. */
export default async function ColumnsPage({ searchParams }: PageProps<"/payouts/columns">) {
  const actor = await requireUser();
  const { list } = await searchParams;
  const read = readQuery(typeof list === "string" ? list : "");
  const query = read.ok ? queryToKeep(read.value) : "";
  const [look, columns] = await Promise.all([listLook(actor), extraColumns(actor)]);
  return (
    <>
      <SoftLink
        href={hrefOfQuery(query)}
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Back to the list
      </SoftLink>
      <PageHeader
        title="Columns"
        description="How the list of payouts looks for you. Colleagues keep theirs, and exports have every column."
      />
      <Card className="max-w-xl p-4 sm:p-6">
        <LookForm query={query} look={look} columns={columns.map(({ key, label }) => ({ key, label }))} />
      </Card>
    </>
  );
}

import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { SoftLink } from "@/app/_ui/soft-link";
import { chosenWords, roleLabels } from "@/app/(portal)/_columns/words";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";
import { nameOfCell } from "@/lib/batches/file-format/mapping/mapping";
import { answersOf } from "@/lib/batches/file-format/mapping/roles";
import { getMapping } from "@/lib/batches/mapping/queries";
import { requireAdmin } from "@/lib/web/auth";
import { MappingForm } from "./_ui/mapping-form";

export const metadata: Metadata = { title: "Column mapping" };

export default async function MappingPage({ params }: PageProps<"/admin/mappings/[id]">) {
  const actor = await requireAdmin();
  const { id, name, mapping, savedAt } = await orNotFound(getMapping(actor, (await params).id));
  return (
    <>
      <SoftLink
        href="/admin/mappings"
        className="mb-2 inline-block text-muted underline decoration-line underline-offset-2 hover:text-ink"
      >
        Column mappings
      </SoftLink>
      <PageHeader
        title={name}
        description="Later files with these columns are read as you say here. What was read before stays as it is."
      />
      <MappingForm
        id={id}
        savedAt={savedAt.toISOString()}
        name={name}
        labels={roleLabels}
        head={mapping.header.keys.map((key) => nameOfCell(mapping.header, key))}
        answers={answersOf(mapping)}
        chosenWords={chosenWords(mapping)}
      />
    </>
  );
}

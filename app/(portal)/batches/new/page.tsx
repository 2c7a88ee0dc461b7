import type { Metadata } from "next";
import { PageHeader } from "@/app/_ui/page-header";
import { requireAdmin } from "@/lib/web/auth";
import { ingestError } from "@/lib/ingest-errors/table";
import { maxFileBytes, maxFileSize } from "@/lib/batches/file-format/limits";
import { FieldReference } from "./_ui/field-reference";
import { Upload } from "./_ui/upload";

export const metadata: Metadata = { title: "Upload a batch file" };

export default async function UploadPage() {
  await requireAdmin();
  const { message, suggestion } = ingestError("file_too_large", { limit: maxFileSize });
  return (
    <>
      <PageHeader
        title="Upload a batch file"
        description="One line per payout. The rows are checked first; then you decide what is created."
      />
      <Upload maxBytes={maxFileBytes} maxSize={maxFileSize} tooLarge={{ message, suggestion }} />
      <FieldReference />
    </>
  );
}

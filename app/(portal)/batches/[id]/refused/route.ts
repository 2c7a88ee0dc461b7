import { recordDownload } from "@/lib/web/access-events";
import { requireUser } from "@/lib/web/auth";
import { getBatch } from "@/lib/batches/queries";
import { refusedRowsFile } from "@/lib/batches/repair/refused-rows-file";
import { orNotFound } from "@/app/(portal)/_ui/or-not-found";

/** The rows of a batch that are still refused, streamed as a file to repair and upload as a correction file. */
export async function GET(_request: Request, { params }: RouteContext<"/batches/[id]/refused">): Promise<Response> {
  const actor = await requireUser();
  const batch = await orNotFound(getBatch(actor, (await params).id));
  if (batch.recordsMovedAt !== null)
    return new Response("The refused rows of this batch are in the archive.\n", { status: 410 });
  const name = `${batch.fileName.replace(/\.[^.]*$/, "")}-refused.csv`;
  const file = await refusedRowsFile(actor, batch.id);
  await recordDownload(actor, { name: "refused_rows.downloaded", batchId: batch.id });
  return new Response(file, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="refused-rows.csv"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)}`,
      "cache-control": "no-store",
    },
  });
}

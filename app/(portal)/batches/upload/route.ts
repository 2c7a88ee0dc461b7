import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxFileBytes, maxFileSize } from "@/lib/batches/file-format/limits";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { DomainError } from "@/lib/errors";
import { adminUpload, json } from "@/lib/web/json-route";
import { fileNameHeader, worksheetHeader, type UploadAnswer } from "@/app/(portal)/batches/_ui/upload-answer";

/**
 * Takes a batch file: the body is the file, streamed to where it is kept; its name and the wanted worksheet come in
 * headers.
 */
export const POST = adminUpload(async (actor, request) => {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxFileBytes) return refused([ingestError("file_too_large", { limit: maxFileSize })]);
  const received = await receiveFile(actor, {
    fileName: headerText(request, fileNameHeader),
    sheet: headerText(request, worksheetHeader) || null,
    bytes: bytesOf(request, announced),
  });
  if ("fileFaults" in received) return refused(received.fileFaults);
  const { batch, alreadyThere } = received;
  return json(
    { batchId: batch.id, batchName: batch.fileName, alreadyThere } satisfies UploadAnswer,
    alreadyThere ? 200 : 201,
  );
});

const refused = (faults: IngestError[]) =>
  json({ faults: faults.map(({ message, suggestion }) => ({ message, suggestion })) } satisfies UploadAnswer, 422);

/** Headers carry no letters beyond Latin-1, so the browser sends text in percent-encoding. */
function headerText(request: Request, name: string): string {
  try {
    return decodeURIComponent(request.headers.get(name) ?? "");
  } catch {
    throw new DomainError(
      "invalid",
      "The name of the file or of the worksheet could not be read. Rename it and try again.",
    );
  }
}

/** @throws DomainError `invalid` when the browser went away: half a file is none */
async function* bytesOf(request: Request, announced: number): AsyncIterable<Uint8Array> {
  const cutOff = () =>
    new DomainError("invalid", "The upload ended before the file did, so nothing was kept. Upload the file again.");
  let read = 0;
  try {
    for await (const piece of request.body ?? []) {
      read += piece.length;
      yield piece;
    }
  } catch {
    throw cutOff();
  }
  if (read < announced) throw cutOff();
}

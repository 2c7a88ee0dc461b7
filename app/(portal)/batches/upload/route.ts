import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import { maxFileBytes, maxFileSize } from "@/lib/batches/file-format/limits";
import { receiveFile } from "@/lib/batches/ingest/receive";
import { DomainError } from "@/lib/errors";
import { adminUpload, json } from "@/lib/web/json-route";
import { fileNameHeader, worksheetHeader, type UploadAnswer } from "@/app/(portal)/batches/_ui/upload-answer";

/** Receives a batch file: the body is the file, streamed into storage; headers carry its name and the worksheet. */
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

/** Headers allow only Latin-1 characters, so the browser percent-encodes the text. */
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

/** @throws DomainError `invalid` when the connection closed before the end of the file */
async function* bytesOf(request: Request, announced: number): AsyncIterable<Uint8Array> {
  const cutOff = () =>
    new DomainError("invalid", "The upload ended too early, so nothing was stored. Upload the file again.");
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

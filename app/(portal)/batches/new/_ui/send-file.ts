import type { RouteRefusal } from "@/lib/web/json-route";
import {
  fileNameHeader,
  worksheetHeader,
  type FileFault,
  type UploadAnswer,
} from "@/app/(portal)/batches/_ui/upload-answer";

/** How an upload ended. `lost`: no answer, because the connection broke or the file could not be read completely. */
export type Sent =
  | { kind: "stored"; batchId: string }
  | { kind: "known"; batchId: string; batchName: string }
  | { kind: "unusable"; faults: FileFault[] }
  | { kind: "refused"; message: string; signedOut: boolean }
  | { kind: "lost" }
  | { kind: "stopped" };

/** An upload that is running. */
export type Sending = { done: Promise<Sent>; cancel: () => void };

/**
 * Uploads a file; the browser reads it from the disk in pieces. By XMLHttpRequest, because fetch reports no upload
 * progress. `onShare` gets the share that was sent, 0 to 1.
 */
export function sendFile(file: File, worksheet: string, onShare: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Sent>((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total);
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve({ kind: "lost" });
    request.onabort = () => resolve({ kind: "stopped" });
    request.open("POST", "/batches/upload");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader(fileNameHeader, encodeURIComponent(file.name));
    if (worksheet !== "") request.setRequestHeader(worksheetHeader, encodeURIComponent(worksheet));
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

function answerOf({ status, responseText }: XMLHttpRequest): Sent {
  const answer = parsed(responseText);
  if (answer === null) return { kind: "lost" };
  if ("faults" in answer) return { kind: "unusable", faults: answer.faults };
  if ("message" in answer) return { kind: "refused", message: answer.message, signedOut: status === 401 };
  const { batchId, batchName, alreadyThere } = answer;
  return alreadyThere ? { kind: "known", batchId, batchName } : { kind: "stored", batchId };
}

function parsed(text: string): UploadAnswer | RouteRefusal | null {
  try {
    return JSON.parse(text) as UploadAnswer | RouteRefusal;
  } catch {
    return null;
  }
}

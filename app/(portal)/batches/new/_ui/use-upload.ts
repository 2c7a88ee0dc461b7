import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { noteSent } from "@/app/(portal)/batches/_ui/lead-to-columns";
import { sendFile, type Sending, type Sent } from "./send-file";

type Ended = Exclude<Sent, { kind: "stored" | "stopped" }>;
type UploadState =
  /** `last`: the upload before this one, if it did not lead to a batch. */
  | { step: "waiting"; last: { file: File; ended: Ended } | null }
  | { step: "sending"; fileName: string; share: number }
  /** The server has the file; the page of its batch is loading. */
  | { step: "stored"; fileName: string };

/**
 * One upload at a time. It ends on the page of the batch, or on the upload page with the reason. Leaving the page cancels
 * the upload.
 */
export function useUpload() {
  const router = useRouter();
  const [state, setState] = useState<UploadState>({ step: "waiting", last: null });
  const sending = useRef<Sending | null>(null);
  useEffect(() => () => sending.current?.cancel(), []);
  useLeaveWarning(state.step === "sending");

  const send = async (file: File, worksheet: string) => {
    if (sending.current) return;
    setState({ step: "sending", fileName: file.name, share: 0 });
    sending.current = sendFile(file, worksheet, (share) => setState({ step: "sending", fileName: file.name, share }));
    const sent = await sending.current.done;
    sending.current = null;
    if (sent.kind === "stored") {
      setState({ step: "stored", fileName: file.name });
      noteSent(sent.batchId);
      router.push(`/batches/${sent.batchId}` as Route);
    } else setState({ step: "waiting", last: sent.kind === "stopped" ? null : { file, ended: sent } });
  };
  const refuse = (file: File, ended: Ended) => setState({ step: "waiting", last: { file, ended } });
  return { state, send, refuse, cancel: () => sending.current?.cancel() };
}

/** The browser asks before the page closes, because that would cancel the upload. */
function useLeaveWarning(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
}

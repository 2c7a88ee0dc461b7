"use client";

import { LoaderCircle } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { startTransition, useActionState, useEffect, useState, type ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { toast } from "@/app/_ui/toast";
import type { ActionResult } from "@/lib/action";
import { attempt } from "../../../_ui/attempt";
import { checkFile, createFromFile } from "../../actions";
import { figure } from "../../_ui/figures";
import type { CheckedFile, FileFault } from "./checked-file";
import { DropZone } from "./drop-zone";
import { FilePreview, type Preview } from "./preview";
import { Verdict } from "./verdict";

type Props = { maxBytes: number; tooLarge: FileFault; /** Shown until a file has been checked. */ children: ReactNode };

/**
 * Choose, look, create. The portal keeps nothing between the steps: the browser holds the file and sends the same one again to create.
 */
export function Upload({ maxBytes, tooLarge, children }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [checked, check, checking] = useActionState(
    async (previous: ActionResult<CheckedFile> | null, form: FormData | null) => (form === null ? null : attempt(() => checkFile(previous, form))),
    null,
  );
  const choose = (chosen: File) => {
    setFile(chosen);
    startTransition(() => check(chosen.size > maxBytes ? null : formOf(chosen)));
  };
  const over = file !== null && file.size > maxBytes;
  const result: CheckedFile | null = over ? { kind: "refused", fileName: file.name, faults: [tooLarge] } : checked?.ok ? (checked.value ?? null) : null;
  const preview = !checking && result?.kind === "preview" ? result : null;
  usePreviewFocus(preview);
  if (preview && file) return <FilePreview preview={preview} actions={<Decision file={file} preview={preview} onBack={() => startTransition(() => check(null))} />} />;
  return (
    <>
      <form action={check} className="flex flex-col gap-4">
        <DropZone checking={checking ? (file?.name ?? "the file") : null} onFile={choose} />
        <noscript>
          <button type="submit">Check the file</button>
        </noscript>
        {!checking && result && <Verdict result={result} />}
        {!checking && !over && checked && !checked.ok && <Notice role="alert" tone="danger" title={checked.message} />}
      </form>
      {children}
    </>
  );
}

function formOf(file: File): FormData {
  const form = new FormData();
  form.set("file", file);
  return form;
}

/** What was asked for has arrived elsewhere on the page: whoever reads by ear is taken there. */
function usePreviewFocus(preview: Preview | null) {
  useEffect(() => {
    if (preview) document.getElementById("preview-heading")?.focus();
  }, [preview]);
}

function Decision({ file, preview, onBack }: { file: File; preview: Preview; onBack: () => void }) {
  const router = useRouter();
  const [, create, creating] = useActionState(async () => {
    const answer = await attempt(() => createFromFile(null, formOf(file)));
    toast(answer.message, answer.ok);
    if (answer.ok && answer.value) router.push(`/batches/${answer.value.batchId}` as Route);
    return null;
  }, null);
  const payouts = preview.accepted === 1 ? "1 payout" : `${figure(preview.accepted)} payouts`;
  return (
    <>
      <Button onClick={onBack} disabled={creating}>
        Choose another file
      </Button>
      {preview.accepted > 0 && (
        <Button kind="primary" aria-disabled={creating} onClick={() => creating || startTransition(create)}>
          {creating && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
          {creating ? `Creating ${payouts}…` : `Create ${payouts}`}
        </Button>
      )}
    </>
  );
}

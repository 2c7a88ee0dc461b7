"use client";

import { useId, useState } from "react";
import { Field, Input } from "@/app/_ui/field";
import type { FileFault } from "@/app/(portal)/batches/_ui/upload-answer";
import { DropZone } from "./drop-zone";
import { Sending } from "./sending";
import { useUpload } from "./use-upload";
import { Verdict } from "./verdict";

type Props = { maxBytes: number; maxSize: string; tooLarge: FileFault };

/** Choose or drop a file; its upload shows a progress bar and can be canceled. */
export function Upload({ maxBytes, maxSize, tooLarge }: Props) {
  const { state, send, refuse, cancel } = useUpload();
  const [worksheet, setWorksheet] = useState("");
  const choose = (file: File) =>
    file.size > maxBytes ? refuse(file, { kind: "unusable", faults: [tooLarge] }) : void send(file, worksheet.trim());
  if (state.step !== "waiting")
    return (
      <Sending fileName={state.fileName} share={state.step === "sending" ? state.share : null} onCancel={cancel} />
    );
  const { last } = state;
  return (
    <div className="flex flex-col gap-4">
      <DropZone
        icon="file-up"
        title="Drop a batch file here"
        label="Choose a batch file"
        accept=".csv,.tsv,.txt,.xlsx"
        onFile={choose}
      >
        CSV or Excel (.xlsx), up to {maxSize}. You see what the file would create before anything is created.
      </DropZone>
      <noscript>The upload needs JavaScript. Without a browser, use the command npm run import.</noscript>
      {last && <Verdict fileName={last.file.name} ended={last.ended} onRetry={() => choose(last.file)} />}
      <Worksheet value={worksheet} onChange={setWorksheet} />
    </div>
  );
}

function Worksheet({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const id = useId();
  return (
    <details open={value !== "" || undefined}>
      <summary className="w-fit text-sm text-muted underline-offset-2 hover:underline">
        An Excel file with several worksheets?
      </summary>
      <div className="mt-2 max-w-dialog">
        <Field
          id={id}
          label="Worksheet"
          hint="The name on the worksheet’s tab. If empty, the first worksheet is read. Fill this in before you choose the file."
        >
          {(aria) => (
            <Input
              {...aria}
              value={value}
              maxLength={31}
              autoComplete="off"
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      </div>
    </details>
  );
}

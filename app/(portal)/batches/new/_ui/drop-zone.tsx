"use client";

import { FileUp, LoaderCircle } from "lucide-react";
import { useState, type DragEvent } from "react";
import { buttonStyle } from "@/app/_ui/button";

type Props = { /** The file being checked right now. */ checking: string | null; onFile: (file: File) => void };

/** Takes a file by dropping or by choosing; the native input under it serves the keyboard and browsers without scripts. */
export function DropZone({ checking, onFile }: Props) {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent, inside: boolean) => {
    event.preventDefault();
    setOver(inside);
  };
  const drop = (event: DragEvent) => {
    hover(event, false);
    const file = event.dataTransfer.files[0];
    if (file && checking === null) onFile(file);
  };
  return (
    <label
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={drop}
      className={`relative flex flex-col items-center gap-1.5 rounded-card border border-dashed px-6 py-12 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus ${over ? "border-ink bg-sunken" : "border-edge bg-surface"}`}
    >
      <Mark busy={checking !== null} />
      <span role="status" className="max-w-full font-medium break-words">
        {checking === null ? "Drop a CSV file here" : `Checking ${checking}…`}
      </span>
      <span className="text-muted">Nothing is created before you have seen what it would be.</span>
      <span aria-hidden className={`mt-3 ${buttonStyle("primary")} ${checking === null ? "" : "opacity-50"}`}>
        Choose a file
      </span>
      <input
        type="file"
        name="file"
        aria-label="Choose a CSV file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        disabled={checking !== null}
        className="absolute inset-0 cursor-pointer opacity-0"
        onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])}
      />
    </label>
  );
}

function Mark({ busy }: { busy: boolean }) {
  const Icon = busy ? LoaderCircle : FileUp;
  return <Icon aria-hidden className={`mb-1 size-6 text-muted ${busy ? "animate-spin" : ""}`} />;
}

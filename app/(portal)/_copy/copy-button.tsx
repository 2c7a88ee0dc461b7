"use client";

import { useState } from "react";
import { Icon } from "@/app/_ui/icon";
import { copyText } from "./copy-text";

/** Copies a text, and says so. `what` names it: "Copy the reference". */
export function CopyButton({ what, text }: { what: string; text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(text));
  return (
    <>
      <button
        type="button"
        data-scripted
        aria-label={`Copy ${what}`}
        title={`Copy ${what}`}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
        className="-my-1 ml-1 inline-grid size-6 place-items-center rounded-control align-middle text-muted hover:bg-sunken hover:text-ink max-sm:size-11"
      >
        <Icon name={copied ? "check" : "copy"} className="size-3.5" />
      </button>
      <span role="status" className="sr-only">
        {copied && "Copied"}
      </span>
    </>
  );
}

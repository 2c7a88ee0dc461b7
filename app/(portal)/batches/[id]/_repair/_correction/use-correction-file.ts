"use client";

import { useRef, useState } from "react";
import type { ActionResult } from "@/lib/web/action";
import { attempt } from "@/app/(portal)/_ui/attempt";
import { checkCorrection } from "@/app/(portal)/batches/[id]/actions";
import type { CorrectionView } from "@/app/(portal)/batches/[id]/_repair/words";

/** What the file chosen last would create. */
export function useCorrectionFile(batchId: string) {
  const [checked, setChecked] = useState<ActionResult<CorrectionView> | null>(null);
  const [busy, setBusy] = useState(false);
  const latest = useRef<File>(undefined);
  const ask = async (file: File) => {
    const form = new FormData();
    form.set("batchId", batchId);
    form.set("file", file);
    const answer = await attempt(() => checkCorrection(null, form));
    if (latest.current !== file) return;
    setChecked(answer);
    setBusy(false);
  };
  const check = (file: File | undefined) => {
    latest.current = file;
    setChecked(null);
    setBusy(file !== undefined);
    if (file) void ask(file);
  };
  return { check, checked, busy };
}

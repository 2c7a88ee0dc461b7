"use client";

import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/app/_ui/button";

/** Says of which moment the numbers are, and takes them anew without moving the page. */
export function Refresh({ asOf }: { asOf: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <>
      <p className="text-muted tabular-nums" role="status">
        as of {asOf}
      </p>
      <Button size="small" aria-disabled={pending} onClick={() => !pending && start(() => router.refresh())}>
        <RefreshCw aria-hidden className={`size-3.5 ${pending ? "animate-spin" : ""}`} />
        {pending ? "Refreshing…" : "Refresh"}
      </Button>
    </>
  );
}

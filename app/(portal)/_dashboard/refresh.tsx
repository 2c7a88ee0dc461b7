"use client";

import { Icon } from "@/app/_ui/icon";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/app/_ui/button";

/** Shows when the numbers were read, and reads them again in place. */
export function Refresh({ asOf }: { asOf: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <>
      <p className="text-muted tabular-nums" role="status">
        As of {asOf}
      </p>
      <Button size="small" aria-disabled={pending} onClick={() => !pending && start(() => router.refresh())}>
        <Icon name="refresh-cw" className={`size-3.5 ${pending ? "animate-spin" : ""}`} />
        {pending ? "Refreshing…" : "Refresh"}
      </Button>
    </>
  );
}

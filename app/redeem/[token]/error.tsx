"use client";

import { Button } from "@/app/_ui/button";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";

/** The portal could not be reached, or the page failed to render. A reload shows what was done. */
export default function RedeemError() {
  return (
    <RecipientFrame>
      <h1 className="text-2xl font-semibold tracking-tight">This page could not be reached</h1>
      <p className="mt-3">
        Please check your connection, then load the page again. It shows what was done. Nothing is sent twice.
      </p>
      <Button kind="brand" size="large" className="mt-6 w-full" onClick={() => location.reload()}>
        Load the page again
      </Button>
    </RecipientFrame>
  );
}

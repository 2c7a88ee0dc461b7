"use client";

import { Button } from "@/app/_ui/button";
import { RecipientFrame } from "@/app/_recipient/recipient-frame";
import { useWordsInNeed } from "@/app/redeem/_ui/words-in-need";

/** The portal could not be reached, or the page failed to render. A reload shows what was done. */
export default function RedeemError() {
  const { frame, unreachable } = useWordsInNeed();
  return (
    <RecipientFrame words={frame}>
      <h1 className="text-2xl font-semibold tracking-tight">{unreachable.title}</h1>
      <p className="mt-3">{unreachable.text}</p>
      <Button kind="brand" size="large" className="mt-6 w-full" onClick={() => location.reload()}>
        {unreachable.reload}
      </Button>
    </RecipientFrame>
  );
}

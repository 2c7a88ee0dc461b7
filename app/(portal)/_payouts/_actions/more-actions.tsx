"use client";

import { Menu } from "@/app/_ui/menu";
import { ChangeEmail } from "./change-email";
import { ExtendExpiry } from "./extend-expiry";
import type { PayoutSubject } from "@/app/(portal)/_payouts/payout-subject";
import { ResetAnswers } from "@/app/(portal)/_payouts/reset-answers";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

const table = {
  extend: { label: "Extend expiry…", Dialog: ExtendExpiry },
  changeEmail: { label: "Change email…", Dialog: ChangeEmail },
  resetAnswers: { label: "Reset wrong answers…", Dialog: ResetAnswers },
} as const;

export type MoreAction = keyof typeof table;

/** Less frequent actions on a pending payout, behind one button to keep rows short. */
export function MoreActions({ subject, actions }: { subject: PayoutSubject; actions: readonly MoreAction[] }) {
  const { asked, ask } = useQuestion<MoreAction>();
  const Dialog = asked && table[asked.name].Dialog;
  return (
    <>
      <Menu
        label={`More for ${subject.recipientName}`}
        items={actions.map((action) => ({ label: table[action].label, onSelect: () => ask(action) }))}
      >
        <span className="in-data-compact:pointer-fine:@2xl:sr-only">More</span>
      </Menu>
      {asked && Dialog && <Dialog key={asked.key} subject={subject} onClose={asked.close} />}
    </>
  );
}

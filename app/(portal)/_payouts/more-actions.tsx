"use client";

import { Menu } from "@/app/_ui/menu";
import { ChangeEmail } from "./change-email";
import { ExtendExpiry } from "./extend-expiry";
import { GiveAnswersBack } from "./give-answers-back";
import type { PayoutSubject } from "./payout-subject";
import { useQuestion } from "@/app/(portal)/_ui/use-question";

const table = {
  extend: { label: "Extend expiry…", Dialog: ExtendExpiry },
  changeEmail: { label: "Change email…", Dialog: ChangeEmail },
  giveAnswersBack: { label: "Give answers back…", Dialog: GiveAnswersBack },
} as const;

export type MoreAction = keyof typeof table;

/** What is done with a pending payout now and then, behind one button so that the row stays calm. */
export function MoreActions({ subject, actions }: { subject: PayoutSubject; actions: readonly MoreAction[] }) {
  const { asked, ask } = useQuestion<MoreAction>();
  const Dialog = asked && table[asked.name].Dialog;
  return (
    <>
      <Menu
        label={`More for ${subject.recipientName}`}
        items={actions.map((action) => ({ label: table[action].label, onSelect: () => ask(action) }))}
      >
        More
      </Menu>
      {asked && Dialog && <Dialog key={asked.key} subject={subject} onClose={asked.close} />}
    </>
  );
}

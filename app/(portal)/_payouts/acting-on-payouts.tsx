"use client";

import { createContext, use, useId, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { MenuItems, useMenu } from "@/app/_ui/menu";
import type { PayoutDefaults, PayoutSubject } from "./payout-subject";
import { useQuestion } from "@/app/(portal)/_ui/use-question";
import { toast } from "@/app/_ui/toast";
import type { dialogs as dialogTable } from "./_actions/payout-dialogs";
import { moreActions, moreOf, type AskedAction } from "./more-actions";

type Acting = {
  ask: (action: AskedAction, subject: PayoutSubject) => void;
  /** The id of the menu, for the buttons that open it. */
  menuId: string;
  fillMenu: (subject: PayoutSubject, opener: HTMLElement) => void;
  /** The form that leads to a payout's page, for buttons pressed before or without scripts. */
  pageFormId: string;
};

const notLoaded = () => toast("The portal could not be reached. Check your connection, then try again.", false);

const Context = createContext<Acting | null>(null);

export function useActing(): Acting {
  const acting = use(Context);
  if (!acting) throw new Error("The actions of a payout stand inside of ActingOnPayouts.");
  return acting;
}

/**
 * Around all payouts of a page: one of each dialog and one menu, filled with the payout whose button was pressed. So a
 * row carries its facts and its buttons alone.
 */
export function ActingOnPayouts({ defaults, children }: { defaults: PayoutDefaults; children: ReactNode }) {
  const question = useQuestion<AskedAction, PayoutSubject>();
  const [dialogs, setDialogs] = useState<typeof dialogTable | null>(null);
  const [menuSubject, setMenuSubject] = useState<PayoutSubject | null>(null);
  const menu = useMenu();
  const pageFormId = useId();
  const { asked } = question;
  const Dialog = asked && dialogs?.[asked.name];
  const ask: Acting["ask"] = (action, subject) => {
    question.ask(action, subject);
    import("./_actions/payout-dialogs").then((loaded) => setDialogs(loaded.dialogs), notLoaded);
  };
  const fillMenu = (subject: PayoutSubject, opener: HTMLElement) => {
    menu.openFrom(opener);
    // The browser opens the menu in the very next step, and focuses its first item.
    flushSync(() => setMenuSubject(subject));
  };
  return (
    <Context value={{ ask, menuId: menu.id, fillMenu, pageFormId }}>
      {children}
      <form id={pageFormId} hidden />
      {menuSubject && (
        <MenuItems
          menu={menu}
          label={`More for ${menuSubject.recipientName}`}
          items={moreOf(menuSubject).map((action) => ({
            label: moreActions[action],
            onSelect: () => ask(action, menuSubject),
          }))}
        />
      )}
      {asked && Dialog && <Dialog key={asked.key} subject={asked.subject} defaults={defaults} onClose={asked.close} />}
    </Context>
  );
}

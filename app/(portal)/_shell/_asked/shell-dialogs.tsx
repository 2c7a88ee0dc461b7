"use client";

import { useEffect, useRef, type ComponentType } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { places } from "@/app/(portal)/_shell/places";
import { CommandMenu } from "./command-menu";
import type { ShellDialogProps } from "./dialog-props";

const keys: readonly [keys: string, label: string][] = [
  ["Ctrl K", "Open the command menu (⌘ K on a Mac)"],
  ["/", "Search payouts"],
  ...Object.entries(places).map(([key, { label }]): [string, string] => [`g ${key}`, label]),
  ["x", "Select the payout of the row you are in"],
  ["Escape", "Select nothing"],
  ["?", "Show the keyboard shortcuts"],
];

/** All keyboard shortcuts. */
function ShortcutHelp({ ask }: ShellDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <Dialog ref={dialog} title="Keyboard shortcuts" onClose={() => ask(null)}>
      <dl className="my-3 flex flex-col gap-2">
        {keys.map(([combination, label]) => (
          <div key={combination} className="flex justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex shrink-0 items-start gap-1">
              {combination.split(" ").map((key) => (
                <kbd key={key} className="rounded-control border border-line bg-sunken px-1.5 text-sm">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="flex justify-end">
        <Button type="submit">Close</Button>
      </form>
    </Dialog>
  );
}

/** What the shell of every page asks. This file is loaded when somebody is about to ask for one, see `Shortcuts`. */
export const shellDialogs = { commands: CommandMenu, help: ShortcutHelp } satisfies Record<
  string,
  ComponentType<ShellDialogProps>
>;

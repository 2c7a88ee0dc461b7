"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import {
  startTransition,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
} from "react";
import { Icon } from "@/app/_ui/icon";
import { signOutAction } from "@/app/(auth)/sign-in/actions";
import { counted } from "@/app/(portal)/_ui/figures";
import { Choices } from "./choices";
import { choicesOf, type Choice } from "./choice-groups";
import type { ShellDialogProps } from "./dialog-props";
import { useFoundPayouts } from "./use-found-payouts";

const listId = "command-list";

/** A key or a press that opens a link beside the page. */
const opensBeside = ({ ctrlKey, metaKey }: KeyboardEvent | MouseEvent) => ctrlKey || metaKey;

/** @param close gives the focus back to the page, and opens what comes next */
function useChoosing(close: (then?: "help") => void) {
  const router = useRouter();
  return (choice: Choice, beside: boolean) => {
    const { href, press, does } = choice;
    if (href !== undefined && beside) return void window.open(href);
    close(does === "help" ? does : undefined);
    const here = press === undefined ? null : document.getElementById(press);
    if (here) here.click();
    else if (href !== undefined) router.push((press === undefined ? href : `${href}#${press}`) as Route);
    else if (does === "signOut") startTransition(() => signOutAction());
  };
}

/**
 * The command menu: pages, actions and payouts by one text. A combobox with a list (WAI-ARIA Authoring Practices): the
 * focus stays in the field, the arrow keys move along the list, Enter takes the choice, with Ctrl or ⌘ in a new tab.
 */
export function CommandMenu({ admin, typed, ask }: ShellDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const next = useRef<"help" | null>(null);
  const close = (then: "help" | null = null) => {
    next.current = then;
    dialog.current?.close();
  };
  const [query, setQuery] = useState(typed);
  const [chosen, setChosen] = useState<string | null>(null);
  const found = useFoundPayouts(query.trim());
  const groups = choicesOf(admin, query.trim(), found.payouts);
  const choices = groups.flatMap((group) => group.choices);
  const active = choices.find(({ key }) => key === chosen) ?? choices[0];
  const choose = useChoosing(close);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const activeId = active && `${listId}-${active.key}`;
  useEffect(
    () => void (activeId && document.getElementById(activeId)?.scrollIntoView({ block: "nearest" })),
    [activeId],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const next = choices.at((choices.findIndex(({ key }) => key === active?.key) + step) % choices.length);
      setChosen(next?.key ?? null);
    } else if (event.key === "Enter") {
      if (active) choose(active, opensBeside(event));
    } else if (event.key.toLowerCase() === "k" && opensBeside(event)) close();
    else return;
    event.preventDefault();
  };
  const type = (text: string) => {
    setQuery(text);
    setChosen(null);
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Command menu"
      onClose={() => ask(next.current)}
      onClick={(event) => event.target === dialog.current && close()}
      className="mx-auto mt-4 mb-auto w-full max-w-recipient overflow-hidden rounded-card border border-line bg-surface p-0 text-start shadow-floating max-sm:max-w-full max-sm:rounded-none max-sm:border-x-0 sm:mt-24"
    >
      <CommandField query={query} active={activeId} onType={type} onKeyDown={onKeyDown} onLeave={() => close()} />
      <Choices id={listId} groups={groups} active={active?.key} onPoint={setChosen} onChoose={choose} />
      {found.problem && (
        <p role="alert" className="border-t border-line px-4 py-2.5 text-danger">
          {found.problem}
        </p>
      )}
      <p role="status" className="sr-only">
        {found.pending ? "Searching payouts…" : counted(choices.length, "result")}
      </p>
    </dialog>
  );
}

type FieldProps = {
  query: string;
  /** The id of the active option. */
  active: string | undefined;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onLeave: () => void;
};

function CommandField({ query, active, onType, onKeyDown, onLeave }: FieldProps) {
  return (
    <div className="flex items-center gap-2 border-b border-line ps-4 pe-2">
      <Icon name="search" className="size-4 shrink-0 text-muted" />
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={active}
        aria-autocomplete="list"
        aria-label="Search or go to"
        placeholder="Search payouts, or go to a page…"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={query}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-muted"
      />
      <button
        type="button"
        aria-label="Close"
        onClick={onLeave}
        className="grid size-8 place-items-center rounded-control text-muted hover:bg-sunken max-sm:size-11"
      >
        <Icon name="x" className="size-4" />
      </button>
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { toast } from "@/app/_ui/toast";
import type { offerCopying } from "@/app/(portal)/_copy/copying-in-lists";
import { places } from "./places";
import type { shellDialogs } from "./_asked/shell-dialogs";

type ShellDialogs = typeof shellDialogs;
/** `typed`: what was typed into the command menu before it was there. */
type Asked = { name: keyof ShellDialogs; typed: string };

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The buttons of the command menu are plain HTML, so that they cost a page no scripts. */
const isCommandButton = ({ target }: Event) => target instanceof Element && target.closest("[data-commands]") !== null;

const isCommandKey = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";

const load = () => import("./_asked/shell-dialogs");
const loadAhead = () => void load().catch(() => {});
const notLoaded = () => toast("The portal could not be reached. Check your connection, then try again.", false);

/** Listens for one kind of event on the whole page. @returns what ends that */
function on<Name extends keyof DocumentEventMap>(name: Name, listener: (event: DocumentEventMap[Name]) => void) {
  document.addEventListener(name, listener);
  return () => document.removeEventListener(name, listener);
}

/** Loads what copies in lists when the pointer or the focus first comes into a row. */
function offersToCopy() {
  let loading = false;
  const first = (event: Event) => {
    if (loading || !(event.target instanceof Element && event.target.closest("main tr.row"))) return;
    loading = true;
    import("@/app/(portal)/_copy/copying-in-lists").then(
      (loaded: { offerCopying: typeof offerCopying }) => loaded.offerCopying(event),
      () => void (loading = false),
    );
  };
  return [on("pointerover", first), on("focusin", first)];
}

/** @param open shows a dialog that is loaded */
function useShortcuts(open: (dialogs: ShellDialogs, asked: Asked) => void) {
  const router = useRouter();
  useEffect(() => {
    let afterG = false;
    let typed: string | null = null;
    const ask = async (name: keyof ShellDialogs) => {
      typed = "";
      const loaded = await load().catch(notLoaded);
      if (loaded) open(loaded.shellDialogs, { name, typed });
      typed = null;
    };
    const onKey = (event: KeyboardEvent) => {
      if (/^(Control|Meta)$/.test(event.key)) return loadAhead();
      if (document.querySelector("dialog[open]")) return;
      if (isCommandKey(event)) {
        event.preventDefault();
        return void ask("commands");
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (typed !== null) {
        event.preventDefault();
        if (event.key.length === 1) typed += event.key;
        return;
      }
      if (isTyping(event.target)) return;
      const place = afterG && event.key in places ? places[event.key as keyof typeof places] : undefined;
      afterG = event.key === "g";
      if (place) router.push(place.href);
      else if (event.key === "?") void ask("help");
      else if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("main input[type=search]");
        if (search) search.focus();
        else router.push("/payouts#search");
        event.preventDefault();
      }
    };
    const onNear = (event: Event) => isCommandButton(event) && loadAhead();
    const ends = [
      on("keydown", onKey),
      on("click", (event) => isCommandButton(event) && void ask("commands")),
      on("pointerover", onNear),
      on("focusin", onNear),
      ...offersToCopy(),
    ];
    return () => ends.forEach((end) => end());
  }, [router, open]);
}

/**
 * Keyboard shortcuts: `Ctrl K` or `⌘ K` opens the command menu, "/" searches, "g d" goes to the Dashboard, "?" lists all
 * of them. The dialogs are loaded when somebody is about to ask for one.
 */
export function Shortcuts({ admin }: { admin: boolean }) {
  const [shown, setShown] = useState<(Asked & { dialogs: ShellDialogs; turn: number }) | null>(null);
  const turns = useRef(0);
  // At once, so that the next key reaches the dialog.
  const open = useCallback((dialogs: ShellDialogs, asked: Asked) => {
    const turn = ++turns.current;
    flushSync(() => setShown({ dialogs, ...asked, turn }));
  }, []);
  useShortcuts(open);
  if (!shown) return null;
  const Dialog = shown.dialogs[shown.name];
  return (
    <Dialog
      // One that has just closed does not open again: who asks at once anew gets a new one.
      key={shown.turn}
      admin={admin}
      typed={shown.typed}
      ask={(name) => setShown((now) => (now === shown ? name && { ...shown, name, typed: "" } : now))}
    />
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, type RefObject } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { Button } from "@/app/_ui/button";

const places = {
  d: { href: "/", label: "Go to the Dashboard" },
  p: { href: "/payouts", label: "Go to the payouts" },
  b: { href: "/batches", label: "Go to the batches" },
} as const;

const keys: readonly [keys: string, label: string][] = [
  ["/", "Search payouts"],
  ...Object.entries(places).map(([key, { label }]): [string, string] => [`g ${key}`, label]),
  ["?", "Show the keyboard shortcuts"],
];

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function useShortcuts(help: RefObject<HTMLDialogElement | null>) {
  const router = useRouter();
  useEffect(() => {
    let afterG = false;
    const onKey = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target) ||
        document.querySelector("dialog[open]")
      )
        return;
      const place = afterG && event.key in places ? places[event.key as keyof typeof places] : undefined;
      afterG = event.key === "g";
      if (place) router.push(place.href);
      else if (event.key === "?") help.current?.showModal();
      else if (event.key === "/") {
        const search = document.querySelector<HTMLInputElement>("main input[type=search]");
        if (search) search.focus();
        else router.push("/payouts#search");
        event.preventDefault();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, help]);
}

/** Keyboard shortcuts: "/" searches, "g d" goes to the Dashboard, "?" lists all of them. */
export function Shortcuts() {
  const help = useRef<HTMLDialogElement>(null);
  useShortcuts(help);
  return (
    <Dialog ref={help} title="Keyboard shortcuts">
      <dl className="my-3 flex flex-col gap-2">
        {keys.map(([combination, label]) => (
          <div key={combination} className="flex justify-between gap-4">
            <dt>{label}</dt>
            <dd className="flex gap-1">
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

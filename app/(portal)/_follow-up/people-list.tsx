"use client";

import { useEffect, useEffectEvent, useId, useState, type RefObject } from "react";
import type { Colleague } from "@/lib/follow-up/queries";

type Props = { field: RefObject<HTMLTextAreaElement | null>; people: readonly Colleague[] };

const mostShown = 6;
/** What is typed of a mention: from its `@` to the caret. */
const begun = /(?<![\p{L}\p{N}._%+-])@([^\s@]*)$/u;

/** Those of whom a word of the name, or the address, begins like this. */
const matching = (people: readonly Colleague[], typed: string): Colleague[] =>
  people
    .filter(({ name, email }) =>
      [...name.split(/\s+/), name, email].some((word) => word.toLowerCase().startsWith(typed)),
    )
    .slice(0, mostShown);

/** Offers the people whom a text can mention, while an `@` is typed; arrows choose, Enter or Tab takes, Escape closes. */
export function PeopleList({ field, people }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const found = typed === null ? [] : matching(people, typed);

  const look = useEffectEvent(() => {
    const { value, selectionStart } = field.current!;
    setTyped(begun.exec(value.slice(0, selectionStart))?.[1]?.toLowerCase() ?? null);
    setAt(0);
  });
  const take = (person: Colleague) => {
    const text = field.current!;
    const end = text.selectionStart;
    text.setRangeText(`@${person.email} `, end - typed!.length - 1, end, "end");
    setTyped(null);
    text.focus();
  };
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") take(found[at]!);
    else if (event.key === "Escape") setTyped(null);
    else return;
    event.preventDefault();
  });

  useEffect(() => {
    const text = field.current;
    const [onInput, onKey, onBlur] = [() => look(), (event: KeyboardEvent) => press(event), () => setTyped(null)];
    text?.addEventListener("input", onInput);
    text?.addEventListener("keydown", onKey);
    text?.addEventListener("blur", onBlur);
    // What was typed while this was still on its way.
    if (text === document.activeElement) text?.dispatchEvent(new Event("input"));
    return () => {
      text?.removeEventListener("input", onInput);
      text?.removeEventListener("keydown", onKey);
      text?.removeEventListener("blur", onBlur);
    };
  }, [field]);

  useEffect(() => {
    const told = { "aria-autocomplete": "list", "aria-controls": id, "aria-activedescendant": `${id}-${at}` };
    for (const [name, value] of Object.entries(told))
      if (found.length > 0) field.current?.setAttribute(name, value);
      else field.current?.removeAttribute(name);
  }, [field, found.length, id, at]);

  return found.length > 0 && <Options id={id} found={found} at={at} take={take} />;
}

type OptionsProps = { id: string; found: readonly Colleague[]; at: number; take: (person: Colleague) => void };

const Options = ({ id, found, at, take }: OptionsProps) => (
  <ul
    id={id}
    role="listbox"
    aria-label="People to mention"
    className="absolute inset-x-0 z-20 max-w-sm rounded-card border border-line bg-surface p-1 shadow-floating"
  >
    {found.map((person, index) => (
      <li
        key={person.id}
        id={`${id}-${index}`}
        role="option"
        aria-selected={index === at}
        // Before the field loses the focus, which closes the list.
        onPointerDown={(event) => {
          event.preventDefault();
          take(person);
        }}
        className="cursor-pointer truncate rounded-control px-2.5 py-1.5 hover:bg-sunken aria-selected:bg-sunken"
      >
        {person.name} <span className="text-sm text-muted">{person.email}</span>
      </li>
    ))}
  </ul>
);

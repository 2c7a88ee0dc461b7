"use client";

import { useRef, type ComponentProps } from "react";
import { Input } from "@/app/_ui/field";
import { brandColorNote, contrast, inkOn } from "@/lib/brand";

type Props = ComponentProps<"input"> & { defaultValue: string; typed: string };

const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** A color by a picker or by its code, with what can be read on it. Only the code is sent, so it works without scripts. */
export function ColorControl({ typed, ...rest }: Props) {
  const code = useRef<HTMLInputElement>(null);
  const shown = (isColor(typed) ? typed : rest.defaultValue).toLowerCase();
  const pick = (color: string) => {
    if (!code.current) return;
    code.current.value = color;
    code.current.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const note = brandColorNote(shown);
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <input
          type="color"
          aria-label="Choose the brand color"
          value={shown}
          onChange={(event) => pick(event.target.value)}
          className="h-9 w-11 shrink-0 cursor-pointer rounded-control border border-edge bg-surface p-1"
        />
        <div className="w-28">
          <Input ref={code} {...rest} required maxLength={7} spellCheck={false} />
        </div>
        <span
          aria-hidden
          style={{ backgroundColor: shown, color: inkOn(shown) }}
          className="rounded-control border border-edge px-4 py-2 font-medium"
        >
          See your payout
        </span>
      </div>
      <p role="status" className="mt-1 text-sm">
        {`Text on it is ${inkOn(shown) === "#ffffff" ? "white" : "black"}, with a contrast of ${contrast(shown, inkOn(shown)).toFixed(1)} : 1.`}{" "}
        {note}
      </p>
    </>
  );
}

"use client";

import { useState } from "react";
import { Field, Input } from "@/app/_ui/field";
import { inkOn } from "@/lib/brand";

type Props = { saved: string; error: string | undefined; organizationName: string };

const isColor = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** The brand color by a picker or by its code, with a preview. Only the code is sent, so the form works without JavaScript. */
export function BrandColor({ saved, error, organizationName }: Props) {
  const [typed, setTyped] = useState(saved);
  const shown = isColor(typed) ? typed : saved;
  return (
    <Field
      id="brand-color"
      label="Brand color"
      hint="The color of the button in our emails and on the recipient's page."
      error={error}
    >
      {(aria) => (
        <div className="flex flex-wrap items-center gap-3">
          <input
            type="color"
            aria-label="Choose the brand color"
            value={shown}
            onChange={(event) => setTyped(event.target.value)}
            className="h-9 w-11 shrink-0 cursor-pointer rounded-control border border-edge bg-surface p-1"
          />
          <div className="w-28">
            <Input
              {...aria}
              name="brandColor"
              required
              maxLength={7}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value.trim())}
            />
          </div>
          <Preview color={shown} organizationName={organizationName} />
        </div>
      )}
    </Field>
  );
}

function Preview({ color, organizationName }: { color: string; organizationName: string }) {
  return (
    <span
      aria-hidden
      title={`As recipients of ${organizationName} see it`}
      style={{ backgroundColor: color, color: inkOn(color) }}
      className="rounded-control px-4 py-2 font-medium"
    >
      Claim your payout
    </span>
  );
}

import { Icon } from "@/app/_ui/icon";
import type { ComponentProps } from "react";

type Props = ComponentProps<"input"> & { name: string; label: string; hint: string; problem?: string | undefined };

/** A large field for phones, with its hint and its error above it. */
export function RecipientField({ name, label, hint, problem, ...rest }: Props) {
  return (
    <div className="min-w-0">
      <label htmlFor={name} className="block font-semibold break-words">
        {label}
      </label>
      <p id={`${name}-hint`} className="mb-2 text-base break-words text-muted">
        {hint}
      </p>
      {problem && (
        <p id={`${name}-problem`} className="mb-2 flex gap-1.5 font-medium break-words text-danger">
          <Icon name="circle-alert" className="mt-1 size-4 shrink-0" />
          {problem}
        </p>
      )}
      <input
        id={name}
        name={name}
        aria-describedby={problem ? `${name}-problem ${name}-hint` : `${name}-hint`}
        aria-invalid={problem ? true : undefined}
        className="h-12 w-full min-w-0 rounded-control border border-edge bg-surface px-3 text-lg text-ink aria-invalid:border-2 aria-invalid:border-danger"
        // The groups of an account number keep their order on a page from right to left.
        dir="auto"
        {...rest}
      />
    </div>
  );
}

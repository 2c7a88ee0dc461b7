import type { ComponentProps, ReactNode } from "react";

type FieldProps = {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (aria: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
};

/** A label, its control, a hint and an error, connected for screen readers. */
export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1 text-sm text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

export const Input = ({ className = "", ...rest }: ComponentProps<"input">) => (
  <input className={`control control-line ${className}`} {...rest} />
);
export const Select = ({ className = "", ...rest }: ComponentProps<"select">) => (
  <select className={`control control-line ${className}`} {...rest} />
);
export const Textarea = ({ className = "", ...rest }: ComponentProps<"textarea">) => (
  <textarea className={`control py-2 ${className}`} {...rest} />
);

type ChoiceProps = {
  name: string;
  label: string;
  value: string | undefined;
  any: string;
  options: readonly (readonly [value: string, label: string])[];
};

/** One choice of a filter form; left at its first entry, it filters nothing. */
export function ChoiceField({ name, label, value, any, options }: ChoiceProps) {
  return (
    <label className="text-sm font-medium">
      {label}
      <Select name={name} defaultValue={value ?? ""} className="mt-1 font-normal">
        <option value="">{any}</option>
        {options.map(([option, text]) => (
          <option key={option} value={option === text ? undefined : option}>
            {text}
          </option>
        ))}
      </Select>
    </label>
  );
}

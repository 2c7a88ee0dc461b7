import { Icon } from "@/app/_ui/icon";
import { Input } from "@/app/_ui/field";
import { SubmitButton } from "@/app/_ui/submit-button";

type Props = {
  /** The parameter of the list's address. */ name: string;
  value: string | undefined /** "Search by" what, for those who do not see the placeholder. */;
  label: string;
  placeholder: string;
};

/** The search of a list's filter form. */
export function SearchRow({ name, value, label, placeholder }: Props) {
  return (
    <div className="flex flex-wrap gap-2">
      <div className="relative min-w-0 flex-1 basis-60">
        <Icon name="search" className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted" />
        <Input
          type="search"
          name={name}
          defaultValue={value}
          aria-label={label}
          placeholder={placeholder}
          maxLength={200}
          className="pl-8"
        />
      </div>
      <SubmitButton kind="secondary" pendingLabel="Searching…">
        Search
      </SubmitButton>
    </div>
  );
}

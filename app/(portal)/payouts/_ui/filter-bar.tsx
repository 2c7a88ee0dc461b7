import { Icon } from "@/app/_ui/icon";
import { SoftForm } from "@/app/(portal)/_shell/soft-form";
import type { ReactNode } from "react";
import { buttonStyle } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { fields, type FieldProps, type Part } from "./filter-fields";

type Props = Omit<FieldProps, "problems" | "columns"> & Partial<Pick<FieldProps, "problems" | "columns">>;

/**
 * The list's filter as a plain GET form: it works before any script arrives, and what it sends is the list's address.
 * The fields open beside their button, or on a phone as a sheet at its bottom; where an address cannot be read, they
 * stand open, with what is wrong.
 */
export function FilterBar({ problems = [], columns = [], ...rest }: Props) {
  const fieldsIn = (part: Part) =>
    Object.entries(fields)
      .filter(([, field]) => field.part === part)
      .map(([key, { Field }]) => <Field key={key} name={key} problems={problems} columns={columns} {...rest} />);
  return (
    <SoftForm action="/payouts" id="search" className="flex flex-col gap-3">
      {fieldsIn("search")}
      {problems.length > 0 ? (
        <div className="rounded-card border border-line bg-surface">
          <Fields fieldsIn={fieldsIn} />
        </div>
      ) : (
        <div>
          <button type="button" popoverTarget="filters" className={`${buttonStyle("quiet", "small")} -ml-2.5`}>
            <Icon name="sliders-horizontal" className="size-4" /> Filter and sort
          </button>
          <div
            id="filters"
            popover="auto"
            aria-label="Filter and sort"
            role="group"
            className="max-sm:sheet sm:beside-opener border border-line bg-surface shadow-floating sm:max-w-5xl sm:rounded-card"
          >
            <Fields fieldsIn={fieldsIn} />
          </div>
        </div>
      )}
    </SoftForm>
  );
}

const Fields = ({ fieldsIn }: { fieldsIn: (part: Part) => ReactNode }) => (
  <div className="grid gap-4 p-4 xl:grid-cols-2">
    <fieldset className="grid min-w-0 content-start gap-2">
      <legend className="mb-1 text-sm font-medium">Status</legend>
      {fieldsIn("status")}
      <div className="mt-2 grid grid-cols-2 gap-3">{fieldsIn("what")}</div>
      <div className="mt-2 grid grid-cols-3 gap-2">{fieldsIn("money")}</div>
    </fieldset>
    <div className="grid min-w-0 content-start gap-3">{fieldsIn("when")}</div>
    <div className="grid min-w-0 grid-cols-2 gap-3 empty:hidden sm:grid-cols-4 xl:col-span-2">{fieldsIn("own")}</div>
    <div className="sticky bottom-0 -mx-4 -mb-4 flex justify-end border-t border-line bg-surface p-3 xl:col-span-2">
      <SubmitButton pendingLabel="Applying…" className="max-sm:flex-1">
        Apply filters
      </SubmitButton>
    </div>
  </div>
);

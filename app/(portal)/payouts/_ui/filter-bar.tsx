import { SlidersHorizontal } from "lucide-react";
import Form from "next/form";
import { buttonStyle } from "@/app/_ui/button";
import { SubmitButton } from "@/app/_ui/submit-button";
import { fields, type FieldProps, type Part } from "./filter-fields";

type Props = Omit<FieldProps, "problems"> & Partial<Pick<FieldProps, "problems">>;

/**
 * The list's filter as a plain GET form: it works before any script arrives, and what it sends is the list's address.
 */
export function FilterBar({ problems = [], ...rest }: Props) {
  const fieldsIn = (part: Part) =>
    Object.entries(fields)
      .filter(([, field]) => field.part === part)
      .map(([key, { Field }]) => <Field key={key} name={key} problems={problems} {...rest} />);
  return (
    <Form action="/payouts" id="search" className="flex flex-col gap-3">
      {fieldsIn("search")}
      <details className="group/filters" open={problems.length > 0}>
        <summary className={`${buttonStyle("quiet", "small")} -ml-2.5 list-none`}>
          <SlidersHorizontal aria-hidden className="size-4" /> Filter and sort
        </summary>
        <div className="mt-2 grid gap-4 rounded-card border border-line bg-surface p-4 xl:grid-cols-2">
          <fieldset className="grid content-start gap-2">
            <legend className="mb-1 text-sm font-medium">Status</legend>
            {fieldsIn("status")}
            <div className="mt-2 grid gap-3 sm:grid-cols-2">{fieldsIn("what")}</div>
            <div className="mt-2 grid grid-cols-3 gap-2">{fieldsIn("money")}</div>
          </fieldset>
          <div className="grid content-start gap-3">{fieldsIn("when")}</div>
          <div className="flex justify-end xl:col-span-2">
            <SubmitButton pendingLabel="Applying…">Apply filters</SubmitButton>
          </div>
        </div>
      </details>
    </Form>
  );
}

import { RecipientField } from "./recipient-field";

type AskedField = {
  name: string;
  field: string;
  label: string;
  hint: string;
  inputMode: "text" | "numeric";
  autoComplete: string;
  maxLength: number;
};
export type OfferedMethod = { name: string; label: string; meaning: string; fields: AskedField[] };

/** One way to be paid. Its fields show while it is chosen, without JavaScript. A single way has no radio button. */
export function MethodChoice({
  method,
  chosen,
  only,
  problems,
  typed,
}: {
  method: OfferedMethod;
  chosen: boolean;
  only: boolean;
  problems: Partial<Record<string, string>> | undefined;
  typed: Record<string, string> | undefined;
}) {
  const words = (
    <>
      <span className="block font-semibold">{method.label}</span>
      <span className="block text-base text-muted">{method.meaning}</span>
    </>
  );
  return (
    <div className="relative rounded-card border border-edge bg-surface">
      <input
        type={only ? "hidden" : "radio"}
        id={`method-${method.name}`}
        name="method"
        value={method.name}
        defaultChecked={only ? undefined : chosen}
        className="peer absolute start-4 top-4 mt-0.5 size-5 accent-ink"
      />
      {only ? (
        <p className="px-4 pt-4">{words}</p>
      ) : (
        <label htmlFor={`method-${method.name}`} className="block cursor-pointer py-4 ps-12 pe-4">
          {words}
        </label>
      )}
      <div className={`space-y-5 px-4 pt-3 pb-4 ${only ? "" : "hidden border-t border-line peer-checked:block"}`}>
        <Fields method={method} problems={chosen ? problems : undefined} typed={typed} />
      </div>
    </div>
  );
}

function Fields({
  method,
  problems = {},
  typed = {},
}: {
  method: OfferedMethod;
  problems?: Partial<Record<string, string>>;
  typed?: Record<string, string>;
}) {
  const first = method.fields.find(({ field }) => problems[field]);
  return method.fields.map(({ name, field, ...asked }) => (
    <RecipientField
      key={name}
      name={name}
      {...asked}
      problem={problems[field]}
      defaultValue={typed[name]}
      autoFocus={field === first?.field}
      autoCapitalize="off"
      spellCheck={false}
    />
  ));
}

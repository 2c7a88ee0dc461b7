import type { ColumnMapping } from "@/lib/batches/file-format/mapping/mapping";
import { notationWords, otherColumns, takenFrom } from "@/lib/batches/file-format/mapping/words";

/** What a mapping takes from where, a line for each of our columns. */
export function TakenFrom({ mapping }: { mapping: ColumnMapping }) {
  const others = otherColumns(mapping)
    .map((name) => `“${name}”`)
    .join(", ");
  return (
    <div className="text-sm">
      <dl className="flex flex-col gap-1">
        {takenFrom(mapping).map(({ label, from }) => (
          <Line key={label} label={label}>
            {from}
          </Line>
        ))}
        {others !== "" && <Line label="Other columns">{others}</Line>}
      </dl>
      {notationWords(mapping).map((sentence) => (
        <p key={sentence} className="mt-1">
          {sentence}
        </p>
      ))}
    </div>
  );
}

const Line = ({ label, children }: { label: string; children: string }) => (
  <div className="sm:flex sm:gap-x-4">
    <dt className="shrink-0 text-muted sm:w-32">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);

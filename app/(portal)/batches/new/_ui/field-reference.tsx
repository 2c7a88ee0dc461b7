import { Icon } from "@/app/_ui/icon";
import { Fragment } from "react";
import { buttonStyle } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Table, Td, Th } from "@/app/_ui/table";
import { columnNames, payoutFields } from "@/lib/payouts/fields/table";

/** What a file must look like, from the same table that the checks use. */
export function FieldReference() {
  return (
    <section aria-labelledby="reference-heading" className="mt-6">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 id="reference-heading" className="text-lg font-semibold">
          Format of the file
        </h2>
        <div className="flex flex-wrap gap-2">
          <FileLink href="/batches/new/template" label="Template" />
          <FileLink href="/batches/new/reference" label="Field reference" />
          <FileLink href="/batches/new/example" label="Example with errors" />
        </div>
      </div>
      <p className="mb-3 max-w-prose text-muted">
        CSV or an Excel workbook (.xlsx), with a header line and the columns in any order. CSV may be separated by
        comma, semicolon, tab or pipe, and encoded in UTF-8, or in UTF-16 with a byte order mark. A column that is none
        of these is kept with each payout as it is, up to ten of them. A file that calls its columns otherwise is
        welcome too: then you say what each of them is.
      </p>
      <Card>
        <Table
          caption="Columns of a batch file"
          head={
            <>
              <Th className="w-32 @2xl:w-52">Column</Th>
              <Th>Content</Th>
              <Th from="tablet" className="w-52">
                Example
              </Th>
            </>
          }
        >
          {columnNames.map((name) => (
            <ColumnRow key={name} name={name} />
          ))}
        </Table>
      </Card>
    </section>
  );
}

function FileLink({ href, label }: { href: string; label: string }) {
  return (
    <a href={href} download className={buttonStyle("secondary", "small")}>
      <Icon name="download" className="size-4" /> {label}
    </a>
  );
}

/** Lets a long name break after an underscore on a narrow screen. */
const breakable = (name: string) =>
  name.split("_").map((part, index) => (
    <Fragment key={part}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));

function ColumnRow({ name }: { name: keyof typeof payoutFields }) {
  const { aliases, required, description, example } = payoutFields[name];
  return (
    <tr>
      <Td>
        <code className="font-medium">{breakable(name)}</code>
        <div className="text-sm text-muted">{required ? "required" : "optional"}</div>
      </Td>
      <Td>
        {description}
        {aliases.length > 0 && <span className="text-muted"> Also called {aliases.join(" or ")}.</span>}
      </Td>
      <Td from="tablet">
        <code>{example}</code>
      </Td>
    </tr>
  );
}

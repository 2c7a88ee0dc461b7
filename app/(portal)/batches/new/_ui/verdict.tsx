import type { Route } from "next";
import Link from "next/link";
import { Notice } from "@/app/_ui/notice";
import type { CheckedFile } from "./checked-file";

/** Why there is nothing to preview: the file cannot be used, or was uploaded before. */
export function Verdict({ result }: { result: CheckedFile }) {
  if (result.kind === "preview") return null;
  if (result.kind === "known") {
    return (
      <Notice role="alert" tone="warning" title={`${result.fileName} was uploaded before.`}>
        The very same file cannot create anything twice.{" "}
        <Link href={`/batches/${result.batchId}` as Route} className="font-medium underline underline-offset-2">
          See its batch, {result.batchName}
        </Link>
      </Notice>
    );
  }
  return (
    <Notice role="alert" tone="danger" title={`${result.fileName} cannot be used, and nothing was created.`}>
      <ul className="mt-1 flex flex-col gap-1.5">
        {result.faults.map(({ message, suggestion }) => (
          <li key={message}>
            {message} {suggestion}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { FileFaults } from "@/app/(portal)/batches/_ui/file-faults";
import type { Sent } from "./send-file";

type Props = { fileName: string; ended: Exclude<Sent, { kind: "stored" | "stopped" }>; onRetry: () => void };

const link = "font-medium underline underline-offset-2";

/** Why an upload did not lead to a new batch, and what to do. */
export function Verdict({ fileName, ended, onRetry }: Props) {
  switch (ended.kind) {
    case "known":
      return (
        <Notice role="alert" tone="warning" title={`${fileName} was uploaded before.`}>
          The same file cannot create payouts twice.{" "}
          <SoftLink href={`/batches/${ended.batchId}` as Route} className={link}>
            See its batch, {ended.batchName}
          </SoftLink>
        </Notice>
      );
    case "unusable":
      return (
        <Notice role="alert" tone="danger" title={`${fileName} cannot be used, and nothing was created.`}>
          <FileFaults faults={ended.faults} />
        </Notice>
      );
    case "refused":
      return (
        <Notice role="alert" tone="danger" title={`${fileName} was not uploaded.`}>
          {ended.message}{" "}
          {ended.signedOut && (
            <SoftLink href={"/sign-in?next=%2Fbatches%2Fnew" as Route} className={link}>
              Sign in
            </SoftLink>
          )}
        </Notice>
      );
    case "lost":
      return (
        <Notice role="alert" tone="danger" title={`${fileName} was not uploaded completely.`}>
          <p className="mb-2">
            The connection broke, or the file was moved or changed during the upload. Nothing was created, and it is
            safe to try again.
          </p>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </Notice>
      );
  }
}

"use client";

import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

/** A fault of ours while a page was made. `digest` names it in the server's log. */
export default function PortalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <EmptyState
        title="Something went wrong on our side"
        action={
          <Button kind="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        Nothing was changed. If it happens again, tell support
        {error.digest ? (
          <>
            {" "}
            this number: <code>{error.digest}</code>
          </>
        ) : (
          " what you were looking at"
        )}
        .
      </EmptyState>
    </>
  );
}

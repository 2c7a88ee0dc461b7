"use client";

import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { PageHeader } from "@/app/_ui/page-header";

/** An error while a page was rendered. `digest` finds it in the server's log. */
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
        Nothing was changed. If it happens again, contact support and name{" "}
        {error.digest ? (
          <>
            this number: <code>{error.digest}</code>
          </>
        ) : (
          "this page"
        )}
        .
      </EmptyState>
    </>
  );
}

"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

type Props = Omit<ComponentProps<"form">, "action" | "method" | "onSubmit"> & { action: Route };

/**
 * A form that asks for a list, as `SoftLink` does by a link: the router follows it without loading a document, and
 * nothing is fetched ahead. Without scripts the browser itself asks.
 */
export function SoftForm({ action, ...rest }: Props) {
  const router = useRouter();
  return (
    <form
      {...rest}
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]);
        router.push(`${action}?${new URLSearchParams(typed)}` as Route);
      }}
    />
  );
}

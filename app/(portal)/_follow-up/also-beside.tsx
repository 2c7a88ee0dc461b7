import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { figure } from "@/app/(portal)/_ui/figures";

type Part = { words: string; count: number; href: Route };

/** What a queue leaves out: "also 3 snoozed, 2 assigned, 1 handled", each a link; nothing where it leaves out nothing. */
export function AlsoBeside({ parts }: { parts: readonly Part[] }) {
  const some = parts.filter(({ count }) => count > 0);
  if (some.length === 0) return null;
  return (
    <p className="text-sm text-muted">
      also{" "}
      {some.map(({ words, count, href }, index) => (
        <span key={words}>
          {index > 0 && ", "}
          <SoftLink href={href} className="underline underline-offset-2 hover:text-ink">
            {figure(count)} {words}
          </SoftLink>
        </span>
      ))}
    </p>
  );
}

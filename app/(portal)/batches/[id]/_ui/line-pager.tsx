import type { Route } from "next";
import { SoftLink } from "@/app/_ui/soft-link";
import { buttonStyle } from "@/app/_ui/button";

type Props = {
  label: string;
  /** "rows", as in "Next rows". */
  many: string;
  first: string | null;
  next: string | null;
};

/** Links to the first and the next page of a list in the order of the file. Renders nothing for a list of one page. */
export function LinePager({ label, many, first, next }: Props) {
  if (first === null && next === null) return null;
  return (
    <nav aria-label={label} className="flex justify-end gap-2 border-t border-line px-4 py-3">
      {first !== null && <PageLink href={first}>First {many}</PageLink>}
      {next !== null && <PageLink href={next}>Next {many}</PageLink>}
    </nav>
  );
}

const PageLink = ({ href, children }: { href: string; children: React.ReactNode }) => (
  <SoftLink href={href as Route} className={buttonStyle("secondary", "small")}>
    {children}
  </SoftLink>
);

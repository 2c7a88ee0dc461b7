import type { Route } from "next";
import type { ReactNode } from "react";

type Props = {
  href: Route;
  className?: string;
  title?: string;
  /** -1 where another link to the same place is in the tab order. */
  tabIndex?: -1;
  children: ReactNode;
};

/**
 * A link to another page of the portal, for what a page repeats in each row: a plain link, which `SoftNavigation` in the
 * layout follows without loading a document. It fetches nothing ahead.
 */
export const SoftLink = ({ href, children, ...rest }: Props) => (
  <a href={href} data-soft {...rest}>
    {children}
  </a>
);

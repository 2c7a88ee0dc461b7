import type { Route } from "next";
import type { ComponentProps } from "react";

/**
 * A link to another page of the portal, for what a page has many of: a plain link, which `SoftNavigation` in the layout
 * follows without loading a document. It fetches nothing ahead.
 */
export const SoftLink = ({ href, ...rest }: ComponentProps<"a"> & { href: Route }) => (
  <a href={href} data-soft {...rest} />
);

"use client";

import { Icon } from "@/app/_ui/icon";
import { buttonStyle } from "@/app/_ui/button";
import { toast } from "@/app/_ui/toast";
import { counted } from "@/app/(portal)/_ui/figures";

type Props = {
  href: string;
  /** Null where nobody knows how many they are. */
  count: number | null;
  capped?: boolean;
  one: string;
  many?: string;
};

/**
 * Downloads the records of a list. The link works by itself; with scripts it says how much is on its way, because a
 * large file takes a while and the browser cannot know its size beforehand.
 */
export function ExportLink({ href, count, capped = false, one, many = `${one}s` }: Props) {
  const records = count === null ? `the ${many}` : `${capped ? "more than " : ""}${counted(count, one, many)}`;
  const message = `Preparing ${records} as CSV. Your browser shows how far the download is, and can cancel it.`;
  return (
    <a href={href} onClick={() => toast(message, true)} className={buttonStyle("secondary", "small")}>
      <Icon name="download" className="size-4" /> Export CSV
    </a>
  );
}

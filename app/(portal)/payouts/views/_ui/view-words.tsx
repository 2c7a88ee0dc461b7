import type { At } from "@/lib/moment";
import type { OwnColumn } from "@/lib/payouts/extra/columns";
import { queryWords } from "@/lib/views/words";

/** What a kept list asks for, in words: "Failed · Changed last month". */
export function ViewWords({ query, at, columns }: { query: string; at: At; columns: readonly OwnColumn[] }) {
  const words = queryWords(query, at, { columns });
  if (words === null) return <span className="text-warning">Its filter can no longer be read</span>;
  return <span className="text-muted">{words}</span>;
}

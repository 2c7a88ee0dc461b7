import type { At } from "@/lib/moment";
import { queryWords } from "@/lib/views/words";

/** What a kept list asks for, in words: "Failed · Changed last month". */
export function ViewWords({ query, at }: { query: string; at: At }) {
  const words = queryWords(query, at);
  if (words === null) return <span className="text-warning">Its filter can no longer be read</span>;
  return <span className="text-muted">{words}</span>;
}

import type { At } from "@/lib/moment";
import { windowEdges, windowWords, type TimeWindow } from "./time-window";

type Said = string | { words: string; title: string };
type Context = { at: At };
/** Its words come with those of another key, and it is taken away with it. */
type SaidWith<F> = { saidWith: keyof F & string };

/** A filter in words: what each of its keys says. A key without words does not compile. */
export type FilterSentences<F, C extends Context = Context> = {
  [K in keyof F]-?: ((value: NonNullable<F[K]>, context: C, filter: F) => Said) | SaidWith<F>;
};

/** One part of a filter in words, `title` for those who hover, and the filter that remains `without` it. */
export type FilterPart<F> = { key: keyof F & string; words: string; title?: string; without: F };

/** The sentence of a window: "Changed in the last 30 days", with its exact edges. */
export const windowSentence =
  (verb: string) =>
  (window: TimeWindow, { at }: Context): Said => ({
    words: `${verb} ${windowWords(window, at.timeZone)}`,
    title: windowEdges(window, at),
  });

/** A filter as short sentences, one a part that can be taken away, in the order of `sentences`. */
export function filterParts<F extends object, C extends Context>(
  sentences: FilterSentences<NoInfer<F>, NoInfer<C>>,
  filter: F,
  context: C,
): FilterPart<F>[] {
  const keys = Object.keys(sentences) as (keyof F & string)[];
  const isSaidWith = (key: keyof F, other: keyof F) => {
    const sentence = sentences[key];
    return typeof sentence === "object" && sentence.saidWith === other;
  };
  return keys.flatMap((key): FilterPart<F>[] => {
    const [value, sentence] = [filter[key], sentences[key]];
    if (value === undefined || value === null || typeof sentence === "object") return [];
    const said = sentence(value, context, filter);
    const without = { ...filter };
    for (const gone of keys) if (gone === key || isSaidWith(gone, key)) delete without[gone];
    return [{ key, ...(typeof said === "string" ? { words: said } : said), without }];
  });
}

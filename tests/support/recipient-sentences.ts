import type { Language } from "@/lib/recipient-words/languages";
import { recipientWords } from "@/lib/recipient-words/table";

/** Facts of every name, each written as its name in brackets; and any number. */
const facts: unknown = new Proxy(
  {},
  {
    get: (_, name) => (name === "toString" ? () => "⟦number⟧" : typeof name === "symbol" ? undefined : `⟦${name}⟧`),
  },
);

type Leaf = string | ((...given: unknown[]) => string);
type Tree = Leaf | { [name: string]: Tree };

function* leaves(tree: Tree, path: string): Generator<[path: string, sentence: string]> {
  if (typeof tree === "string") yield [path, tree];
  else if (typeof tree === "function") yield [path, tree(facts, facts)];
  else for (const [name, below] of Object.entries(tree)) yield* leaves(below, `${path}.${name}`);
}

/** Every sentence of a language by its path in the table, with the names of its facts in brackets. */
export const sentencesOf = (language: Language): Map<string, string> =>
  new Map(
    [...leaves(recipientWords[language] as unknown as Tree, language)].map(([path, text]) => [path.slice(3), text]),
  );

/** The facts that a sentence names. */
export const factsIn = (sentence: string): string[] => [...new Set(sentence.match(/⟦\w+⟧/g))].sort();

/** What the English sentences say between their facts: each part of at least two words, and each single word that stands alone. */
const english = [...new Set([...sentencesOf("en").values()].flatMap((sentence) => sentence.split(/⟦\w+⟧/)))]
  .map((part) => part.trim())
  .filter((part) => /\p{L}+\P{L}+\p{L}+/u.test(part));

/** The English of the table that stands in a text of another language. */
export const englishIn = (text: string): string[] => {
  const words = text.replace(/\s+/g, " ");
  return english.filter((part) => words.includes(part));
};

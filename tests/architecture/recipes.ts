import { read } from "./tree";

/** `by hand`: the compiler does not ask for it. `new`: the reader of the recipe creates the file. */
export type Ingredient = { path: string; mark: "new" | "by hand" | null };
export type Recipe = { title: string; ingredients: Ingredient[] };

const ingredient = /^\d+\. `([^`]+)`(?: \((new|by hand)\))?:/;

/** The recipes of CONTRIBUTING.md, in its order. */
export function recipes(): Recipe[] {
  const [, section = ""] = /^## Recipes$([\s\S]*?)(?=^## )/m.exec(`${read("CONTRIBUTING.md")}\n## `) ?? [];
  const found: Recipe[] = [];
  for (const line of section.split("\n")) {
    const [, title] = /^### (.+)$/.exec(line) ?? [];
    if (title) found.push({ title, ingredients: [] });
    const [, path, mark] = ingredient.exec(line) ?? [];
    if (path) found.at(-1)?.ingredients.push({ path, mark: (mark as Ingredient["mark"] | undefined) ?? null });
  }
  return found;
}

import type { SearchParams } from "@/lib/lists/params";

/** The parameters that Next.js gives a page: one text, or several where a parameter is repeated. */
export function paramsOf(href: string): SearchParams {
  const { searchParams } = new URL(href, "http://portal.invalid");
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((key) => {
      const texts = searchParams.getAll(key);
      return [key, texts.length === 1 ? texts[0] : texts];
    }),
  );
}

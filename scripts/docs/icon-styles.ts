import { readFileSync } from "node:fs";
import * as drawings from "lucide-react";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

/** app/_ui/icons.css: the drawing of each icon that app/_ui/icon.tsx names, as a picture in a variable of its class. */
export function iconStyles(): string {
  const names = [...readFileSync("app/_ui/icon.tsx", "utf8").matchAll(/^ {2}\| "([a-z-]+)"/gm)].map(
    ([, name]) => name!,
  );
  const rules = names.map(
    (name) => `.icon-${name} {\n  --icon: url("data:image/svg+xml,${encoded(drawing(name))}");\n}`,
  );
  return ["/* Made by `npm run docs` from the names in icon.tsx. */", ...rules, ""].join("\n");
}

function drawing(name: string): string {
  const exported = name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()) as "Check";
  const lines = renderToStaticMarkup(createElement(drawings[exported])).replace(/^<svg[^>]*>|<\/svg>$/g, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${lines.replaceAll(/><\/\w+>/g, "/>")}</svg>`;
}

const encoded = (svg: string): string =>
  svg.replaceAll('"', "'").replace(/[<>#%]/g, (character) => encodeURIComponent(character));

import next from "@next/eslint-plugin-next";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/**
 * The rooms of lib/, from the ground up: each may import what stands on a lower level, and nothing beside or above it.
 * What serves every domain (lists, mail, recipient-words, web) stands below all of them.
 */
export const domainLevels = [
  ["lists", "mail", "recipient-words"],
  ["web"],
  ["settings", "users", "ingest-errors"],
  ["follow-up", "account"],
  ["payouts"],
  ["payments", "views"],
  ["batches", "redemptions", "emails", "runs"],
  ["dashboard", "audit", "retention", "erasure"],
  ["worker"],
];

const ban = (regex, message) => ({ regex, message });
const anyOf = (names) => `(?:${names.join("|")})`;
/** However a file of lib/ may spell what stands in lib/: by the alias, or climbing. */
const inLib = "^(?:@/lib|\\.\\.?(?:/\\.\\.)*(?:/lib)?)/";

const driver = ban("^postgres(?:/|$)", "db/driver/open.ts alone imports the driver; db/client.ts makes it safe.");
const doors = ban("^(?:@|(?:\\.\\./)+)/?app/", "Nothing climbs back up into app/.");
const orm = ban("^(?:drizzle-orm|drizzle-kit)(?:/|$)", "No SQL in app/: ask a query or a mutation of lib/.");
const database = ban(
  "^(?:@|(?:\\.\\./)+)/?db/",
  "app/ does not reach the database: ask a query or a mutation of lib/.",
);
const rooms = ban(`${inLib}[a-z-]+/`, "lib/*.ts serve every domain and know none.");
const house = ban("^(?:@|(?:\\.\\./)+)/?lib/", "db/ is the ground: nothing of it knows lib/.");

const codeFiles = "**/*.{ts,tsx,mts,mjs}";
const within = (place) => `${place}/${codeFiles}`;
const restrictedImports = (files, ...patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

/** One block a domain, banning its own level's others and every level above. */
const sideways = domainLevels.flatMap((level, height) =>
  level.flatMap((domain) => {
    const banned = domainLevels
      .slice(height)
      .flat()
      .filter((other) => other !== domain);
    if (banned.length === 0) return [];
    const upwards = ban(
      `${inLib}${anyOf(banned)}(?:/|$)`,
      `lib/${domain} imports only domains on a lower level (see domainLevels in eslint.config.mjs).`,
    );
    return [restrictedImports([within(`lib/${domain}`)], driver, doors, upwards)];
  }),
);

/** The later block wins, so each names all that holds for its files. */
const importDirections = [
  restrictedImports([codeFiles], driver),
  restrictedImports([within("app")], driver, orm, database),
  restrictedImports([within("lib")], driver, doors),
  restrictedImports(["lib/*.{ts,tsx}"], driver, doors, rooms),
  ...sideways,
  restrictedImports([within("db")], driver, doors, house),
  restrictedImports(["db/driver/open.ts"], doors, house),
];

const size = (lines) => ["error", { max: lines, skipBlankLines: true, skipComments: true }];
const noDefaultExport = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true };

const houseRules = {
  "max-lines": ["error", { max: 250 }],
  "max-lines-per-function": size(40),
  "no-restricted-exports": ["error", { restrictDefaultExports: noDefaultExport }],
  "no-restricted-syntax": [
    "error",
    { selector: "ExportAllDeclaration", message: "No barrels: import from the file that defines it." },
    { selector: "TSAsExpression > TSAnyKeyword", message: "Say what it is: parse it, or narrow it." },
  ],
  "@typescript-eslint/ban-ts-comment": [
    "error",
    { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true, "ts-check": true },
  ],
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
  "@typescript-eslint/consistent-type-imports": [
    "error",
    { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
  ],
  eqeqeq: "error",
  "no-fallthrough": "error",
  "no-loss-of-precision": "error",
  "no-unsafe-finally": "error",
};

/** A lost promise is a write nobody waits for. */
const promises = {
  files: ["**/*.{ts,tsx,mts}"],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-misused-promises": "error",
  },
};

const routeFiles =
  "app/**/{page,layout,template,loading,error,not-found,forbidden,unauthorized,default,global-error,icon,opengraph-image,page.bench}.tsx";

export default defineConfig(
  globalIgnores([".next/", ".data/", "next-env.d.ts", "db/migrations/", "test-results/", "playwright-report/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  tseslint.configs.recommended,
  { files: [within("app")], ...next.configs["core-web-vitals"] },
  // Pictures are logos, which are drawn in their size already.
  { files: [within("app")], rules: { "@next/next/no-img-element": "off" } },
  { files: ["app/**/*.tsx"], ...reactHooks.configs.flat["recommended-latest"] },
  { files: [codeFiles], rules: houseRules },
  ...importDirections,
  promises,
  { files: [within("app"), within("lib"), within("db")], rules: { "no-console": "error" } },
  // Every line of the log goes through the first two; the third greets whoever starts the worker.
  { files: ["lib/fault.ts", "lib/web/server/request-log.ts", "lib/worker/main.ts"], rules: { "no-console": "off" } },
  // The formatter gives each attribute of a component a line of its own, and layout is no logic.
  { files: ["**/*.tsx"], rules: { "max-lines-per-function": size(60) } },
  { files: ["app/**/page.tsx"], rules: { "max-lines-per-function": size(80) } },
  // Next, the tools, vitest and Playwright ask for a default export.
  {
    files: [routeFiles, "*.config.{ts,mts,mjs}", "tests/support/global-setup.ts", "tests/e2e/begun.ts"],
    rules: { "no-restricted-exports": "off" },
  },
  // What the compiler must refuse, each with the reason.
  {
    files: [within("tests/types")],
    rules: { "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }] },
  },
  // A describe is a chapter, not a function.
  { files: [within("tests")], rules: { "max-lines-per-function": "off" } },
  // An error that has to come is what a test of types says, each with what it is about.
  {
    files: [within("tests/types")],
    rules: { "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": "allow-with-description" }] },
  },
);

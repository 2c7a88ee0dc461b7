import { describe, expect, test } from "vitest";
import { domainLevels } from "@/eslint.config.mjs";
import nextConfig from "@/next.config";
import {
  actionsWithoutGate,
  otherMeanings,
  usedWithoutImport,
  withLoopbackName,
  withoutActor,
} from "./architecture/exceptions";
import { onlyForTests, unusedExports } from "./architecture/exports";
import { functionsWithoutActor, hiddenActions, unguardedRoutes, ungatedActions } from "./architecture/gates";
import { borrowedParts, cycles, importsBetween, lostImports } from "./architecture/imports";
import { lostLinks, lostPaths, missingPackages, unreachedDocuments, unusedPackages } from "./architecture/documents";
import { allFiles, codeFiles, codeUnder } from "./architecture/tree";
import { arbitraryClasses, linesWith, longFiles, strayStatuses, textFiles, vagueNames } from "./architecture/words";
import { crowdedFolders, tooShortFiles } from "./architecture/sizes";
import { faultsOf, walks } from "./architecture/walks";
import { batchStatusWriters, writersOf } from "./architecture/writes";

/** Exactly the exceptions, no more and no fewer. */
const only = (exceptions: Record<string, string>) => Object.keys(exceptions).sort();

describe("imports", () => {
  test("all resolve to a file, so that the checks below miss nothing", () => {
    expect(lostImports()).toEqual([]);
  });

  test("form no cycles", () => {
    expect(cycles()).toEqual([]);
  });

  test("between domains follow the order that ESLint enforces, which has a place for every domain", () => {
    const domains = allFiles.flatMap((file) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? []);
    const ordered = new Set(domainLevels.flat());
    expect([...new Set(domains)].filter((domain) => !ordered.has(domain))).toEqual([]);
  });

  test("of the base components in app/_ui reach no domain, only lib/*.ts and each other", () => {
    expect(importsBetween(/^app\/_ui\//, /^(?:lib\/[^/]+\/|db\/|app\/(?!_ui\/))/)).toEqual([]);
  });

  test("take a component from the lowest folder that contains all its users", () => {
    expect(borrowedParts()).toEqual([]);
  });

  test("never lead from the product to the tests or the scripts", () => {
    expect(importsBetween(/^(?:app|lib|db)\//, /^(?:tests|scripts)\//)).toEqual([]);
  });
});

describe("files", () => {
  test("have names that say what is inside, and there are no barrel files", () => {
    expect(vagueNames()).toEqual([]);
  });

  test("have at most 250 lines", () => {
    expect(longFiles(250)).toEqual([]);
  });

  test("number at most 15 in a folder, or 22 in the base folders", () => {
    expect(crowdedFolders(15, 22)).toEqual([]);
  });

  test("of 15 lines or fewer have more than one importer; with only one they belong inside it", () => {
    expect(tooShortFiles(15)).toEqual([]);
  });

  test("never use the host name of the loopback address, which some machines cannot resolve", () => {
    const named = linesWith(/local(?=host\b)/i, textFiles).map((line) => line.split(":")[0]);
    expect([...new Set(named)].sort()).toEqual(only(withLoopbackName));
  });

  test("make a formatter once, never for each value: at the top of a file, or kept by its zone or currency", () => {
    const perCall = linesWith(/^\s.*new Intl\./, codeUnder("app", "lib")).filter(
      (line) => !line.includes("const made ="),
    );
    expect(perCall.map((line) => line.split(":")[0])).toEqual([
      // A table that is made once; a check of a zone's name; a line when the worker starts.
      "lib/currency-symbols.ts",
      "lib/time.ts",
      "lib/worker/main.ts",
    ]);
  });

  test("give a reason wherever they disable a lint rule", () => {
    expect(linesWith(/eslint[-]disable(?!.* -- \S)/, codeFiles)).toEqual([]);
  });
});

describe("exports", () => {
  test("are each imported by some file", () => {
    expect(unusedExports()).toEqual([]);
  });

  test("are each used by the product, not only by tests", () => {
    expect(onlyForTests()).toEqual([]);
  });
});

describe("status names", () => {
  test("appear only in their tables and the schema, except where the word means something else", () => {
    expect(strayStatuses().sort()).toEqual(only(otherMeanings));
  });
});

describe("writes", () => {
  test("to a payout go through the one function that checks the transition table, say who follows it up, or take personal data away", () => {
    expect(writersOf("payouts", "update", "delete")).toEqual([
      "lib/erasure/mutations.ts",
      "lib/erasure/removing.ts",
      "lib/follow-up/subject.ts",
      "lib/payouts/transition.ts",
    ]);
  });

  test("to the status of a batch go through the one function that checks its transition table", () => {
    expect(batchStatusWriters()).toEqual(["lib/batches/transition.ts"]);
  });

  test("to events, and inserts of emails, go only through the one shared insert", () => {
    expect(writersOf("events", "insert", "update", "delete")).toEqual([]);
    expect(writersOf("emails", "insert")).toEqual([]);
  });
});

describe("gates", () => {
  test("create every server action, and adminAction every one under admin/, except for the listed exceptions", () => {
    expect(ungatedActions().sort()).toEqual(only(actionsWithoutGate));
  });

  test("are not bypassed by server actions outside actions.ts", () => {
    expect(hiddenActions()).toEqual([]);
  });

  test("are called by every page and route of the portal, and check for an admin under admin/", () => {
    expect(unguardedRoutes()).toEqual([]);
  });

  test("pass an actor to every read and write of a domain, except for the listed exceptions", () => {
    expect(functionsWithoutActor().sort()).toEqual(only(withoutActor));
  });
});

describe("class names", () => {
  test("use only values that tailwind.config.ts names", () => {
    expect(arbitraryClasses()).toEqual([]);
  });
});

describe("the walks of the architecture page", () => {
  test("are these five, each with its limit", () => {
    expect(Object.fromEntries(walks().map(({ title, atMost }) => [title, atMost]))).toEqual({
      "Cancel a payout": 10,
      "Upload a file, and its payouts": 25,
      "The Pending tile": 7,
      "An email leaves": 12,
      "From the recipient's page to Completed": 20,
    });
  });

  test.each(walks())("$title: leads from file to file and stays within its limit", (walk) => {
    expect(walk.steps.length).toBeGreaterThan(1);
    expect(faultsOf(walk)).toEqual([]);
  });
});

describe("documents and settings", () => {
  test("name only paths that exist", () => {
    expect(lostPaths()).toEqual([]);
  });

  test("link only to files and headings that exist", () => {
    expect(lostLinks()).toEqual([]);
  });

  test("can all be reached from the README by links", () => {
    expect(unreachedDocuments()).toEqual([]);
  });

  test("list no unused package", () => {
    expect(unusedPackages().filter((name) => !(name in usedWithoutImport))).toEqual([]);
  });

  test("list every package that the product imports under dependencies", () => {
    expect(missingPackages()).toEqual([]);
  });

  test("keep Next.js from writing its own files into the project", () => {
    expect(nextConfig.agentRules).toBe(false);
  });

  test("of the benchmark are pages of its own build alone", () => {
    expect(nextConfig.pageExtensions).toBeUndefined();
    expect(allFiles.filter((file) => /^app\/.*\.bench\./.test(file))).toEqual(["app/trivial/page.bench.tsx"]);
  });
});

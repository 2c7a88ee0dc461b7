import { describe, expect, test } from "vitest";
import { domainLevels } from "@/eslint.config.mjs";
import nextConfig from "@/next.config";
import { actionsWithoutGate, otherMeanings, usedWithoutImport, withoutActor } from "./architecture/exceptions";
import { onlyForTests, unusedExports } from "./architecture/exports";
import { functionsWithoutActor, hiddenActions, unguardedDoors, ungatedActions } from "./architecture/gates";
import { borrowedParts, cycles, importsBetween, lostImports } from "./architecture/imports";
import { lostLinks, lostPaths, missingPackages, unreachedPapers, unusedPackages } from "./architecture/papers";
import { allFiles, codeFiles } from "./architecture/tree";
import { arbitraryClasses, linesWith, longFiles, strayStatuses, textFiles, vagueNames } from "./architecture/words";
import { crowdedFolders, crumbs } from "./architecture/sizes";
import { faultsOf, walks } from "./architecture/walks";
import { batchStatusWriters, writersOf } from "./architecture/writes";

/** Exactly the exceptions, no more and no fewer. */
const only = (exceptions: Record<string, string>) => Object.keys(exceptions).sort();

describe("imports", () => {
  test("lead to a file, each one, so that nothing below is blind", () => {
    expect(lostImports()).toEqual([]);
  });

  test("never run in a circle", () => {
    expect(cycles()).toEqual([]);
  });

  test("of every domain have a place in the one order that lint holds", () => {
    const domains = allFiles.flatMap((file) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? []);
    const ordered = new Set(domainLevels.flat());
    expect([...new Set(domains)].filter((domain) => !ordered.has(domain))).toEqual([]);
  });

  test("of the primitives in app/_ui reach no domain, only lib/*.ts and one another", () => {
    expect(importsBetween(/^app\/_ui\//, /^(?:lib\/[^/]+\/|db\/|app\/(?!_ui\/))/)).toEqual([]);
  });

  test("take a component from the lowest folder that holds all its users", () => {
    expect(borrowedParts()).toEqual([]);
  });

  test("never reach the tests or the scripts from the product", () => {
    expect(importsBetween(/^(?:app|lib|db)\//, /^(?:tests|scripts)\//)).toEqual([]);
  });
});

describe("files", () => {
  test("have names that say what is inside, and none is a barrel", () => {
    expect(vagueNames()).toEqual([]);
  });

  test("have at most 250 lines", () => {
    expect(longFiles(250)).toEqual([]);
  });

  test("are at most 15 a folder; 22 where everything else stands on them", () => {
    expect(crowdedFolders(15, 22)).toEqual([]);
  });

  test("of 15 lines or fewer have more than one importer; else they are a part of it", () => {
    expect(crumbs(15)).toEqual([]);
  });

  test("name no host that a bare machine cannot look up", () => {
    expect(linesWith(/local(?=host\b)/i, textFiles)).toEqual([]);
  });

  test("give a reason wherever they switch a lint rule off", () => {
    expect(linesWith(/eslint[-]disable(?!.* -- \S)/, codeFiles)).toEqual([]);
  });
});

describe("exports", () => {
  test("are imported by a file, each one", () => {
    expect(unusedExports()).toEqual([]);
  });

  test("are used by the product itself, never by tests alone", () => {
    expect(onlyForTests()).toEqual([]);
  });
});

describe("status names", () => {
  test("are spelled in their tables and the schema alone, but where a word means something else", () => {
    expect(strayStatuses().sort()).toEqual(only(otherMeanings));
  });
});

describe("what is written", () => {
  test("to a payout goes through the one function that checks the table of transitions", () => {
    expect(writersOf("payouts", "update", "delete")).toEqual(["lib/payouts/transition.ts"]);
  });

  test("as the status of a batch goes through the one function that checks the table of its life", () => {
    expect(batchStatusWriters()).toEqual(["lib/batches/transition.ts"]);
  });

  test("as an event is spelled once", () => {
    expect(writersOf("events", "insert", "update", "delete")).toEqual([]);
    expect(writersOf("emails", "insert")).toEqual([]);
  });
});

describe("gates", () => {
  test("make every server action, and the admin's gate every one of the admin section, but for the named exceptions", () => {
    expect(ungatedActions().sort()).toEqual(only(actionsWithoutGate));
  });

  test("are not gone around by server actions outside actions.ts", () => {
    expect(hiddenActions()).toEqual([]);
  });

  test("are asked by every page and every route of the portal itself, under admin/ for an admin", () => {
    expect(unguardedDoors()).toEqual([]);
  });

  test("hand an actor to every read and write of a domain, but for the named exceptions", () => {
    expect(functionsWithoutActor().sort()).toEqual(only(withoutActor));
  });
});

describe("class names", () => {
  test("have no values but those that tailwind.config.ts names", () => {
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

  test.each(walks())("$title: leads from file to file, no longer than its limit", (walk) => {
    expect(walk.steps.length).toBeGreaterThan(1);
    expect(faultsOf(walk)).toEqual([]);
  });
});

describe("papers and settings", () => {
  test("name only paths that exist", () => {
    expect(lostPaths()).toEqual([]);
  });

  test("link only to files and headings that exist", () => {
    expect(lostLinks()).toEqual([]);
  });

  test("are all reached from the README, link by link", () => {
    expect(unreachedPapers()).toEqual([]);
  });

  test("list no package that nothing uses", () => {
    expect(unusedPackages().filter((name) => !(name in usedWithoutImport))).toEqual([]);
  });

  test("list what the product imports as its dependency", () => {
    expect(missingPackages()).toEqual([]);
  });

  test("keep next from writing files of its own into the project", () => {
    expect(nextConfig.agentRules).toBe(false);
  });
});

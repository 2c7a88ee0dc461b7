import { readdirSync, readFileSync } from "node:fs";
import { afterEach } from "vitest";
import { Connection } from "@/db/driver/connection";
import { isOfTests } from "./client";
import { faultOf } from "./rule";

/**
 * Every statement that the product sends in a test is held to the rule for several servers, once each. Migrations are
 * not: they run once, while nothing else does.
 */
const seen = new Set<string>(migrationStatements());
const faults: string[] = [];

function migrationStatements(): string[] {
  const files = readdirSync("db/migrations").filter((name) => name.endsWith(".sql"));
  return files.flatMap((name) => readFileSync(`db/migrations/${name}`, "utf8").split("--> statement-breakpoint"));
}

const { send } = Connection.prototype;
Connection.prototype.send = function (text, ...rest) {
  if (!seen.has(text) && !isOfTests()) {
    seen.add(text);
    const fault = faultOf(text);
    if (fault !== null) faults.push(`${fault}:\n${text}`);
  }
  return send.call(this, text, ...rest);
};

afterEach(() => {
  if (faults.length > 0) throw new Error(faults.splice(0).join("\n\n"));
});

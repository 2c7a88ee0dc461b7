import { afterEach } from "vitest";
import { Connection } from "@/db/driver/connection";
import { isOfTests } from "./client";
import { faultOf } from "./rule";

/** Every statement that the product sends in a test is held to the rule for several servers, once each. */
const seen = new Set<string>();
const faults: string[] = [];

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

import { domainToASCII } from "node:url";
import { z } from "zod";
import { ingestError, type IngestError } from "@/lib/ingest-errors/table";
import type { Cell, Checked } from "./field";

/** What `z.email()` asks for, without the objects that it makes for each text. */
const address = z.regexes.email;
/** RFC 5321, 4.5.3.1.1, in octets; an address that is accepted has ASCII alone. */
const longestLocalPart = 64;
/** RFC 1035, 2.3.4. */
const longestLabel = 63;

/** One email address. */
export function readEmail(cell: Cell): Checked<string> {
  const fault = partFault(cell);
  return fault ? { fault } : { value: cell.value };
}

function partFault(cell: Cell): IngestError | undefined {
  const at = cell.value.lastIndexOf("@");
  const [local, domain] = [cell.value.slice(0, at), cell.value.slice(at + 1)];
  const isAddress = address.test(cell.value);
  const long = isAddress ? longPart(cell, local, domain.split(".")) : undefined;
  return isAddress ? long : shapeFault(cell, local, domain);
}

/** What is wrong with a text that is no address: first its shape, then the part before the @, then the domain. */
function shapeFault(cell: Cell, local: string, domain: string): IngestError {
  const { value } = cell;
  const inBrackets = addressIn(value);
  if (inBrackets !== undefined) return ingestError("email_with_name", { ...cell, write: inBrackets });
  if (value.split(/[;,\s]+/).filter((part) => part.includes("@")).length > 1) return ingestError("email_several", cell);
  if (!value.includes("@")) return ingestError("email_without_at", cell);
  if (value.indexOf("@") !== value.lastIndexOf("@")) return ingestError("email_two_ats", cell);
  if (local === "" || domain === "")
    return ingestError("email_part_missing", { ...cell, part: local === "" ? "before" : "behind" });
  return localFault(cell, local) ?? domainFault(cell, local, domain) ?? ingestError("email_invalid", cell);
}

/** The one address in a text such as “Ada <ada@example.com>” or “mailto:ada@example.com”. */
export function addressIn(text: string): string | undefined {
  const [, inside] = /^[^<>@]*<\s*([^<>\s]+)\s*>$|^$/.exec(text) ?? [];
  const found = inside ?? /^mailto:(\S+)$/i.exec(text)?.[1];
  return found !== undefined && partFault({ line: 0, column: "email", value: found }) === undefined ? found : undefined;
}

function localFault(cell: Cell, local: string): IngestError | undefined {
  const found = /[^\w'+.-]/u.exec(local);
  if (found) {
    const [character] = found;
    const details = { ...cell, character: nameOf(character), position: [...local.slice(0, found.index)].length + 1 };
    if (/\s/.test(character)) return ingestError("email_space", details);
    if (/[\u2018\u2019\u02bc\u00b4`\u2032]/.test(character)) return ingestError("email_apostrophe", details);
    return ingestError(/[^\x00-\x7f]/.test(character) ? "email_local_letter" : "email_character", details);
  }
  return /^\.|\.\.|\.$/.test(local) ? ingestError("email_dots", cell) : undefined;
}

function domainFault(cell: Cell, local: string, domain: string): IngestError | undefined {
  if (/\s/.test(domain)) return ingestError("email_domain_space", cell);
  const write = asciiAddress(local, domain);
  if (write !== undefined) return ingestError("email_domain_letters", { ...cell, write });
  const labels = domain.split(".");
  if (labels.length === 1) return ingestError("email_domain_without_dot", cell);
  if (labels.includes("")) return ingestError("email_domain_dots", cell);
  const found = /[^A-Za-z0-9.-]/u.exec(domain);
  if (found) return ingestError("email_domain_character", { ...cell, character: nameOf(found[0]) });
  if (/^[\d.]+$/.test(domain)) return ingestError("email_domain_number", cell);
  return longPart(cell, local, labels);
}

/** What an address of the right characters is too long in, or which label begins or ends with a hyphen. */
function longPart(cell: Cell, local: string, labels: readonly string[]): IngestError | undefined {
  if (local.length > longestLocalPart)
    return ingestError("email_local_long", { ...cell, length: local.length, limit: longestLocalPart });
  const long = labels.find((label) => label.length > longestLabel);
  if (long !== undefined)
    return ingestError("email_label_long", { ...cell, label: long, length: long.length, limit: longestLabel });
  const edged = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  return edged === undefined ? undefined : ingestError("email_label_hyphen", { ...cell, label: edged });
}

/** The same address with its domain in ASCII (IDNA), for a domain of other letters that can be written so. */
function asciiAddress(local: string, domain: string): string | undefined {
  if (!/[^\x00-\x7f]/.test(domain)) return undefined;
  const value = `${local}@${domainToASCII(domain)}`;
  return address.test(value) ? value : undefined;
}

/** The address that a domain of other letters stands for. */
export function withAsciiDomain(text: string): string | undefined {
  const at = text.lastIndexOf("@");
  return asciiAddress(text.slice(0, at), text.slice(at + 1));
}

const nameOf = (character: string) =>
  `${character.trim() === "" ? "a space" : `“${character}”`} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`;

import { createHash } from "node:crypto";

/** A file as it came in. */
export type BatchFile = { fileName: string; bytes: Uint8Array };

/** The key by which the same file is known again, whatever its name. */
export const fileSha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const maxNameLength = 255;

/** The name to keep and show: without folders, line breaks and the like, and never too long for its column. */
export function cleanFileName(fileName: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? "";
  const clean = base.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return [...clean].slice(0, maxNameLength).join("") || "unnamed.csv";
}


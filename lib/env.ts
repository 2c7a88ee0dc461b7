import { z } from "zod";

const SECRET_LENGTH = 32;

const port = z.coerce
  .number("must be a number")
  .int("must be a whole number")
  .min(1, "must be 1 or more")
  .max(65_535, "must be 65535 or less");
const rest = z.coerce
  .number("must be a number")
  .int("must be a whole number")
  .min(100, "must be 100 or more")
  .max(86_400_000, "must be 86400000 (one day) or less");
const secret = z
  .string("is missing")
  .min(SECRET_LENGTH, `must be at least ${SECRET_LENGTH} characters long`)
  .refine((text) => isRandom(text), "must be made at random, not written by hand");
const origin = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .refine(
    (value) => URL.canParse(value) && ["/", ""].includes(value.slice(new URL(value).origin.length)),
    "must be an origin alone, without a path, such as https://pay.example.com",
  )
  .transform((value) => new URL(value).origin);

/** What sign-in by an identity provider needs: all of them, or none. */
const oidcNames = ["AUTH_OIDC_ISSUER", "AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET"] as const;
type OidcName = (typeof oidcNames)[number];

/** Whether an address leads to this very machine, so that nobody can listen. */
function isLoopback(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  return host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

const databaseAddress = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" });

/** Every variable the product reads. `.env.example` says the same in words. */
export const environmentSchema = z
  .object({
    DATABASE_URL: databaseAddress.optional(),
    DATABASE_OWNER_URL: databaseAddress.optional(),
    DATABASE_REPLICA_URL: databaseAddress.optional(),
    DATABASE_POOLER: z.enum(["transaction"], 'must be "transaction", or not set').optional(),
    DATABASE_DIRECT_URL: databaseAddress.optional(),
    DATABASE_POOL_SIZE: z.coerce
      .number("must be a number")
      .int("must be a whole number")
      .min(3, "must be 3 or more")
      .max(200, "must be 200 or less")
      .default(10),
    PORT: port.default(3000),
    HOST: z
      .string()
      .regex(/^[\w.:-]+$/, "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0")
      .default("127.0.0.1"),
    PORTAL_URL: origin.optional(),
    TRUSTED_PROXIES: z.coerce
      .number("must be a number")
      .int("must be a whole number")
      .min(0, "must be 0 or more")
      .max(10, "must be 10 or less")
      .optional(),
    AUTH_SECRET: secret,
    LINK_KEY: secret,
    DETAILS_KEYS: z
      .string("is missing")
      .regex(
        /^[\w-]{1,32}:[A-Za-z0-9+/]{43}=(?:,[\w-]{1,32}:[A-Za-z0-9+/]{43}=)*$/,
        "must be one or more id:key pairs with commas between, each key 32 bytes in base64",
      )
      .refine((pairs) => keysIn(pairs).every(isRandom), "must have keys that are made at random, not written by hand"),
    AUTH_OIDC_ISSUER: z
      .url({ protocol: /^https?$/, error: "must be an https:// address" })
      .refine((value) => !/[?#]/.test(value), "must be an address without ? and #")
      .refine(
        (value) => value.startsWith("https:") || isLoopback(value),
        "must be an https:// address; http:// is for a provider on this very machine",
      )
      .optional(),
    AUTH_OIDC_CLIENT_ID: z.string().max(500, "must be at most 500 characters long").optional(),
    AUTH_OIDC_CLIENT_SECRET: z.string().max(2_000, "must be at most 2000 characters long").optional(),
    AUTH_OIDC_NAME: z.string().trim().max(40, "must be at most 40 characters long").default("single sign-on"),
    AUTH_OIDC_TRUST_MFA: z.enum(["1"], "must be 1, or not set").optional(),
    SANDBOX_DELAY_MS: z.coerce
      .number("must be a number")
      .int("must be a whole number")
      .min(0, "must be 0 or more")
      .max(86_400_000, "must be 86400000 (one day) or less")
      .default(5_000),
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be an smtp:// or smtps:// address" }).optional(),
    MAIL_FROM: z
      .string()
      .regex(
        /^[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/,
        "must be an address, alone or as Name <name@example.com>",
      )
      .default("Meridian <payouts@meridian.example>"),
    IMPORT_DIR: z
      .string()
      .regex(/^(?:\/|[A-Za-z]:[\\/])/, "must be the absolute path of a folder")
      .optional(),
    INGEST_CHUNK_ROWS: z.coerce
      .number("must be a number")
      .int("must be a whole number")
      .min(1, "must be 1 or more")
      .max(5_000, "must be 5000 or less")
      .default(5_000),
    IMPORT_SETTLE_MS: rest.default(10_000),
    IMPORT_OPEN_END_MS: rest.default(60_000),
  })
  .refine(poolHoldsLock, { path: ["DATABASE_POOL_SIZE"], error: "must be 4 or more when IMPORT_DIR is set" })
  .refine((set) => set.DATABASE_DIRECT_URL === undefined || set.DATABASE_POOLER !== undefined, {
    path: ["DATABASE_DIRECT_URL"],
    error: "is for a DATABASE_URL that leads to a connection pooler; set DATABASE_POOLER=transaction too",
  })
  .refine((set) => set.DATABASE_OWNER_URL === undefined || set.DATABASE_URL !== undefined, {
    path: ["DATABASE_OWNER_URL"],
    error: "is for the database of DATABASE_URL; set that too",
  })
  .refine((set) => set.IMPORT_OPEN_END_MS >= set.IMPORT_SETTLE_MS, {
    path: ["IMPORT_OPEN_END_MS"],
    error: "must be IMPORT_SETTLE_MS or more",
  })
  .check(({ value, issues }) => {
    const isSet = (name: OidcName) => value[name] !== undefined;
    if (!oidcNames.some(isSet) && value.AUTH_OIDC_TRUST_MFA === undefined) return;
    const message = `is missing; sign-in by an identity provider needs ${oidcNames.join(", ")}, or none of them`;
    for (const name of oidcNames.filter((one) => !isSet(one)))
      issues.push({ code: "custom", input: value, path: [name], message });
  })
  .check(({ value, issues }) => {
    const { AUTH_SECRET, LINK_KEY, DETAILS_KEYS } = value;
    const pairs: [name: string, secret: string][] = [
      ["AUTH_SECRET", AUTH_SECRET],
      ["LINK_KEY", LINK_KEY],
      ...keysIn(DETAILS_KEYS).map((key): [string, string] => ["DETAILS_KEYS", key]),
    ];
    for (const [index, [name, secret]] of pairs.entries()) {
      const same = pairs.slice(0, index).find(([, earlier]) => earlier === secret);
      if (same) issues.push({ code: "custom", input: value, path: [name], message: sameWords(name, same[0]) });
    }
  });

const sameWords = (name: string, other: string) =>
  name === other ? "must not have the same key twice" : `must be another secret than ${other}`;

/** The keys of DETAILS_KEYS, in base64. */
const keysIn = (pairs: string): string[] => pairs.split(",").map((pair) => pair.slice(pair.indexOf(":") + 1));

const leastDifferent = 8;
const placeholder =
  /change.?(?:me|this)|replace.?(?:me|this)|your.{0,12}(?:secret|key)|placeholder|(?:secret|key).?here|openssl|\$\(|0123456789/i;

/**
 * Whether a secret may be a random one. Thirty-two random characters, hexadecimal ones too, have eight different ones
 * among them but for one case in many millions; what people write in their place often does not, or says what to do.
 */
function isRandom(secret: string): boolean {
  return new Set(secret).size >= leastDifferent && !placeholder.test(secret);
}

/**
 * Two batches at once may each hold a connection to their end and read over a third; work in a watched folder
 * locks it over one more.
 */
function poolHoldsLock({
  IMPORT_DIR,
  DATABASE_POOL_SIZE,
}: {
  IMPORT_DIR?: string;
  DATABASE_POOL_SIZE: number;
}): boolean {
  return IMPORT_DIR === undefined || DATABASE_POOL_SIZE > 3;
}

type Environment = Omit<z.output<typeof environmentSchema>, "PORTAL_URL" | "TRUSTED_PROXIES"> & {
  PORTAL_URL: string;
  TRUSTED_PROXIES: number;
};

/** A setting is missing or malformed; the message names each such variable and never repeats its value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

let latest: { written: string; settings: Environment } | undefined;

/**
 * The checked settings, read from the process environment at each call so that they follow it; checked anew only when
 * one of them has changed, because every request asks a few times.
 * @throws EnvironmentError with one sentence for each variable that is missing or malformed.
 */
export function env(): Environment {
  const names = ["NODE_ENV", ...Object.keys(environmentSchema.shape)];
  const written = names.map((name) => process.env[name] ?? "").join("\0");
  if (latest?.written !== written) latest = { written, settings: checked() };
  return latest.settings;
}

function checked(): Environment {
  const written = withoutEmpty(process.env);
  const result = environmentSchema.safeParse(written);
  const faults = result.success ? [] : sentences(result.error);
  if (written.NODE_ENV === "production" && !written.DATABASE_URL) faults.unshift(noDemoDatabase);
  if (!result.success || faults.length > 0) throw new EnvironmentError(faults.join("\n"));
  // A wildcard is an address to listen on, not one to visit.
  const visible = ["0.0.0.0", "::"].includes(result.data.HOST) ? "127.0.0.1" : result.data.HOST;
  const host = visible.includes(":") ? `[${visible}]` : visible;
  const PORTAL_URL = result.data.PORTAL_URL ?? `http://${host}:${result.data.PORT}`;
  // The portal itself speaks plain HTTP, so that an address with TLS means that a proxy stands in front.
  const TRUSTED_PROXIES = result.data.TRUSTED_PROXIES ?? (PORTAL_URL.startsWith("https:") ? 1 : 0);
  return { ...result.data, PORTAL_URL, TRUSTED_PROXIES };
}

const noDemoDatabase =
  "DATABASE_URL is missing. With NODE_ENV=production the portal uses a database of yours, and never the embedded one with the demo. See .env.example.";

/** `NAME=` in a file means "not set". */
function withoutEmpty(source: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  );
}

function sentences(error: z.ZodError): string[] {
  return error.issues.map(({ path, message, ...issue }) => {
    const missing = issue.code === "invalid_type" && !withoutEmpty(process.env)[String(path[0])];
    return `${String(path[0])} ${missing ? "is missing" : message}. See .env.example.`;
  });
}

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
const secret = z.string("is missing").min(SECRET_LENGTH, `must be at least ${SECRET_LENGTH} characters long`);
const origin = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })
  .refine(
    (value) => URL.canParse(value) && ["/", ""].includes(value.slice(new URL(value).origin.length)),
    "must be an origin alone, without a path, such as https://pay.example.com",
  )
  .transform((value) => new URL(value).origin);

/** Every variable the product reads. `.env.example` says the same in words. */
export const environmentSchema = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }).optional(),
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
    AUTH_SECRET: secret,
    LINK_KEY: secret,
    DETAILS_KEYS: z
      .string("is missing")
      .regex(
        /^[\w-]{1,32}:[A-Za-z0-9+/]{43}=(?:,[\w-]{1,32}:[A-Za-z0-9+/]{43}=)*$/,
        "must be one or more id:key pairs with commas between, each key 32 bytes in base64",
      ),
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
  .refine((set) => set.IMPORT_OPEN_END_MS >= set.IMPORT_SETTLE_MS, {
    path: ["IMPORT_OPEN_END_MS"],
    error: "must be IMPORT_SETTLE_MS or more",
  });

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

type Environment = Omit<z.output<typeof environmentSchema>, "PORTAL_URL"> & { PORTAL_URL: string };

/** A setting is missing or malformed; the message names each such variable and never repeats its value. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/**
 * The checked settings, read from the process environment at each call so that they follow it.
 * @throws EnvironmentError with one sentence for each variable that is missing or malformed.
 */
export function env(): Environment {
  const result = environmentSchema.safeParse(withoutEmpty(process.env));
  if (!result.success) throw new EnvironmentError(sentences(result.error).join("\n"));
  // A wildcard is an address to listen on, not one to visit.
  const visible = ["0.0.0.0", "::"].includes(result.data.HOST) ? "127.0.0.1" : result.data.HOST;
  const host = visible.includes(":") ? `[${visible}]` : visible;
  return { ...result.data, PORTAL_URL: result.data.PORTAL_URL ?? `http://${host}:${result.data.PORT}` };
}

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

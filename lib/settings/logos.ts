import { createHash } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { db, transaction, type Executor } from "@/db/client";
import { logos } from "@/db/schema/logos";
import { organizations } from "@/db/schema/organizations";
import { assertAdmin, type Actor } from "@/lib/actor";
import { DomainError } from "@/lib/errors";
import { databaseNow } from "@/lib/time";
import type { LogoImage } from "./logo-image";
import { recordChange } from "./change-event";

/** A logo as pages and emails show it. `path` begins with a slash; the size is that on screen, in pixels. */
export type Logo = { path: string; width: number; height: number };

/** What a statement selects about the logo of the organization it joins `logos` to, by `ofOrganization`. */
export const logoColumns = { hash: logos.hash, width: logos.width, height: logos.height };
export const ofOrganization = and(eq(logos.organizationId, organizations.id), eq(logos.hash, organizations.logoHash));

/** The row that such a statement found, as pages and emails show it. */
export const logoOf = (
  organizationId: string,
  row: { hash: string; width: number; height: number } | null,
): Logo | null =>
  row && {
    path: `/logos/${organizationId}/${row.hash}`,
    width: Math.ceil(row.width / 2),
    height: Math.ceil(row.height / 2),
  };

/** The logo of an organization that has been read without it; its own statement names that organization. */
export async function logoOfOrganization({
  id,
  logoHash,
}: Pick<typeof organizations.$inferSelect, "id" | "logoHash">): Promise<Logo | null> {
  if (logoHash === null) return null;
  const [found] = await db
    .select(logoColumns)
    .from(logos)
    .where(and(eq(logos.organizationId, id), eq(logos.hash, logoHash)));
  return logoOf(id, found ?? null);
}

/** The logo of the actor's organization, and the hash that a form sends to say which one it saw. */
export async function organizationLogo(actor: Actor): Promise<{ logo: Logo | null; hash: string }> {
  const [found] = await db
    .select(logoColumns)
    .from(organizations)
    .innerJoin(logos, ofOrganization)
    .where(eq(organizations.id, actor.organizationId));
  return { logo: logoOf(actor.organizationId, found ?? null), hash: found?.hash ?? "" };
}

const hashForm = /^[0-9a-f]{64}$/;
const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The PNG file behind an address. It takes no actor: mail programs ask for it. Its hash cannot be guessed, and only what
 * an organization has shown to its recipients is found. Null for anything else.
 */
export async function logoFile(organizationId: string, hash: string): Promise<Buffer | null> {
  if (!idForm.test(organizationId) || !hashForm.test(hash)) return null;
  const [found] = await db
    .select({ png: logos.png })
    .from(logos)
    .where(and(eq(logos.organizationId, organizationId), eq(logos.hash, hash)));
  return found?.png ?? null;
}

/**
 * Shows another logo from now on, or none, and records it; nothing where it is so already. The former one stays where
 * emails find it.
 * @param seen the hash of the logo that the admin saw; empty for none
 * @throws DomainError `forbidden` for all but admins, `conflict` when somebody else changed it in between
 */
export async function changeLogo(actor: Actor, image: LogoImage | null, seen: string): Promise<boolean> {
  assertAdmin(actor);
  const hash = image && createHash("sha256").update(image.png).digest("hex");
  return transaction(async (tx) => {
    const before = await shownHash(actor, tx);
    if (before === hash) return false;
    if (image && hash) await keep(tx, actor, hash, image);
    const [changed] = await tx
      .update(organizations)
      .set({ logoHash: hash })
      .where(
        and(
          eq(organizations.id, actor.organizationId),
          sql`${organizations.logoHash} is not distinct from ${seen === "" ? null : seen}`,
        ),
      )
      .returning({ id: organizations.id });
    if (!changed) {
      if ((await shownHash(actor, tx)) === hash) return false;
      throw new DomainError(
        "conflict",
        "Nothing was changed: somebody else has changed the logo meanwhile. It is shown as it is now.",
      );
    }
    await recordChange(tx, actor, [["logo", shortHash(seen), shortHash(hash ?? "")]]);
    return true;
  });
}

/** Enough to tell logos apart in the audit log. */
const shortHash = (hash: string) => hash.slice(0, 12);

async function shownHash(actor: Actor, executor: Executor): Promise<string | null> {
  const [found] = await executor
    .select({ hash: organizations.logoHash })
    .from(organizations)
    .where(eq(organizations.id, actor.organizationId));
  return found!.hash;
}

const keep = async (executor: Executor, actor: Actor, hash: string, { png, width, height }: LogoImage) =>
  executor
    .insert(logos)
    .values({
      ...{ organizationId: actor.organizationId, hash, png, width, height },
      createdAt: await databaseNow(executor),
    })
    .onConflictDoNothing();

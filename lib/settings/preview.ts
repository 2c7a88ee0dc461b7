import { assertAdmin, type Actor } from "@/lib/actor";
import { readableSettings } from "./form";
import { organizationLogo, type Logo } from "./logos";
import { organizationSettings } from "./queries";
import { settingTable, type Settings } from "./table";

/** The settings that a form asks to see before they are saved. `unread`: labels of those shown as they are saved. */
export type Previewed = { settings: Settings; logo: Logo | null; unread: string[] };

/**
 * Reads what a form of settings holds, for a preview; what cannot be read counts as it is saved. Changes nothing.
 * @throws DomainError `forbidden` for all but admins
 */
export async function previewedSettings(actor: Actor, sent: Record<string, unknown>): Promise<Previewed> {
  assertAdmin(actor);
  const [saved, { logo }] = await Promise.all([organizationSettings(actor), organizationLogo(actor)]);
  const { settings, unread } = readableSettings(sent, saved);
  return { settings, logo, unread: unread.map((name) => settingTable[name].label) };
}

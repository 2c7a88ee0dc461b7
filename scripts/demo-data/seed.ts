import type { Role } from "@/lib/actor";
import { seedOrganization } from "./organization";
import { demoProfiles, type Profile } from "./profiles";

type SignIn = { role: Role; email: string; password: string; organization: string };

export const DEFAULT_SEED = 20_261_123;

/** Who can look around in the demo: its admin, its viewer, and the admin of the second organization. */
export const demoSignIns: SignIn[] = demoProfiles.flatMap(signInsOf);

function signInsOf({ name, staff }: Profile): SignIn[] {
  return staff.flatMap(({ role, email, password }) =>
    password === undefined ? [] : [{ role, email, password, organization: name }],
  );
}

/**
 * Makes the demo organizations, relative to now; what is there already stays untouched.
 * @param options.seed the number everything is drawn from: the same number, the same records
 * @param options.say told one sentence for each organization
 */
export async function seedDemo(options: { seed?: number; say?: (sentence: string) => void } = {}): Promise<void> {
  const { seed = DEFAULT_SEED, say = () => {} } = options;
  for (const profile of demoProfiles) {
    const startedAt = performance.now();
    const { outcome, payouts: made } = await seedOrganization(profile, seed);
    const seconds = (performance.now() - startedAt) / 1_000;
    say(
      outcome === "created"
        ? `${profile.name}: ${made.toLocaleString("en-US")} payouts created in ${seconds.toFixed(1)} s (${Math.round(made / seconds).toLocaleString("en-US")} a second).`
        : `${profile.name} ${outcome}; nothing was created.`,
    );
  }
}

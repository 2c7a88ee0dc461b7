import { accountRoutes } from "./account-expectations";
import { linkRoutes } from "./link-expectations";
import { settingsRoutes } from "./settings-expectations";
import { everyone, staff, type PerRole, type RouteAnswer, type RouteExpectation } from "./answers";

const admins: PerRole<RouteAnswer> = { ...staff, viewer: "forbidden" };
/** A record of one organization: for an admin of another one it does not exist. */
const own = (page: PerRole<RouteAnswer>): PerRole<RouteAnswer> => ({ ...page, otherAdmin: "not-found" });
/** What a page asks for again and again: its answers are for scripts. */
const polled: PerRole<RouteAnswer> = { ...staff, signedOut: "signed-out", settingUp: "signed-out" };

/** Every page and route handler of the build. The matrix fails when one is missing here, or exists only here. */
export const routes: Record<string, RouteExpectation> = {
  "/": { address: () => "/", answers: staff },
  "/sign-in": {
    address: () => "/sign-in",
    answers: { ...everyone<RouteAnswer>("home"), signedOut: "shown", settingUp: "shown" },
  },
  ...accountRoutes,
  ...linkRoutes,
  "/changes": { address: () => "/changes", answers: polled },
  "/payouts": { address: () => "/payouts?changed=last-30d", answers: staff },
  "/payouts/[id]": { address: ({ payout }) => `/payouts/${payout.id}`, answers: own(staff) },
  "/payouts/[id]/recipient": { address: ({ payout }) => `/payouts/${payout.id}/recipient`, answers: own(staff) },
  "/payouts/export": { address: () => "/payouts/export?changed=last-30d", answers: staff },
  "/payouts/search": {
    address: ({ payout }) => `/payouts/search?q=${payout.id}`,
    answers: polled,
  },
  "/runs": { address: () => "/runs", answers: staff },
  "/runs/[id]": { address: ({ running }) => `/runs/${running}`, answers: own(staff) },
  "/runs/[id]/progress": { address: ({ running }) => `/runs/${running}/progress`, answers: own(polled) },
  "/runs/[id]/results": { address: ({ running }) => `/runs/${running}/results`, answers: own(staff) },
  "/mentions": { address: () => "/mentions", answers: staff },
  "/payouts/columns": { address: () => "/payouts/columns?list=%3Fgroup%3Dfailed", answers: staff },
  "/payouts/views": { address: () => "/payouts/views", answers: staff },
  "/payouts/views/new": { address: () => "/payouts/views/new?list=%3Fgroup%3Dfailed", answers: staff },
  "/payouts/views/[id]": { address: ({ view }) => `/payouts/views/${view.id}`, answers: own(staff) },
  "/payouts/views/counts": {
    address: () => "/payouts/views/counts",
    answers: polled,
  },
  "/batches": { address: () => "/batches", answers: staff },
  "/batches/export": { address: () => "/batches/export?errors=last-7d", answers: staff },
  "/batches/[id]": { address: ({ batch }) => `/batches/${batch.id}`, answers: own(staff) },
  "/batches/[id]/columns": { address: ({ batch }) => `/batches/${batch.id}/columns`, answers: own(admins) },
  "/batches/[id]/progress": { address: ({ batch }) => `/batches/${batch.id}/progress`, answers: own(polled) },
  "/batches/[id]/refused": { address: ({ batch }) => `/batches/${batch.id}/refused`, answers: own(staff) },
  // The answers to a POST, by role and origin, are tested in batch-upload.spec.ts.
  "/batches/upload": { address: () => "/batches/upload", answers: everyone("no-get"), alsoTakes: ["POST"] },
  "/batches/by-hand": { address: () => "/batches/by-hand", answers: admins },
  "/batches/new": { address: () => "/batches/new", answers: admins },
  "/batches/new/example": { address: () => "/batches/new/example", answers: staff },
  "/batches/new/reference": { address: () => "/batches/new/reference", answers: staff },
  "/batches/new/template": { address: () => "/batches/new/template", answers: staff },
  "/admin/users": { address: () => "/admin/users", answers: admins },
  "/admin/users/export": { address: () => "/admin/users/export", answers: admins },
  "/admin/audit-log": { address: () => "/admin/audit-log", answers: admins },
  "/admin/audit-log/export": { address: () => "/admin/audit-log/export?when=last-30d", answers: admins },
  "/admin/emails": { address: () => "/admin/emails", answers: admins },
  "/admin/emails/export": { address: () => "/admin/emails/export?queued=last-30d", answers: admins },
  "/admin/mappings": { address: () => "/admin/mappings", answers: admins },
  "/admin/mappings/[id]": { address: ({ mappingId }) => `/admin/mappings/${mappingId}`, answers: own(admins) },
  "/admin/erasure": { address: () => "/admin/erasure?email=nobody%40example.com", answers: admins },
  "/admin/settings": { address: () => "/admin/settings", answers: admins },
  ...settingsRoutes,
  "/admin/emails/[id]": { address: ({ email }) => `/admin/emails/${email.id}`, answers: own(admins) },
  // The recipient's page: anyone with the link sees it, signed in or not.
  "/redeem/[token]": { address: ({ token }) => `/redeem/${token}`, answers: everyone("shown") },
  // The same for the link that stops a digest.
  "/digests/stop/[token]": { address: ({ stopLink }) => `/digests/stop/${stopLink}`, answers: everyone("shown") },
  "/digests/stopped": { address: () => "/digests/stopped", answers: everyone("shown") },
  // The reports that providers post there are tested in payments.spec.ts.
  "/api/providers/[provider]/reports": {
    address: () => "/api/providers/sandbox/reports",
    answers: everyone("no-get"),
    alsoTakes: ["POST"],
  },
  // For monitoring; its content is tested in health.spec.ts.
  "/api/health": { address: () => "/api/health", answers: everyone("shown") },
  "/icon.svg": { address: () => "/icon.svg", answers: everyone("shown") },
  "/_not-found": { address: () => "/no-such-page", answers: everyone("not-found") },
  // The framework's own page for when nothing else can be shown.
  "/_global-error": { address: () => "/_global-error", answers: everyone("fault") },
};

const notPages = [
  "export",
  "example",
  "template",
  "reference",
  "upload",
  "progress",
  "counts",
  "refused",
  "results",
  "changes",
  "search",
  "oidc",
  "callback",
  "letter",
];

/** Whether a route shows a page; the others answer with a file, with data, or with the framework's own page. */
export const isPage = (route: string): boolean =>
  !/^\/(api|icon|logos|_global)/.test(route) && !notPages.includes(route.split("/").at(-1)!);

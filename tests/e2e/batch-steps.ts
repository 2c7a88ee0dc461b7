import { expect, type Page } from "@playwright/test";
import { ready } from "./portal";

export type FileToSend = string | { name: string; mimeType: string; buffer: Buffer };

export const csv = (name: string, text: string): FileToSend => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(text),
});

export const choose = (page: Page, file: FileToSend) => page.getByLabel("Choose a batch file").setInputFiles(file);

/** Opens the upload page and chooses a file. */
export async function send(page: Page, file: FileToSend): Promise<void> {
  await page.goto("/batches/new");
  await ready(page);
  await choose(page, file);
}

/** Uploads a file and waits until it was checked. */
export async function uploadForReview(page: Page, file: FileToSend): Promise<void> {
  await send(page, file);
  await expect(page).toHaveURL(/\/batches\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Ready for review")).toBeVisible({ timeout: 30_000 });
}

/** Uploads a file with other columns than ours; who sends it is led to the page that asks what they are. */
export async function sendToBeAsked(page: Page, file: FileToSend): Promise<void> {
  await send(page, file);
  await expect(page.getByRole("heading", { name: "What the columns are" })).toBeVisible({ timeout: 30_000 });
  await ready(page);
}

/** Approves the review and waits until the payouts exist. */
export async function create(page: Page, payouts: string): Promise<void> {
  await page.getByRole("button", { name: `Create ${payouts}` }).click();
  await expect(page.getByRole("link", { name: `See its ${payouts}` })).toBeVisible({ timeout: 30_000 });
}

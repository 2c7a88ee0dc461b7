import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuthFrame } from "@/app/(auth)/_ui/auth-frame";
import { isSetUpOpen } from "@/lib/account/set-up";
import { shortestPassword } from "@/lib/users/password-rules";
import { SetUpForm } from "./set-up-form";

export const metadata: Metadata = { title: "Set up Meridian", robots: { index: false, follow: false } };

/** Where the first organization and its admin are made, on an empty database; afterwards there is no such page. */
export default async function SetUpPage({ params }: PageProps<"/set-up/[token]">) {
  const { token } = await params;
  if (!(await isSetUpOpen(token))) notFound();
  return (
    <AuthFrame heading="Set up Meridian" below="The link that led you here can be used once, within an hour.">
      <p className="text-muted">
        Make your organization and yourself as its first admin. You invite the others afterwards, under
        Admin&nbsp;›&nbsp;Users.
      </p>
      <SetUpForm token={token} shortest={shortestPassword.alone} zones={zones} />
    </AuthFrame>
  );
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => (
  <option key={zone}>{zone}</option>
));

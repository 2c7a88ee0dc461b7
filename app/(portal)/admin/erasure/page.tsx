import type { Metadata, Route } from "next";
import { z } from "zod";
import { Button } from "@/app/_ui/button";
import { Card } from "@/app/_ui/card";
import { Field, Input } from "@/app/_ui/field";
import { PageHeader } from "@/app/_ui/page-header";
import { Following } from "@/app/(portal)/_following/following";
import { InvalidFilter } from "@/app/(portal)/_ui/invalid-filter";
import { latestEventId } from "@/lib/audit/queries";
import { recipientAddress } from "@/lib/erasure/person";
import { listErasures, previewErasure } from "@/lib/erasure/queries";
import { parseParams } from "@/lib/lists/params";
import { currentMoment } from "@/lib/moment";
import { requireAdmin } from "@/lib/web/auth";
import { ErasureList } from "./_ui/erasure-list";
import { Preview } from "./_ui/preview";

export const metadata: Metadata = { title: "Erasure" };

const asked = z.object({ email: recipientAddress.optional() });

export default async function ErasurePage({ searchParams }: PageProps<"/admin/erasure">) {
  const actor = await requireAdmin();
  const params = parseParams(asked, await searchParams);
  const [at, since] = await Promise.all([currentMoment(actor), latestEventId(actor)]);
  const address = params.ok ? params.value.email : undefined;
  const [found, erasures] = await Promise.all([address ? previewErasure(actor, address) : null, listErasures(actor)]);
  return (
    <>
      <Following since={since} />
      <PageHeader
        title="Erasure"
        description="Takes a recipient’s name, address and everything written about them out of payouts, emails, refused rows, notes, files and the audit log. Amounts, dates and counts stay."
      />
      {params.ok ? null : <InvalidFilter problems={params.problems} clear={"/admin/erasure" as Route} />}
      <Card>
        <form method="get" action="/admin/erasure" className="flex flex-wrap items-end gap-3 px-4 py-4">
          <Field id="erasure-email" label="Recipient’s email address">
            {(aria) => (
              <Input
                {...aria}
                name="email"
                type="email"
                required
                maxLength={254}
                autoComplete="off"
                defaultValue={address}
              />
            )}
          </Field>
          <Button type="submit">Look</Button>
        </form>
      </Card>
      {found && address && <Preview address={address} found={found} />}
      <ErasureList erasures={erasures} at={at} />
    </>
  );
}

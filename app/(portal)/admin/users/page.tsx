import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { Table, Th } from "@/app/_ui/table";
import { requireAdmin } from "@/lib/web/auth";
import { oidcName } from "@/lib/web/sign-in/oidc/provider";
import { currentMoment } from "@/lib/moment";
import { listUsers } from "@/lib/users/queries";
import { ExportLink } from "@/app/(portal)/_export/export-link";
import { InviteUser } from "./_ui/invite-user";
import { UserRow } from "./_ui/user-row";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  const actor = await requireAdmin();
  const [users, at] = await Promise.all([listUsers(actor), currentMoment(actor)]);
  // Users stay linked to a provider that is no longer set.
  const provider = oidcName() ?? "an identity provider";
  const active = users.filter(({ state }) => state === "active").length;
  return (
    <>
      <PageHeader
        title="Users"
        description={`${active} of ${users.length} can sign in to ${actor.organizationName}. Admins can change payouts and see this section; viewers see everything else and cannot change anything.`}
        actions={
          <>
            <ExportLink href="/admin/users/export" count={users.length} one="user" />
            <InviteUser />
          </>
        }
      />
      <Card>
        <Table
          caption={`Users of ${actor.organizationName}`}
          headFrom="tablet"
          head={
            <>
              <Th>Name</Th>
              <Th from="tablet" className="w-24">
                Role
              </Th>
              <Th from="tablet" className="w-32">
                Access
              </Th>
              <Th from="desktop" className="w-36">
                Last sign-in
              </Th>
              <Th from="tablet" className="w-60 @4xl:w-92">
                <span className="sr-only">Actions</span>
              </Th>
            </>
          }
        >
          {users.map((user) => (
            <UserRow key={user.id} user={user} provider={provider} at={at} isSelf={user.id === actor.userId} />
          ))}
        </Table>
      </Card>
    </>
  );
}

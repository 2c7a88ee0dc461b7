import type { Metadata } from "next";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { Table, Th } from "@/app/_ui/table";
import { requireAdmin } from "@/lib/web/auth";
import { currentMoment } from "@/lib/moment";
import { listUsers } from "@/lib/users/queries";
import { AddUser } from "./_ui/add-user";
import { UserRow } from "./_ui/user-row";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  const actor = await requireAdmin();
  const [users, at] = await Promise.all([listUsers(actor), currentMoment(actor)]);
  const active = users.filter((user) => user.active).length;
  return (
    <>
      <PageHeader
        title="Users"
        description={`${active} of ${users.length} can sign in to ${actor.organizationName}. Admins can change payouts and see this section; viewers see everything else and cannot change anything.`}
        actions={<AddUser />}
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
            <UserRow key={user.id} user={user} at={at} isSelf={user.id === actor.userId} />
          ))}
        </Table>
      </Card>
    </>
  );
}

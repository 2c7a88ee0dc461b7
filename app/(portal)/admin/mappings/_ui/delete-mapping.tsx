import { ConfirmButton, Fact } from "@/app/(portal)/_ui/confirm-dialog";
import { remove } from "@/app/(portal)/admin/mappings/actions";

/** Forgets a mapping, after a question. */
export const DeleteMapping = ({ id, name }: { id: string; name: string }) => (
  <ConfirmButton
    label={`Delete: ${name}`}
    action={remove}
    values={{ mappingId: id }}
    title="Delete this mapping?"
    consequences={
      <>
        Later files with these columns are read as if <Fact>{name}</Fact> had never been there: a file of a known system
        is read as such, and you are asked about any other. The import command and the watched folder refuse what you
        would be asked about. What this mapping has read stays as it is.
      </>
    }
    keep="Keep mapping"
    submit="Delete mapping"
    pendingLabel="Deleting…"
    kind="danger"
  >
    Delete
  </ConfirmButton>
);

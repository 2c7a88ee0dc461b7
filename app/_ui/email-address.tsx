/** An address that, where it does not fit in one line, goes on in the next one after its @. */
export function EmailAddress({ children }: { children: string }) {
  const at = children.lastIndexOf("@") + 1;
  return (
    <>
      {children.slice(0, at)}
      <wbr />
      {children.slice(at)}
    </>
  );
}

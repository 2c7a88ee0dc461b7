/** An email address that breaks after its @ where it does not fit on one line. */
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

/** The origin that a person means by what they type or paste: a host, or any address of the site. Null where it is none that can have the API. */
export function originOf(typed: string): string | null {
  const trimmed = typed.trim();
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (trimmed === '' || !URL.canParse(address)) return null;
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

/**
 * The given link if it is http or https, else `null`: a `javascript:` link in an activity's data must never be a link
 * on the page.
 */
export function safeUrl(link: unknown, pageAddress: string): string | null {
  if (typeof link !== 'string') return null;
  const given = link.trim();
  if (given === '') return null;
  try {
    const { protocol } = new URL(given, pageAddress);
    return protocol === 'http:' || protocol === 'https:' ? given : null;
  } catch {
    return null;
  }
}

/** `login_url` with `{return}` replaced by the address to come back to. */
export function loginUrl(template: unknown, pageAddress: string): string | null {
  if (typeof template !== 'string') return null;
  // Split and join: replaceAll would interpret `$&` in the address as a pattern, and older web views lack it.
  return safeUrl(template.split('{return}').join(encodeURIComponent(pageAddress)), pageAddress);
}

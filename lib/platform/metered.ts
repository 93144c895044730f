/** What the Network Information API says of it, where there is one: Chromium, and Firefox on Android. https://wicg.github.io/netinfo/ */
interface NetworkInformation extends EventTarget {
  readonly type?: string;
  /** The person has told the system or the browser to spare data. */
  readonly saveData?: boolean;
}

/**
 * Whether the browser says that bytes cost money on this connection; never, where it says nothing.
 *
 * @param changed told when the answer may be another
 */
export function watchMetered(changed: () => void, { connection }: { connection?: NetworkInformation } = navigator as never): () => boolean {
  // The name of Firefox, and that of the draft and Chromium.
  for (const event of ['typechange', 'change']) connection?.addEventListener(event, changed);
  return () => connection !== undefined && (connection.type === 'cellular' || connection.saveData === true);
}

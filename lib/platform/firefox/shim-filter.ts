import type { HeldBack } from './held-back';
import { insertion, PREFIX } from './with-shim';

/** As much of `webRequest.StreamFilter` as is used. */
export interface StreamFilter {
  ondata: ((event: { data: ArrayBuffer }) => void) | null;
  onstop: (() => void) | null;
  onerror: (() => void) | null;
  write(data: ArrayBuffer | Uint8Array): void;
  close(): void;
}

function joined(chunks: Uint8Array[], limit: number): Uint8Array {
  const size = Math.min(
    limit,
    chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
  );
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, size - offset), offset);
    offset += Math.min(chunk.byteLength, size - offset);
    if (offset === size) break;
  }
  return bytes;
}

/**
 * Passes one script through, with the shim in front where it mentions the API. Holds it back until that is decided, or there is too much to hold.
 * @param site whose worker it is
 */
export function filterScript(filter: StreamFilter, shim: Promise<string>, site: string, heldBack: HeldBack): void {
  let held: Uint8Array[] = [];
  let size = 0;
  let decided: Promise<void> | null = null;
  let passing = false;

  const passOn = (): void => {
    for (const chunk of held) filter.write(chunk);
    held = [];
    passing = true;
  };
  const script = heldBack.begin(site, passOn);

  const decide = async (): Promise<void> => {
    // A shim that cannot be loaded leaves scripts as they are.
    const text = await shim.catch(() => null);
    script.end();
    const inserted = passing || text === null ? null : insertion(joined(held, PREFIX), text);
    if (inserted) {
      const whole = joined(held, Infinity);
      held = [whole.subarray(0, inserted.at), new TextEncoder().encode(inserted.text), whole.subarray(inserted.at)];
    }
    passOn();
  };

  filter.ondata = ({ data }) => {
    if (passing) return filter.write(data);
    held.push(new Uint8Array(data));
    size += data.byteLength;
    script.add(data.byteLength);
    if (size >= PREFIX) decided ??= decide();
  };
  filter.onstop = () => {
    decided ??= decide();
    void decided.then(() => filter.close());
  };
  // A redirected sub-script ends its first filter with "Channel redirected"; the one that follows has a filter of its own.
  filter.onerror = () => {
    script.end();
    held = [];
  };
}

/** To the browser the frame in which we bring an event is a window of the site. To the site's worker it must not be one. */

import { replaceMethod } from '../spec/web-idl';

interface ClientsPrototype {
  matchAll(options?: ClientQueryOptions): Promise<readonly Client[]>;
}

const isNested = (source: ExtendableMessageEvent['source']): source is WindowClient => (source as Partial<WindowClient> | null)?.frameType === 'nested';

/**
 * @returns leaves the frame that sent a message out of what `clients.matchAll()` finds, for as long as the worker runs. A tab that was opened for want
 * of a frame is a window like any other.
 */
export function hideFrames(prototype: ClientsPrototype): (source: ExtendableMessageEvent['source']) => void {
  const hidden = new Set<string>();
  const { matchAll: native } = prototype;
  const { matchAll } = {
    async matchAll(this: ClientsPrototype, ...args: [ClientQueryOptions?]): Promise<readonly Client[]> {
      const found = await Reflect.apply(native, this, args);
      return hidden.size === 0 ? found : Object.freeze(found.filter(({ id }) => !hidden.has(id)));
    },
  };
  replaceMethod(prototype, 'matchAll', matchAll);
  return (source) => {
    if (isNested(source)) hidden.add(source.id);
  };
}

/** To the browser the frame in which we bring an event is a window of the site. To the site's worker it must not be one. */

interface ClientsPrototype {
  matchAll(options?: ClientQueryOptions): Promise<readonly Client[]>;
}

/** @returns leaves the client with this id out of what `clients.matchAll()` finds, for as long as the worker runs */
export function hideFrames(prototype: ClientsPrototype): (id: string) => void {
  const hidden = new Set<string>();
  const { matchAll: native } = prototype;
  const { matchAll } = {
    async matchAll(this: ClientsPrototype, ...args: [ClientQueryOptions?]): Promise<readonly Client[]> {
      const found = await Reflect.apply(native, this, args);
      return hidden.size === 0 ? found : Object.freeze(found.filter(({ id }) => !hidden.has(id)));
    },
  };
  Object.defineProperty(prototype, 'matchAll', { ...Object.getOwnPropertyDescriptor(prototype, 'matchAll'), value: matchAll });
  return (id) => hidden.add(id);
}

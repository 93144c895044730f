import { TypeError } from '../intrinsics';

/** https://tc39.es/ecma262/#sec-object-type; `document.all` is none here. */
export const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** https://tc39.es/ecma262/#sec-getmethod for `Symbol.iterator` */
export const iteratorMethodOf = (value: object, context: string): (() => Iterator<unknown>) | undefined => {
  const method = (value as Partial<Iterable<unknown>>)[Symbol.iterator] ?? undefined;
  if (method !== undefined && typeof method !== 'function') throw new TypeError(`${context}: @@iterator is not callable.`);
  return method;
};

/** https://webidl.spec.whatwg.org/#create-sequence-from-iterable. No `for … of`: a failing conversion must not close the iterator. */
export const sequenceFromIterable = <T>(iterable: object, method: () => Iterator<unknown>, convert: (element: unknown) => T): T[] => {
  const iterator = Reflect.apply(method, iterable, []);
  const next = iterator.next;
  const elements: T[] = [];
  for (;;) {
    const result: unknown = Reflect.apply(next, iterator, []);
    if (!isObject(result)) throw new TypeError('An iterator result is not an object.');
    const { done } = result as IteratorResult<unknown>;
    if (done) return elements;
    elements.push(convert((result as IteratorYieldResult<unknown>).value));
  }
};

/** https://webidl.spec.whatwg.org/#js-sequence */
export const convertSequence = <T>(value: unknown, convert: (element: unknown) => T, context: string): T[] => {
  const method = isObject(value) ? iteratorMethodOf(value, context) : undefined;
  if (method === undefined) throw new TypeError(`${context} is not a sequence.`);
  return sequenceFromIterable(value as object, method, convert);
};

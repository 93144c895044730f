/** What every interface of https://webidl.spec.whatwg.org/#js-interfaces has in common. */

import { TypeError } from './intrinsics';

/** Handed to the constructors of interfaces that a site cannot construct; no site can get hold of it. */
export const INTERNAL: unique symbol = Symbol('internal');

/** First statement of a constructor that the IDL does not declare. */
export const requireInternal = (token: unknown): void => {
  if (token !== INTERNAL) throw new TypeError('Illegal constructor.');
};

/**
 * Gives a class the properties that Web IDL demands and the class syntax does not: enumerable members, a class string,
 * and a name and length that survive minification and internal parameters.
 * @param length number of required arguments of the declared constructor; 0 without one
 */
export const defineInterface = (name: string, length: number, constructor: new (...args: never[]) => object): void => {
  const prototype = constructor.prototype as object;
  for (const key of Object.getOwnPropertyNames(prototype)) {
    if (key !== 'constructor') Object.defineProperty(prototype, key, { enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  Object.defineProperty(constructor, 'name', { value: name, configurable: true });
  Object.defineProperty(constructor, 'length', { value: length, configurable: true });
};

/** https://webidl.spec.whatwg.org/#define-the-global-property-references */
export const exposeInterface = (global: object, name: string, constructor: object): void => {
  Object.defineProperty(global, name, { value: constructor, writable: true, configurable: true });
};

/** Copies the members of an object literal, accessors and all, with the attributes of Web IDL members; enumerable unless told otherwise. */
export const defineMembers = (target: object, members: object, enumerable = true): void => {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
    Object.defineProperty(target, key, { ...descriptor, enumerable });
  }
};

/**
 * Puts another method in the place of a prototype's own, with its attributes. A prototype that the site has frozen stays as it is.
 * @returns puts the first one back, unless the site has put one of its own there meanwhile
 */
export const replaceMethod = <Target extends object>(prototype: Target, name: keyof Target & string, method: (...args: never[]) => unknown): (() => void) => {
  const attributes = Object.getOwnPropertyDescriptor(prototype, name)!;
  Reflect.defineProperty(prototype, name, { ...attributes, value: method });
  return () => {
    if (prototype[name] === method) Reflect.defineProperty(prototype, name, attributes);
  };
};

/** The native getter of a member; throws TypeError for any other kind of `this`. */
export const nativeGetter = <Target extends object, Key extends keyof Target & string>(
  prototype: Target,
  key: Key,
): ((target: Target) => Target[Key]) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, key)!;
  return (target) => Reflect.apply(get!, target, []) as Target[Key];
};

/** Runs the steps of an operation whose return type is a promise: whatever they throw, brand checks and conversions too, rejects it. */
export const promising = async <T>(steps: () => T | Promise<T>): Promise<T> => steps();

/** https://webidl.spec.whatwg.org/#dfn-overload-resolution-algorithm for an operation with one overload. */
export const requireArguments = (present: number, required: number, context: string): void => {
  if (present >= required) return;
  throw new TypeError(`${context}: ${required} argument${required === 1 ? '' : 's'} required, but only ${present} present.`);
};

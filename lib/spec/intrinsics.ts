/** The realm's own constructors, taken at load: what a page puts in their place later must not become ours. */
export const { Blob, DOMException, Event, EventTarget, ReadableStream, Request, Response, TypeError, URL, WeakRef } = globalThis;
export const { queueMicrotask, setTimeout } = globalThis;

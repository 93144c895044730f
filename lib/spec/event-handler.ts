import { isObject } from './convert/sequence';

/**
 * An event handler of one object, for an IDL attribute of type EventHandler: what is no object becomes null, and a handler keeps its place
 * among the listeners while it is replaced. https://html.spec.whatwg.org/#event-handler-idl-attributes
 */
export class EventHandler {
  #callback: object | null = null;

  constructor(
    readonly target: EventTarget,
    readonly type: string,
  ) {}

  get value(): object | null {
    return this.#callback;
  }

  set value(value: unknown) {
    this.#callback = isObject(value) ? value : null;
    // Adding a listener that is there already changes nothing, its place included.
    if (this.#callback) this.target.addEventListener(this.type, this.#process);
    else this.target.removeEventListener(this.type, this.#process);
  }

  /** https://html.spec.whatwg.org/#the-event-handler-processing-algorithm */
  #process = (event: Event): void => {
    // [LegacyTreatNonObjectAsNull]: an object that cannot be called is kept, and not called.
    if (typeof this.#callback !== 'function') return;
    if (Reflect.apply(this.#callback, event.currentTarget, [event]) === false) event.preventDefault();
  };
}

import type { BackgroundFetchEventType, UIOptions } from '../protocol/background-fetch';
import type { BackgroundFetchRegistration } from './background-fetch-registration';
import { convertBackgroundFetchEventInit } from './convert/background-fetch-event-init';
import { convertBackgroundFetchUIOptions } from './convert/background-fetch-options';
import { ask, createException } from './errors';
import type { Lifetime } from './lifetime';
import type { ExtendableEventConstructor } from './realm';
import { defineMembers, promising, requireArguments } from './web-idl';

/**
 * Defines the two event interfaces on top of the realm's ExtendableEvent.
 * @param sendUI does what is left of `updateUI()` once it is known to be allowed
 */
export const defineEventInterfaces = (
  ExtendableEvent: ExtendableEventConstructor,
  sendUI: (registration: BackgroundFetchRegistration, options: UIOptions) => Promise<void>,
) => {
  /** Of the events that `createEvent` made. The draft says `isTrusted`, which no script can set. */
  const lifetimes = new WeakMap<Event, Lifetime>();

  /** https://wicg.github.io/background-fetch/#background-fetch-event */
  class BackgroundFetchEvent extends ExtendableEvent {
    #registration: BackgroundFetchRegistration;

    constructor(type: string, init: { registration: BackgroundFetchRegistration }) {
      const context = 'BackgroundFetchEvent constructor';
      requireArguments(arguments.length, 2, context);
      super(type, init as EventInit);
      this.#registration = convertBackgroundFetchEventInit(init, context).registration;
    }

    get registration(): BackgroundFetchRegistration {
      return this.#registration;
    }
  }

  /** https://wicg.github.io/background-fetch/#background-fetch-update-ui-event */
  class BackgroundFetchUpdateUIEvent extends BackgroundFetchEvent {
    #ui = { updated: false };

    /** https://wicg.github.io/background-fetch/#background-fetch-update-ui-event-update-ui */
    updateUI(options: unknown = {}): Promise<void> {
      return promising(async () => {
        const ui = this.#ui;
        const converted = convertBackgroundFetchUIOptions(options, 'BackgroundFetchUpdateUIEvent.updateUI');
        const active = lifetimes.get(this)?.active === true;
        if (ui.updated || !active) throw createException('invalid-state', 'The event is not active or has updated the UI before.');
        ui.updated = true;
        await ask(() => sendUI(this.registration, converted));
      });
    }
  }

  /** An event as the browser would make it: one whose life `waitUntil()` extends. */
  const createEvent = (type: BackgroundFetchEventType, registration: BackgroundFetchRegistration, lifetime: Lifetime): Event => {
    const Constructor = type === 'backgroundfetchsuccess' || type === 'backgroundfetchfail' ? BackgroundFetchUpdateUIEvent : BackgroundFetchEvent;
    const event = new Constructor(type, { registration });
    lifetimes.set(event, lifetime);
    // On the instance: the native method throws for every event that a script made, and the prototypes stay as the draft has them.
    const members = {
      waitUntil(promise: unknown): void {
        requireArguments(arguments.length, 1, 'ExtendableEvent.waitUntil');
        lifetime.add(promise);
      },
    };
    defineMembers(event, members, false);
    return event;
  };

  return { BackgroundFetchEvent, BackgroundFetchUpdateUIEvent, createEvent };
};

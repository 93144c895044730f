import { EventHandler } from './event-handler';
import { EventTarget } from './intrinsics';
import type { Permission } from './permission';
import { defineInterface, INTERNAL, requireInternal } from './web-idl';

/**
 * PermissionStatus of "background-fetch". https://w3c.github.io/permissions/#permissionstatus-interface
 * The browser's own getters refuse every object that is not the browser's own, so ours stand on a prototype between.
 *
 * @param parent the realm's PermissionStatus
 * @returns makes an object that follows the permission
 */
export const definePermissionStatus = (parent: { readonly prototype: object }, permission: Permission): (() => EventTarget) => {
  class BackgroundFetchPermissionStatus extends EventTarget {
    #onchange = new EventHandler(this, 'change');

    constructor(token: symbol) {
      requireInternal(token);
      super();
    }

    get name(): string {
      void this.#onchange;
      return 'background-fetch';
    }

    get state(): PermissionState {
      void this.#onchange;
      return permission.state;
    }

    get onchange(): object | null {
      return this.#onchange.value;
    }

    set onchange(value: unknown) {
      this.#onchange.value = value;
    }

    override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
      permission.listen(this);
      super.addEventListener(...args);
    }
  }
  const { prototype } = BackgroundFetchPermissionStatus;
  defineInterface('PermissionStatus', 0, BackgroundFetchPermissionStatus);
  Object.defineProperty(prototype.addEventListener, 'length', { value: 2, configurable: true });
  Reflect.deleteProperty(prototype, 'constructor');
  Object.setPrototypeOf(prototype, parent.prototype);
  return () => new BackgroundFetchPermissionStatus(INTERNAL);
};

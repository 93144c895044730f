import type { Backend } from './backend';
import { convertDOMString } from './convert/string';
import { isObject } from './convert/sequence';
import { Permission } from './permission';
import { definePermissionStatus } from './permission-status';
import type { Realm } from './realm';
import { nativeGetter, promising, replaceMethod } from './web-idl';

/** A descriptor that cannot be read is left to the browser, which will find the same. */
const namesBackgroundFetch = (descriptor: unknown): boolean => {
  try {
    return isObject(descriptor) && convertDOMString((descriptor as { name?: unknown }).name) === 'background-fetch';
  } catch {
    return false;
  }
};

/**
 * Teaches `navigator.permissions.query()` the name "background-fetch"; all else is the browser's own business.
 * https://wicg.github.io/background-fetch/#permissions, https://w3c.github.io/permissions/#dom-permissions-query
 */
export const installPermission = ({ Permissions, PermissionStatus, navigator }: Realm, backend: Backend): void => {
  const home = navigator && (Object.getPrototypeOf(navigator) as { permissions: unknown });
  // Workers of some browsers lack the interface.
  if (!Permissions || !PermissionStatus || !home || !('permissions' in home)) return;
  const { prototype } = Permissions;
  const { query: native } = prototype;
  const permissionsOf = nativeGetter(home, 'permissions');
  const permission = new Permission(backend);
  const createStatus = definePermissionStatus(PermissionStatus, permission);

  const { query } = {
    query(permissionDesc: unknown): Promise<unknown> {
      // The browser reads the descriptor once more, which only a getter can tell. It does so for some names anyhow.
      if (this !== permissionsOf(navigator as typeof home) || !namesBackgroundFetch(permissionDesc)) return Reflect.apply(native, this, arguments) as Promise<unknown>;
      return promising(async () => {
        await permission.query();
        return createStatus();
      });
    },
  };
  replaceMethod(prototype, 'query', query);
};

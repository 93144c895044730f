import type { Backend } from './backend';
import { installManager } from './install-manager';
import { installPermission } from './install-permission';
import type { Realm } from './realm';

/** Defines the interfaces of a window. Sends nothing: the Backend is first asked when a site uses a member. */
export const installInWindow = (global: Realm, backend: Backend): void => {
  installManager(global, backend);
  installPermission(global, backend);
};

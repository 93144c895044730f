import type { Tabs } from 'webextension-polyfill';
import type { TabMessage } from '../protocol/tab';

/**
 * Tells every tab: a document that queried its permission has no port any more once the background was stopped, and frames are not found by
 * their address. The message names no site, so that none learns of another's. A tab in which nobody listens is no error.
 */
export async function tellTabs(tabs: Pick<Tabs.Static, 'query' | 'sendMessage'>, message: TabMessage): Promise<void> {
  const ids = (await tabs.query({ discarded: false })).flatMap(({ id }) => id ?? []);
  await Promise.all(ids.map((id) => tabs.sendMessage(id, message).catch(() => {})));
}

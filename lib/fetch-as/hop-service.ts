import type { HopCalls } from '../protocol/transfer';
import type { Wire } from '../wire/wire';
import type { HopService } from './types';

/** The background's header rules, over the Worker's wire to it. */
export const createHopService = (wire: Pick<Wire<HopCalls, {}>, 'call'>): HopService => ({
  begin: (order) => wire.call('beginHop', order),
  observe: (key, failed) => wire.call('observeHop', { key, failed }),
  end: async (key) => {
    await wire.call('endHop', { key });
  },
});

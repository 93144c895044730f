/** What the person may ask about files on their own disk, from the extension's own pages. */

import { asOrigin } from '../jobs/validate/origin';
import { asBoolean, asCount, asJobKey, asObject, malformed } from '../jobs/validate/shapes';
import type { SaveCalls, SaveKey } from '../protocol/saves';
import { WireException, type Handlers } from '../wire/wire';
import type { AlwaysSaved } from './always-saved';
import type { Saves } from './saves';

/** A UUID. */
const asSaveKey = (payload: unknown): SaveKey => {
  const { save } = asObject(payload, 'payload');
  if (typeof save !== 'string' || save.length > 36) throw malformed('save');
  return save;
};

export const createSaveCalls = (saves: Saves, alwaysSaved: Pick<AlwaysSaved, 'all' | 'set'>): Handlers<SaveCalls> => {
  const done =
    (act: (save: SaveKey) => Promise<void>) =>
    async (payload: unknown): Promise<null> => {
      await act(asSaveKey(payload));
      return null;
    };
  return {
    saves: () => saves.list(),
    save(payload) {
      const { job, index } = asObject(payload, 'save');
      return saves.save(asJobKey(job), index === null ? null : asCount(index, 'index'));
    },
    saveDirectly: (payload) => saves.saveDirectly(asJobKey(asObject(payload, 'saveDirectly')['job'])),
    pauseSave: done((save) => saves.pause(save)),
    resumeSave: done((save) => saves.resume(save)),
    cancelSave: done((save) => saves.cancel(save)),
    showSave: done((save) => saves.show(save)),
    alwaysSaved: () => alwaysSaved.all(),
    async setAlwaysSave(payload) {
      const { origin, always } = asObject(payload, 'setAlwaysSave');
      await alwaysSaved.set(asOrigin(origin), asBoolean(always, 'always'));
      return null;
    },
  };
};

/** Where the browser lets no extension at its download manager (Safari). */
export const withoutDownloads: Handlers<SaveCalls> = {
  saves: () => [],
  alwaysSaved: () => [],
  ...(Object.fromEntries(
    (['save', 'saveDirectly', 'pauseSave', 'resumeSave', 'cancelSave', 'showSave', 'setAlwaysSave'] as const).map((name) => [
      name,
      () => {
        throw new WireException('invalid-state', 'this browser lets no extension save files');
      },
    ]),
  ) as unknown as Omit<Handlers<SaveCalls>, 'saves' | 'alwaysSaved'>),
};

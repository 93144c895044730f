import { WireException } from './wire';

/** UTF-16 code units. Ids are index keys, held in memory by every `getIds()`. */
export const MAX_ID_LENGTH = 4_096;

/** Must be asked before an id goes over an extension's port: Chromium carries no message above 64 MiB, and does not tell that from a port that is gone. */
export const checkIdLength = (payload: { id: unknown }): void => {
  if (typeof payload.id === 'string' && payload.id.length > MAX_ID_LENGTH) throw new WireException('too-large', 'the id is too large');
};

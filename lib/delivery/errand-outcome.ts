import { asObject, malformed } from '../jobs/validate/shapes';
import type { ErrandOutcome } from '../protocol/site';

type Plain = Exclude<ErrandOutcome, { kind: 'handled' }>['kind'];
const PLAIN: Record<Plain, true> = { unregistered: true, inactive: true, unheard: true, died: true, closed: true };

const isPlain = (kind: unknown): kind is Plain => typeof kind === 'string' && Object.hasOwn(PLAIN, kind);

/** Rejects `malformed`. */
export const asErrandOutcome = (value: unknown): ErrandOutcome => {
  const { kind, rejected } = asObject(value, 'outcome');
  if (kind === 'handled') return { kind, rejected: rejected === true };
  if (!isPlain(kind)) throw malformed('outcome');
  return { kind };
};

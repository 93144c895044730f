import type { BridgedFetchArguments } from '../protocol/site';
import type { PauseReason } from '../protocol/ui';
import type { Job } from './model';

export const newJob = (args: BridgedFetchArguments, origin: string, paused: PauseReason | null, createdAt: number): Job => ({
  key: args.job,
  origin,
  scope: args.scope,
  scriptURL: args.scriptURL,
  id: args.id,
  title: args.title,
  icons: args.icons,
  downloadTotal: args.downloadTotal,
  uploadTotal: args.requests.reduce((sum, { body }) => sum + (body?.size ?? 0), 0),
  recordCount: args.requests.length,
  clientURL: args.clientURL,
  clientReferrerPolicy: args.clientReferrerPolicy,
  connectsAnywhere: args.connectsAnywhere,
  pausable: args.requests.every(({ method }) => method === 'GET'),
  createdAt,
  meteredToo: false,
  removeAt: null,
  downloaded: 0,
  uploaded: 0,
  phase: { state: 'active', paused },
});

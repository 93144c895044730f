/**
 * All that the web-exposed classes know of the rest of the world. Errors are `WireError`s (protocol/errors.ts):
 * lib/spec turns their codes into the realm's own exceptions.
 */

import type { JobKey, RecordState, RegistrationProgress, RegistrationState, UIOptions } from '../protocol/background-fetch';
import type { BodyChunk, FetchArguments, MatchQuery, ResponseArrival } from '../protocol/site';

export interface Backend {
  fetch(args: FetchArguments): Promise<RegistrationState>;
  get(scope: string, id: string): Promise<RegistrationState | null>;
  getIds(scope: string): Promise<string[]>;
  abort(job: JobKey): Promise<boolean>;
  match(job: JobKey, query: MatchQuery | null, limit: number | null): Promise<RecordState[]>;
  awaitResponse(job: JobKey, index: number): Promise<ResponseArrival>;
  readBody(job: JobKey, index: number, generation: number, offset: number): Promise<BodyChunk>;
  updateUI(job: JobKey, options: UIOptions): Promise<void>;
  permission(): Promise<PermissionState>;
  /** One listener: the class layer itself. Called for every job whose registration this realm holds. */
  onProgress(listener: (progress: RegistrationProgress) => void): void;
  onPermission(listener: (state: PermissionState) => void): void;
}

import type {
  BackgroundFetchFailureReason,
  BackgroundFetchResult,
  JobKey,
  RecordState,
  RegistrationProgress,
  RegistrationState,
} from '../protocol/background-fetch';
import type { MatchQuery } from '../protocol/site';
import type { MatchOptions } from '../protocol/stored';
import type { Backend } from './backend';
import { BackgroundFetchRecord } from './background-fetch-record';
import { convertCacheQueryOptions } from './convert/cache-query-options';
import { convertRequestInfo } from './convert/request-info';
import { ask, createException } from './errors';
import { EventHandler } from './event-handler';
import { Event, EventTarget, Request } from './intrinsics';
import { matchRecords } from './request-matches-cached-item';
import { describeRequest } from './stored-request';
import { INTERNAL, promising, requireArguments, requireInternal } from './web-idl';

const { dispatchEvent } = EventTarget.prototype;

/** What the rest of this folder may do with a registration, and a site may not. */
interface RegistrationInternals {
  is(value: object): value is BackgroundFetchRegistration;
  jobOf(registration: BackgroundFetchRegistration): JobKey;
  update(registration: BackgroundFetchRegistration, progress: RegistrationProgress): void;
  /** All records, for `match()` and `matchAll()` to answer from without the Backend; null: ask it. */
  supplyRecords(registration: BackgroundFetchRegistration, records: readonly RecordState[] | null): void;
}

export let registrationInternals: RegistrationInternals;

/** https://wicg.github.io/background-fetch/#background-fetch-registration */
export class BackgroundFetchRegistration extends EventTarget {
  #backend: Backend;
  /** A copy: "available synchronously". */
  #state: RegistrationState;
  /** All records, while an event that carried them is active. */
  #records: readonly RecordState[] | null = null;
  #onprogress = new EventHandler(this, 'progress');

  constructor(token: symbol, backend: Backend, state: RegistrationState) {
    requireInternal(token);
    super();
    this.#backend = backend;
    this.#state = { ...state };
  }

  get id(): string {
    return this.#state.id;
  }

  get uploadTotal(): number {
    return this.#state.uploadTotal;
  }

  get uploaded(): number {
    return this.#state.uploaded;
  }

  get downloadTotal(): number {
    return this.#state.downloadTotal;
  }

  get downloaded(): number {
    return this.#state.downloaded;
  }

  get result(): BackgroundFetchResult {
    return this.#state.result;
  }

  get failureReason(): BackgroundFetchFailureReason {
    return this.#state.failureReason;
  }

  get recordsAvailable(): boolean {
    return this.#state.recordsAvailable;
  }

  get onprogress(): object | null {
    return this.#onprogress.value;
  }

  set onprogress(value: unknown) {
    this.#onprogress.value = value;
  }

  abort(): Promise<boolean> {
    return promising(() => {
      const { job } = this.#state;
      return ask(() => this.#backend.abort(job));
    });
  }

  match(request: unknown, options: unknown = {}): Promise<BackgroundFetchRecord | undefined> {
    const present = arguments.length;
    return promising(async () => {
      const state = this.#state;
      const context = 'BackgroundFetchRegistration.match';
      requireArguments(present, 1, context);
      const [record] = await this.#match(state, convertRequestInfo(request), convertCacheQueryOptions(options, context), 1);
      return record;
    });
  }

  matchAll(...[request, options]: [request?: unknown, options?: unknown]): Promise<BackgroundFetchRecord[]> {
    return promising(() => {
      const state = this.#state;
      const query = request === undefined ? null : convertRequestInfo(request);
      return this.#match(state, query, convertCacheQueryOptions(options, 'BackgroundFetchRegistration.matchAll'), null);
    });
  }

  /** https://wicg.github.io/background-fetch/#background-fetch-registration-match-all */
  async #match(
    { job, recordsAvailable }: RegistrationState,
    info: Request | string | null,
    options: MatchOptions,
    limit: number | null,
  ): Promise<BackgroundFetchRecord[]> {
    if (!recordsAvailable) throw createException('gone');
    const request = typeof info === 'string' ? new Request(info) : info;
    const query: MatchQuery | null = request && { request: describeRequest(request), options };
    const records = this.#records ? matchRecords(this.#records, query, limit) : await ask(() => this.#backend.match(job, query, limit));
    return records.map((record) => new BackgroundFetchRecord(INTERNAL, this.#backend, job, record));
  }

  /** https://wicg.github.io/background-fetch/#update-background-fetch-instance-algorithm */
  #update({ downloaded, uploaded, result, failureReason, recordsAvailable }: RegistrationProgress): void {
    const state = this.#state;
    if (!recordsAvailable) state.recordsAvailable = false;
    if (state.result !== '') return;
    if (state.downloaded === downloaded && state.uploaded === uploaded && state.result === result && state.failureReason === failureReason) return;
    Object.assign(state, { downloaded, uploaded, result, failureReason });
    Reflect.apply(dispatchEvent, this, [new Event('progress')]);
  }

  static {
    registrationInternals = {
      is: (value): value is BackgroundFetchRegistration => #state in value,
      jobOf: (registration) => registration.#state.job,
      update: (registration, progress) => registration.#update(progress),
      supplyRecords: (registration, records) => {
        registration.#records = records;
      },
    };
  }
}

import type { BodyPiece, JobKey, RecordState } from '../protocol/background-fetch';
import type { ResponseArrival } from '../protocol/site';
import type { Backend } from './backend';
import { ask } from './errors';
import { Blob } from './intrinsics';
import { createRecordException, recordBodyStream } from './record-body-stream';
import { createResponse } from './response';
import { createRequest } from './stored-request';
import { promising, requireInternal } from './web-idl';

/** Bytes as they are where that is all: a Blob of them would go to the browser's process and back. */
const bodyOf = (pieces: BodyPiece[]): BodyPiece => (pieces.length === 1 && !(pieces[0] instanceof Blob) ? pieces[0]! : new Blob(pieces));

/** https://wicg.github.io/background-fetch/#background-fetch-record-interface */
export class BackgroundFetchRecord {
  #backend: Backend;
  #job: JobKey;
  #state: RecordState;
  #arrival: Promise<ResponseArrival> | null = null;
  #request: Request | null = null;
  #responseReady: Promise<Response> | null = null;

  constructor(token: symbol, backend: Backend, job: JobKey, state: RecordState) {
    requireInternal(token);
    this.#backend = backend;
    this.#job = job;
    this.#state = state;
    const { index, result, body } = state;
    if (body === null && (result === '' || result === 'success' || result === 'bad-status')) {
      // Asked for at once: the site may look at `responseReady` when the records are no longer available.
      this.#arrival = ask(() => backend.awaitResponse(job, index));
      // As in Chromium the promise is made when it is first looked at, so one nobody looks at must not be reported as unhandled.
      this.#arrival.catch(() => {});
    }
  }

  get request(): Request {
    return (this.#request ??= createRequest(this.#state.request));
  }

  get responseReady(): Promise<Response> {
    return #state in this ? (this.#responseReady ??= this.#createResponse()) : promising(() => (this as BackgroundFetchRecord).#createResponse());
  }

  /** https://wicg.github.io/background-fetch/#create-settled-fetches-algorithm */
  async #createResponse(): Promise<Response> {
    const { index, response, result, body } = this.#state;
    if (response !== null && body !== null) return createResponse(response, bodyOf(body));
    if (this.#arrival === null) throw createRecordException(result === 'aborted' ? 'aborted' : 'error');
    const arrival = await this.#arrival;
    if ('failed' in arrival) throw createRecordException(arrival.failed);
    const { generation } = arrival;
    return createResponse(
      arrival.response,
      recordBodyStream((offset) => this.#backend.readBody(this.#job, index, generation, offset)),
    );
  }
}

import type { FetchedResponse } from '../fetch-as/types';
import { extractContentRangeValues } from './extract-content-range-values';
import { firstHeader, isEncoded } from './headers';
import type { RecordRow, Validators } from './record-row';
import { validateAPartialResponse } from './validate-a-partial-response';

/** Positions in a body; `end` is not in it. */
export interface Part {
  start: number;
  end: number;
}

/** Whether the rest of this body can be asked for in parts. */
export const comesInParts = ({ request, validators }: Pick<RecordRow, 'request' | 'validators'>, { response, headers }: FetchedResponse): boolean =>
  // A page that asks for a range of its own has a body of which the server knows no parts.
  validators !== null &&
  firstHeader(request.headers, 'range') === null &&
  (response.status === 206 || (response.status === 200 && firstHeader(headers, 'accept-ranges')?.trim().toLowerCase() === 'bytes'));

/** Whether the server has answered with just that part of the resource that it was asked for. */
export const isThatPart = ({ response, headers }: FetchedResponse, { start, end }: Part, validators: Validators): boolean =>
  response.status === 206 && !isEncoded(headers) && validateAPartialResponse(start, headers, validators) && extractContentRangeValues(headers)!.lastBytePos === end - 1;

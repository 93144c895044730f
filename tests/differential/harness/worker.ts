/** The Worker of the harness extension: fetches what the runner asks for. */

import { createFetchAs } from '../../../lib/fetch-as/fetch-as';
import { createHopService } from '../../../lib/fetch-as/hop-service';
import { matchesIntegrity } from '../../../lib/fetch-as/integrity';
import { FetchAsError } from '../../../lib/fetch-as/types';
import type { HopCalls } from '../../../lib/protocol/transfer';
import { messagePortEndpoint } from '../../../lib/wire/message-port';
import { openWire } from '../../../lib/wire/wire';
import type { NumberedOrder, NumberedOutcome, Order, Outcome } from '../outcome';

/** Address of the runner, put in by the build. */
declare const CONTROL: string;

const fetchAs = createFetchAs(createHopService(openWire<HopCalls, {}, {}, {}>(messagePortEndpoint(self as never), {}, {})));

const perform = async ({ request, client, range }: Order): Promise<Outcome> => {
  const started = performance.now();
  try {
    const body = request.body === null ? null : new Blob([request.body]);
    const options = range === undefined ? {} : { range };
    const fetched = await fetchAs({ ...request, body }, client, { signal: AbortSignal.timeout(20_000), ...options });
    const milliseconds = performance.now() - started;
    const bytes = await new Response(fetched.body).blob();
    if (!(await matchesIntegrity(bytes, request.integrity))) throw new FetchAsError('refused', 'integrity');
    return { ...fetched.response, body: await bytes.text(), milliseconds };
  } catch (error) {
    return { error: error instanceof FetchAsError ? `${error.failure}: ${error.message}` : String(error) };
  }
};

const answer = async ({ number, order }: NumberedOrder): Promise<void> => {
  const answered: NumberedOutcome = { number, outcome: await perform(order) };
  await fetch(`${CONTROL}/outcome`, { method: 'POST', body: JSON.stringify(answered) });
};

const serve = async (): Promise<never> => {
  for (;;) void answer(await fetch(`${CONTROL}/order`).then((response) => response.json() as Promise<NumberedOrder>));
};
void serve();

/** A background fetch of the extension's own, begun by the person on the welcome page: the same rows, Worker and list as any site's. */

import { plainRequest } from '../fetch-as/plain-request';
import { accept } from '../jobs/accept';
import type { JobsContext } from '../jobs/context';
import type { Deliver } from '../jobs/event-delivery';
import { newJob } from '../jobs/new-job';
import type { Supervisor } from '../jobs/supervisor';
import type { UICalls } from '../protocol/ui';
import type { Handlers } from '../wire/wire';
import { ownURL } from './own-files';

interface Environment {
  context: JobsContext;
  supervisor: Pick<Supervisor, 'accepting' | 'jobAccepted'>;
  /** The extension's own. */
  origin: string;
  fetch: (url: string) => Promise<Response>;
  /** Of the job, in the person's language. */
  title: string;
  /** Bytes the browser would still let us store. */
  freeBytes: () => Promise<number>;
}

const ID = 'try-it';

export const createTryItCalls = ({ context, supervisor, origin, fetch, title, freeBytes }: Environment): Handlers<Pick<UICalls, 'tryIt'>> => ({
  async tryIt() {
    const scope = `${origin}/`;
    const underWay = await (await context.open()).get('active', [scope, ID]);
    if (underWay) return { job: underWay.job };
    const request = plainRequest(ownURL(origin, 'picture'));
    const { size } = await (await fetch(request.url)).blob();
    const shared = { scope, id: ID, title, requests: [request], icons: [{ src: ownURL(origin, 'icon') }], downloadTotal: size, scriptURL: scope, clientURL: scope };
    const job = {
      ...newJob({ ...shared, job: crypto.randomUUID(), clientReferrerPolicy: '', connectsAnywhere: false }, origin, null, context.now()),
      // It comes from this disk.
      meteredToo: true,
    };
    const free = await freeBytes();
    await supervisor.accepting(async () => accept(await context.open(), job, [request], free));
    supervisor.jobAccepted(job.key);
    return { job: job.key };
  },
});

/**
 * The extension has no service worker that its own events could go to: they are over as soon as they are there.
 * @param clicked told where a site's worker would be
 */
export const exceptOwn =
  (deliver: Deliver, origin: string, clicked: () => void): Deliver =>
  async (job, makeEvent) => {
    if (job.origin !== origin) return deliver(job, makeEvent);
    if ((await makeEvent())?.type === 'backgroundfetchclick') clicked();
    return { kind: 'handled', rejected: false };
  };

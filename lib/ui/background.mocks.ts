/** A background for tests of extension pages: a real wire over message channels, a list of jobs behind it. */

import type { JobView, SiteConsent, UICalls, UIPushes } from '../protocol/ui';
import type { Endpoint } from '../protocol/wire';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Handlers, type Wire } from '../wire/wire';

export interface TestBackground {
  /** What a page calls to connect. */
  connect: () => Endpoint;
  /** Calls made by pages, but for `list`. */
  calls: [name: string, job: string][];
  /** What pages wanted sites' answers to be. */
  answers: SiteConsent[];
  connections: number;
  push: Wire<{}, UIPushes>['push'];
  /** The background goes away, as browsers stop it; the page's port says so. */
  die: () => void;
}

export function testBackground(jobs: JobView[], handlers: Partial<Handlers<UICalls>> = {}): TestBackground {
  const noted =
    (name: string) =>
    ({ job }: { job: string }): null => {
      background.calls.push([name, job]);
      return null;
    };
  let wire: Wire<{}, UIPushes> | null = null;
  let die = (): void => {};
  const background: TestBackground = {
    calls: [],
    answers: [],
    connections: 0,
    push: (name, payload) => wire?.push(name, payload),
    die: () => die(),
    connect: () => {
      background.connections += 1;
      const { port1, port2 } = new MessageChannel();
      wire = openWire<{}, UIPushes, UICalls, {}>(
        messagePortEndpoint(port1),
        {
          list: () => jobs,
          cancel: noted('cancel'),
          pause: noted('pause'),
          resume: noted('resume'),
          retry: noted('retry'),
          remove: noted('remove'),
          click: noted('click'),
          consents: () => [],
          setConsent: (site) => {
            background.answers.push(site);
            return null;
          },
          ...handlers,
        },
        {},
      );
      const page = messagePortEndpoint(port2);
      return {
        ...page,
        open: (receive, closed) => {
          page.open(receive, closed);
          die = () => {
            port1.close();
            closed();
          };
        },
      };
    },
  };
  return background;
}

export const testJob = (more: Partial<JobView> = {}): JobView => ({
  job: 'a',
  origin: 'https://podcast.example',
  title: 'Long Rain',
  icon: null,
  createdAt: 0,
  downloaded: 0,
  downloadTotal: 0,
  uploaded: 0,
  uploadTotal: 0,
  recordCount: 1,
  recordsDone: 0,
  paused: null,
  waiting: null,
  result: '',
  failureReason: '',
  settledAt: null,
  pausable: true,
  undelivered: false,
  hasData: true,
  ...more,
});

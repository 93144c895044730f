/** A background for tests of extension pages: a real wire over message channels, a list of jobs behind it. */

import type { RecordView } from '../protocol/manager';
import type { SaveView } from '../protocol/saves';
import type { Settings } from '../protocol/settings';
import type { JobView, SiteConsent, UICalls, UIPushes } from '../protocol/ui';
import type { Endpoint } from '../protocol/wire';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Handlers, type Wire } from '../wire/wire';

export interface TestBackground {
  /** What a page calls to connect. */
  connect: () => Endpoint;
  /** Calls made by pages that change something, with the job, the save or else the payload they name. */
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
    (payload: object | null): null => {
      const { job, save } = (payload ?? {}) as { job?: string; save?: string };
      background.calls.push([name, job ?? save ?? JSON.stringify(payload)]);
      return null;
    };
  const notedSave =
    (name: string) =>
    (payload: object): [] => {
      noted(name)(payload);
      return [];
    };
  let settings = testSettings();
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
          look: noted('look'),
          list: () => jobs,
          glance: () => ({ jobs, more: false }),
          cancel: noted('cancel'),
          pause: noted('pause'),
          resume: noted('resume'),
          retry: noted('retry'),
          remove: noted('remove'),
          click: noted('click'),
          pauseAll: noted('pauseAll'),
          resumeAll: noted('resumeAll'),
          restore: noted('restore'),
          tryIt: () => ({ job: jobs[0]!.job }),
          saves: () => [],
          save: notedSave('save'),
          saveDirectly: notedSave('saveDirectly'),
          pauseSave: noted('pauseSave'),
          resumeSave: noted('resumeSave'),
          cancelSave: noted('cancelSave'),
          showSave: noted('showSave'),
          alwaysSaved: () => [],
          setAlwaysSave: noted('setAlwaysSave'),
          records: () => [],
          storage: () => ({ usage: 0, quota: 0, sites: [] }),
          removeAll: noted('removeAll'),
          log: () => [],
          settings: () => settings,
          setSettings: (some) => (settings = { ...settings, ...some }),
          clearEverything: noted('clearEverything'),
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

export const testSave = (more: Partial<SaveView> = {}): SaveView => ({
  save: 's',
  job: 'a',
  index: 0,
  from: 'stored',
  state: 'running',
  filename: 'long-rain.mp3',
  received: 0,
  total: null,
  error: null,
  resumable: false,
  ...more,
});

export const testRecord = (more: Partial<RecordView> = {}): RecordView => ({
  job: 'a',
  index: 0,
  url: 'https://podcast.example/episodes/long-rain.mp3?part=1',
  method: 'GET',
  status: 200,
  contentType: 'audio/mpeg',
  result: 'success',
  downloaded: 4_000_000,
  total: 4_000_000,
  uploaded: 0,
  uploadTotal: 0,
  attempts: 0,
  ...more,
});

export const testSettings = (more: Partial<Settings> = {}): Settings => ({
  defaultConsent: 'allow',
  connections: 12,
  connectionsPerHost: 6,
  speedLimit: null,
  onMetered: 'go-on',
  keepDays: 14,
  notifyDone: true,
  notifyFailed: true,
  ...more,
});

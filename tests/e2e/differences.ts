import type { Driver } from '../fixtures/drivers/driver';

/** A spec that one of the browsers does not meet. What is not listed here must pass everywhere. */
export interface Difference {
  driver: Driver['name'];
  /** The spec's title. */
  test: string;
  /**
   * `fails`: it must fail, so that a difference that is gone is noticed. `varies`: sometimes one, sometimes the other; not run.
   * `pointless`: there is nothing to try; not run.
   */
  kind: 'fails' | 'varies' | 'pointless';
  reason: string;
}

const NO_EXTENSION = 'there is no extension';
const ONLY_AT_START = 'the browser takes an unpacked extension only when it starts, and the extension changes no worker here';

const NO_PROMPT = 'the browser asks in a window of its own, which nothing but a person can answer; that it is asked is tried in components/popup.test.tsx';
const ITS_OWN_TIME = 'what broke off is tried again when the browser thinks fit, not within 20 seconds';

const NO_FETCH_IN_WORKERS = 'fetch() is refused in service workers; the specification allows it';
const NO_FRAME_WORKER = 'the browser, as it is driven here, registers no service worker in a cross-site frame';

export const differences: Difference[] = [
  ...[
    'host access taken away while a fetch runs: it waits, says so, sends nothing, and goes on when it is given back',
    'an upload that has not gone out waits for host access as well, through a death of the background, and goes out once',
    'the button in the popup has the browser give access to the one host',
    'with access to one site only, that site has the API and its files; what it wants of another waits, says so, and comes when it may',
    'header rules that a dead background has left are gone once the next one works',
    'attack: the key of a header rule is of no use to a page that has it',
    "attack: another origin's fetch is not seen, read, stopped or changed, not even by its secret key",
    'attack: calls that only our own frames and bridges make are not passed on',
    'attack: what a page claims of itself, and headers that no page may set, are not believed',
    'attack: a message from a page does not reach the port of the offscreen document or of our own pages',
    'attack: a sandboxed frame has neither the API nor a bridge',
    'attack: a data: frame has neither the API nor a bridge',
    'attack: a sandboxed frame of the own site has neither the API nor a bridge',
    'attack: a frame of another site gets nothing over its bridge',
    'attack: prototypes poisoned after the shim do not make a page another origin',
    'attack: prototypes poisoned before the shim do not make a page another origin',
    'attack: addresses that are not of the web, by the API, past it and by redirects',
    'attack: the local network, by a DNS name and by a redirect',
    'attack: 10,000 fetches in a loop end at a limit; another site is served and the popup opens meanwhile',
    'attack: of 10,000 fetches with one id in a loop one is begun, and it succeeds',
    'attack: an id of 100 MB is refused, and nobody dies of it',
    'attack: a site that holds every connection, over several hosts, by servers that hardly send, keeps no other site from its file',
    "a site's icon is fetched as its page would, shown as a picture of ours, kept after a death of the background and replaced by updateUI()",
    'attack: an icon that is a script is never shown, and the fetch is none the worse',
    'attack: an icon that is more pixels than memory is never shown, and the fetch is none the worse',
    'attack: an icon that the policy of the page refuses is not asked for',
    'attack: a response that lies about its range is not joined: a range that begins elsewhere',
    'attack: a response that lies about its range is not joined: a range of another file',
    'attack: a response that lies about its range is not joined: no range at all',
    'offline is shown as that, and ended by the network, with nobody pressing anything',
    'where data is to be spared a fetch waits, says why and asks for nothing; the person lets one go on, and a background that finds it over the rest',
    'where the disk is full a fetch waits and says so, goes on by itself when another one has made room, and fetches nothing twice',
    'a file larger than all the room there is fails as quota-exceeded, and its neighbour is none the worse',
    'a fetch begun while the background is being killed is begun, once',
    'an abort while the background is being killed ends the fetch, and says so',
  ].map((title): Difference => ({ driver: 'native', test: title, kind: 'pointless', reason: NO_EXTENSION })),
  {
    driver: 'firefox',
    test: 'where data is to be spared a fetch waits, says why and asks for nothing; the person lets one go on, and a background that finds it over the rest',
    kind: 'pointless',
    reason: 'on a desktop the browser says nothing of its connection, as the options tell; what it says on Android is tried in lib/platform/metered.test.ts',
  },
  { driver: 'chromium', test: 'the button in the popup has the browser give access to the one host', kind: 'pointless', reason: NO_PROMPT },
  { driver: 'native', test: 'all files of a job are saved as the server has them, in a folder of the site', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'hostile names end safe', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a job that runs becomes a plain download, with pause, resume and cancel', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a save that is cancelled leaves nothing', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a file of another origin is not given to the download manager before its server has allowed the page to read it', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a site that is always saved is saved each time, and no other', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'the person cancels in the popup', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'installed, it does its work before and after the browser is restarted, and what was under way goes on', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a service worker registered before the extension gets its event', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'removing the extension changes nothing for a worker that never mentions the API', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a worker that never mentions the API finds nothing of it in its global scope', kind: 'fails', reason: 'the browser has it in every worker' },
  { driver: 'native', test: 'the permission has the name it was asked for by', kind: 'fails', reason: 'it says "background_fetch"' },
  { driver: 'native', test: 'a fetch of a site that must ask waits for the answer', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'blocking ends what waits, and rejects what comes', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a fetch that a service worker starts waits for the answer as well', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a change is told to windows and service workers, also after the background was stopped', kind: 'pointless', reason: NO_EXTENSION },
  {
    driver: 'native',
    test: 'nothing is seen of a file of another origin that does not allow it',
    kind: 'fails',
    reason: 'nothing is, but its error is an UnknownError; the specification says TypeError',
  },
  {
    driver: 'native',
    test: 'a redirect does not lead past the policy of the page',
    kind: 'fails',
    reason: 'it follows: a request of the browser process is not held against the policy of the page',
  },
  { driver: 'native', test: 'bad input: an empty id', kind: 'fails', reason: 'kills the page: its browser process takes the message for an attack' },
  {
    driver: 'native',
    test: 'a response is there with its headers and first bytes while its body is still downloading',
    kind: 'fails',
    reason: 'responseReady waits for the whole body; the specification resolves it with the headers',
  },
  { driver: 'native', test: 'records are in the order of the requests', kind: 'varies', reason: 'they come in any order; the specification keeps the order of the requests' },
  {
    driver: 'native',
    test: 'a background fetch ends with its registration, and the next one of that scope knows nothing of it',
    kind: 'varies',
    reason: 'it ends some time later, and may show up in the next registration until then',
  },
  { driver: 'native', test: 'a handler without waitUntil gets its event', kind: 'varies', reason: 'small fetches have lost their records when the handler asks for them' },
  { driver: 'native', test: 'in the wild: a worker that knows no waitUntil', kind: 'varies', reason: 'fetches have lost their records when the handler asks for them' },
  { driver: 'native', test: 'in the wild: a fetch started inside the worker', kind: 'fails', reason: NO_FETCH_IN_WORKERS },
  { driver: 'native', test: 'in the wild: a site that wants none of it', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a service worker starts a fetch, finds it and gets its event', kind: 'fails', reason: NO_FETCH_IN_WORKERS },
  { driver: 'native', test: 'a service worker makes every call with no page open', kind: 'fails', reason: NO_FETCH_IN_WORKERS },
  { driver: 'native', test: 'a cross-site frame is refused: its service worker is a partitioned one', kind: 'fails', reason: NO_FRAME_WORKER },
  { driver: 'native', test: 'a click on the title of a running fetch is told to the worker, which opens one page of its site', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a click on the title of a finished fetch is told to the worker as well', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a handler runs once although the background dies meanwhile', kind: 'pointless', reason: NO_EXTENSION },
  {
    driver: 'native',
    test: 'the browser is killed when all bytes are there and the event is not yet: it comes by itself, once, with the bytes',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'a worker that cannot be reached has its event at the next visit, with the bytes, also when the background has died',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  { driver: 'native', test: 'the browser is killed while the handler runs: the handler runs again, once', kind: 'pointless', reason: NO_EXTENSION },
  {
    driver: 'native',
    test: 'the worker is killed in its handler: the event comes again by itself within seconds, once',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'a fetch goes on where it was when the extension is disabled and enabled again',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'all fetches are paused at once, stay so when the browser is killed, and go on together',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'a finished fetch taken off the list can be put back, with its bytes, also when the background has died; else both go',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'with the data of its site, cleared under the eyes of an open page, a running fetch goes, bytes and all',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  {
    driver: 'native',
    test: 'with the data of its site, cleared with no page open, a running fetch goes, bytes and all',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  { driver: 'native', test: 'a new version of the extension waits for what is under way, and takes over where it left off', kind: 'pointless', reason: NO_EXTENSION },
  {
    driver: 'native',
    test: 'a background that dies while the handler runs comes back by itself, in time for the worker to remember the event',
    kind: 'pointless',
    reason: NO_EXTENSION,
  },
  { driver: 'native', test: 'upload of stream arrives as it is', kind: 'fails', reason: 'uploadTotal and uploaded stay 0; the specification counts the bytes of every body' },
  { driver: 'native', test: 'an upload whose connection drops is not tried again', kind: 'fails', reason: 'it ends as "bad-status", with a response of status 0' },
  { driver: 'native', test: '503 with Retry-After is waited out with the bytes there are, or ended by the person', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: '429 with Retry-After is waited out with the bytes there are, or ended by the person', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a server that is gone for a while is waited for with the bytes there are', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a server that is not there yet is waited for', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a paused fetch loses no byte, stays paused when the background dies, and goes on when the person says so', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'after a pause a file that has changed meanwhile is fetched anew, and nothing of the old bytes is left', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'after a pause a server that has forgotten ranges gives the whole, and nothing of the old bytes is left', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a body with a weak tag is fetched anew after a pause, never joined', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a body with a gzip encoding is fetched anew after a pause, never joined', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'when the background is killed the fetch goes on from the last byte that was written, sealed or not', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'when the browser is killed the fetch goes on by itself from the last durable byte', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a fetch paused before the browser is killed is paused after it', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'when the browser is killed no durable byte of any of several connections is fetched again', kind: 'pointless', reason: NO_EXTENSION },
  { driver: 'native', test: 'a body that is silent for a minute is given up, and gone on with where it stopped', kind: 'pointless', reason: ITS_OWN_TIME },
  { driver: 'native', test: 'the time that Retry-After names passes before the next request', kind: 'varies', reason: ITS_OWN_TIME },
  { driver: 'native', test: '503 without Retry-After is bad-status at once, also for the rest of a file', kind: 'varies', reason: ITS_OWN_TIME },
  {
    driver: 'native',
    test: 'behind a redirect the rest is asked for where the request was made',
    kind: 'fails',
    reason: 'it asks where the redirect led; the specification fetches the request again',
  },
  { driver: 'native', test: 'a connection that drops is gone on with where it broke off', kind: 'varies', reason: ITS_OWN_TIME },
  { driver: 'native', test: 'a chunked body that breaks off is gone on with where it broke off', kind: 'varies', reason: ITS_OWN_TIME },
  { driver: 'native', test: 'a gzipped body that breaks off is fetched anew, and never joined', kind: 'varies', reason: ITS_OWN_TIME },
  { driver: 'native', test: 'a part that is not the one asked for is a fetch-error', kind: 'varies', reason: ITS_OWN_TIME },
  { driver: 'native', test: 'a large file comes over several connections, no more than six, and every byte once', kind: 'varies', reason: 'one connection has no need of others' },
  { driver: 'chromium', test: 'a cross-site frame is refused: its service worker is a partitioned one', kind: 'fails', reason: NO_FRAME_WORKER },
  { driver: 'firefox', test: 'upload of stream arrives as it is', kind: 'pointless', reason: 'the browser makes no Request of a stream' },
  { driver: 'chromium', test: 'a new version of the extension waits for what is under way, and takes over where it left off', kind: 'pointless', reason: 'the browser knows no new version of an unpacked extension' },
  { driver: 'chromium', test: 'a service worker registered before the extension gets its event', kind: 'pointless', reason: ONLY_AT_START },
  { driver: 'chromium', test: 'removing the extension changes nothing for a worker that never mentions the API', kind: 'pointless', reason: ONLY_AT_START },
];

/** Every number the engine goes by in a browser that holds back a server when nobody reads. Times in milliseconds, sizes in bytes. Tests bring their own. */

const KiB = 1024;
const MiB = 1024 * KiB;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export const LIMITS = {
  /** Connections at once. HTTP/1.1 gives six to a host: more would only wait in the browser, where nobody can stop them. */
  connectionsPerHost: 6,
  connections: 24,
  /** Icons on their way at once, beside all that. */
  iconsPerHost: 2,
  icons: 4,
  /**
   * Names and values of a response's headers together, in UTF-16 code units: those of all records travel with the event. A record may have its share of
   * `headersOfJob`, at least `headersLeast` and at most `headersMost`.
   */
  headersOfJob: 16 * MiB,
  headersLeast: 8 * KiB,
  headersMost: 256 * KiB,
  /** Records of one job looked after at once, waiting ones included; each holds its row in memory. */
  recordsPerJob: 64,

  /** One read and one write. Larger is slower in Chromium, smaller in both. */
  readSize: MiB,
  /** Of a body of unknown length; grows fourfold with every read that it fills. */
  firstReadSize: 64 * KiB,
  /** What a read may wait for: long enough to fill large reads on a fast line, short enough for progress on a slow one. */
  readTime: 100,
  /** No read waits for more than this: until it ends its bytes are seen by no reader, and they are lost with the connection. */
  readLeast: 256 * KiB,
  /** The same for what comes so fast that it is asked for in parts: 1 MiB is some milliseconds of it, and Firefox writes it in little more time than a quarter. */
  readLeastOfParts: MiB,
  /**
   * What is not sealed is fetched again after the browser was killed or the power cut: at most this part of a record, or this much of a small one,
   * or, of one of at least `leastSealTimed`, what comes in `leastSealTime`. Each seal waits for the disk, and for a new file: 25 ms in Firefox, in which 8 MiB may come. So segments of more
   * than `steadySegmentSize` are sealed every `sealTime` at most.
   */
  segments: 64,
  leastSegmentSize: MiB,
  segmentSize: 64 * MiB,
  steadySegmentSize: 8 * MiB,
  leastSealTimed: 64 * MiB,
  leastSealTime: 125,
  sealTime: 500,
  /** A body sealed with no more than this lies in its row. */
  inlineSize: 64 * KiB,
  /**
   * And one with no more than this lies in a file that several records share, if it came within `holdTime`: for as long the first bytes of any wait in
   * memory, if no more than `shelfMost` are on their way to the disk.
   */
  shelfSize: MiB,
  shelfMost: 16 * MiB,
  /** Or it lies in its row as a Blob. Only where a Blob is on the disk before the row that names it. */
  blobSize: 0,
  holdTime: SECOND,
  /** A reader of a record still downloading gets a segment at most this often for each there is: the list, and with it the row, stays short. */
  sealPace: 10,
  /** A record that ends sooner than this after its headers is written once, not twice. */
  headDelay: 200,

  /** A record with less than this to come is fetched over one connection. */
  splitLeast: 64 * MiB,
  /** Bounds of what one of several connections fetches at a time. */
  partLeast: 2 * MiB,
  partMost: 64 * MiB,
  /** How long the pace is measured before more connections are tried, and by how much each step must have bettered it. */
  paceTime: 150,
  paceGain: 1.15,
  /** Bytes a second at which no more connections are tried: Firefox keeps in memory what comes faster than a disk takes it. */
  paceEnough: 32 * MiB,

  /** Bytes of a body that are asked for at a time once they may come faster than they are stored; null where the browser then holds back the server. */
  readAhead: null as number | null,
  /** The most bytes that a second Worker fetches at a time: for as long it holds connections that others may come to want. */
  stretchMost: 512 * MiB,
  /** No file of it for this long: the second Worker is told to stop. */
  stretchSilence: 2 * MINUTE,
  /** And if it has not stopped after this: its thread hangs, and it is ended. */
  stretchStop: 10 * SECOND,
  /**
   * Bytes after which it is looked at whether that is so, and then anew. The first of them are in memory: to make a file for more may take so long that
   * Firefox takes in 100 MB meanwhile.
   */
  firstOutrunLook: MiB,
  outrunLook: 4 * MiB,

  /** Least time between two pushes of one kind about one job. */
  pushInterval: 250,

  /** No byte of a body for this long: the connection is dead, whatever the socket says. */
  stall: MINUTE,
  /** No headers for this long. Browsers give up at about the same time. */
  headers: 5 * MINUTE,

  /** Backoff: full jitter over `firstDelay` doubled with each failure, up to `greatestDelay`. */
  firstDelay: 2 * SECOND,
  greatestDelay: 5 * MINUTE,
  /** Never one answer from this server, and the machine is online: the address is wrong or nobody is there. Half a minute at most. */
  unheardAttempts: 5,
  /** Without one new byte for both: what was there is gone. */
  attempts: 12,
  silence: 24 * HOUR,
  /** `navigator.onLine` may be wrong, and room on the disk is told by nobody: try anyway this often. */
  probe: MINUTE,
};

export type Limits = typeof LIMITS;

/** The same for one that takes in whatever comes. */
export const LIMITS_WITHOUT_BACK_PRESSURE: Limits = { ...LIMITS, readAhead: 24 * MiB, partMost: 16 * MiB, shelfSize: 0 };

export const LIMITS_IN_FIREFOX: Limits = { ...LIMITS_WITHOUT_BACK_PRESSURE, blobSize: MiB };

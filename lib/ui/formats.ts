/** Numbers as people read them. Sizes are decimal: a kilobyte is 1000 bytes. */

export interface Formats {
  /** "640 bytes", "12.3 MB", "40 MB". */
  bytes(count: number): string;
  /** The same with as many digits always, for a number that runs: "40.0 MB". */
  runningBytes(count: number): string;
  /** "12.3 MB/s". */
  speed(bytesPerSecond: number): string;
  /** A time that is only an estimate, as coarse as its certainty: "25 sec", "4 min", "2 hr, 10 min". */
  roughly(seconds: number): string;
  /** "in 12 seconds", "in 3 hours". */
  fromNow(seconds: number): string;
  /** The time of day, for another day the date. Milliseconds since the epoch. */
  moment(time: number, now: number): string;
  count(value: number): string;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

/** The unit in which a size has one to three digits before the point, and how many to show after it. */
function scale(bytes: number): { value: number; unit: (typeof UNITS)[number]; digits: number } {
  let value = bytes;
  let index = 0;
  // 999.95 would be shown as 1000.
  while (value >= 999.5 && index < UNITS.length - 1) {
    value /= 1000;
    index += 1;
  }
  return { value, unit: UNITS[index]!, digits: index === 0 || value >= 99.95 ? 0 : 1 };
}

/** Seconds as hours, minutes and seconds that claim no more than is known. */
export function coarse(seconds: number): Partial<Record<'days' | 'hours' | 'minutes' | 'seconds', number>> {
  if (seconds < 10) return { seconds: Math.max(1, Math.ceil(seconds)) };
  if (seconds <= 55) return { seconds: Math.ceil(seconds / 5) * 5 };
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return { minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 10) return minutes % 60 === 0 ? { hours } : { hours, minutes: minutes % 60 };
  if (hours < 48) return { hours: Math.round(minutes / 60) };
  return { days: Math.round(hours / 24) };
}

/** Units of a wait, their seconds, and up to how many seconds each is the one to say. */
const WAITS: readonly [unit: Intl.RelativeTimeFormatUnit, length: number, most: number][] = [
  ['second', 1, 90],
  ['minute', 60, 100 * 60],
  ['hour', 3600, 48 * 3600],
  ['day', 86_400, Infinity],
];

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

export function createFormats(locale: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>();
  const measure = (count: number, per: '' | '-per-second', steady: boolean): string => {
    const { value, unit, digits } = scale(count);
    const key = `${unit}${per} ${digits} ${steady}`;
    let format = numbers.get(key);
    if (!format) {
      const fraction = { minimumFractionDigits: steady ? digits : 0, maximumFractionDigits: digits };
      // The short form of this unit alone knows no plural in English.
      const unitDisplay = unit === 'byte' && per === '' ? 'long' : 'short';
      format = new Intl.NumberFormat(locale, { style: 'unit', unit: `${unit}${per}`, unitDisplay, ...fraction });
      numbers.set(key, format);
    }
    return format.format(value);
  };
  // Each takes milliseconds to make, which a popup that opens does not have: those that are needed are made.
  const integer = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
  const duration = once(() => new Intl.DurationFormat(locale, { style: 'short' }));
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { style: 'long' }));
  const timeOfDay = once(() => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
  const date = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));

  return {
    bytes: (count) => measure(count, '', false),
    runningBytes: (count) => measure(count, '', true),
    speed: (bytesPerSecond) => measure(bytesPerSecond, '-per-second', true),
    roughly: (seconds) => duration().format(coarse(seconds)),
    fromNow: (seconds) => {
      const [unit, length] = WAITS.find(([, , most]) => seconds < most)!;
      return relative().format(length === 1 ? Math.ceil(seconds) : Math.round(seconds / length), unit);
    },
    moment: (time, now) => (new Date(time).toDateString() === new Date(now).toDateString() ? timeOfDay() : date()).format(time),
    count: (value) => integer().format(value),
  };
}
